"""Postings have dates, and primary ones never overlap."""

from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from people.querysets import all_postings
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places


def test_a_person_who_moves_holds_the_old_posting_until_the_day_of_the_move(
    places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("陈小燕", places.station)
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 1))
    postings.move(person=person, details=details, by=SYSTEM, at=at)
    held = {
        day: all_postings().held_on(day).get(person=person).organisation
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    }
    assert held == {date(2026, 2, 28): places.station, date(2026, 3, 1): places.other_station}


def test_two_primary_postings_on_one_day_are_refused(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 1))
    with pytest.raises(RuleBroken) as refused:
        postings.start(person=person, details=details, by=SYSTEM, at=at)
    assert refused.value.code == "posting.overlap"
    assert all_postings().filter(person=person).count() == 1
