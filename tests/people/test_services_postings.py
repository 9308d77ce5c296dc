"""Postings have dates, and primary ones never overlap."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.services import organisations
from people.models import Person
from people.querysets import all_postings
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import HIRED, Cast, Places


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


def test_a_move_is_one_event_and_both_places_must_be_the_officers(
    places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("陈小燕", places.station)
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 1))
    county = cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))
    city = cast.by(cast.with_role("覃丽华", Role.OFFICER, places.city))
    with pytest.raises(RuleBroken, match="权限"):
        postings.move(person=person, details=details, by=county, at=at)
    postings.move(person=person, details=details, by=city, at=at)
    assert Event.objects.filter(name="people.posting.moved").count() == 1


def test_the_other_county_takes_nobody_neither_in_post_nor_between_posts(
    places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("陈小燕", places.station)
    other = cast.by(cast.with_role("韦国强", Role.OFFICER, places.other_county))
    details = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 16), is_primary=False)
    primary = replace(details, is_primary=True)
    for attempt in (
        lambda: postings.start(person=person, details=details, by=other, at=at),
        lambda: postings.move(person=person, details=primary, by=other, at=at),
    ):
        with pytest.raises(RuleBroken, match="权限"):
            attempt()
    postings.end(posting=person.postings.get(), on=date(2026, 3, 1), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="权限"):
        postings.start(person=person, details=primary, by=other, at=at)


def test_who_left_stays_with_the_last_place_and_may_come_back(
    places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("陈小燕", places.station)
    officer = cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))
    postings.end(posting=person.postings.get(), on=date(2026, 3, 1), by=officer, at=at)
    again = PostingDetails(organisation=places.station, starts_on=date(2026, 3, 16))
    postings.start(person=person, details=again, by=officer, at=at)
    assert person.postings.count() == 2


@pytest.mark.parametrize("on", [HIRED, date(2023, 12, 31)])
def test_a_posting_ends_after_its_first_day(places: Places, cast: Cast, at: datetime, on: date) -> None:
    person = cast.worker("陈小燕", places.station)
    with pytest.raises(RuleBroken) as refused:
        postings.end(posting=person.postings.get(), on=on, by=SYSTEM, at=at)
    assert refused.value.code == "posting.dates"


def test_a_posting_that_is_over_is_not_drawn_out(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    posting = postings.end(posting=person.postings.get(), on=date(2026, 2, 1), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        postings.end(posting=posting, on=date(2026, 3, 1), by=SYSTEM, at=at)
    assert refused.value.code == "posting.over"


def test_nobody_is_posted_to_an_organisation_that_ended(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.county)
    gone = organisations.end(organisation=places.station, on=date(2026, 3, 1), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        postings.move(
            person=person,
            details=PostingDetails(organisation=gone, starts_on=date(2026, 3, 2)),
            by=SYSTEM,
            at=at,
        )
    assert refused.value.code == "posting.place_ended"


def test_an_import_starts_many_with_one_event_and_overlaps_break_as_a_rule(
    places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))
    people = [Person.objects.create(name=name) for name in ("甲", "乙")]
    rows = [(one, PostingDetails(organisation=places.station, starts_on=HIRED)) for one in people]
    postings.start_many(rows=rows, by=officer, at=at)
    assert Event.objects.filter(name="people.postings.started").count() == 1
    with pytest.raises(RuleBroken) as refused:
        postings.start_many(rows=rows, by=officer, at=at)
    assert refused.value.code == "posting.overlap"
