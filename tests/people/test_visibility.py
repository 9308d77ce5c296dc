"""Who sees and who manages whom, by the posting held or last held."""

from datetime import date, datetime

import pytest

from organisations.authority import NOBODY, SYSTEM
from organisations.roles import Role
from people.querysets import all_people
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places

TODAY = date(2026, 3, 16)
SEES = {
    (Role.OFFICER, "county"): (True, True),
    (Role.OFFICER, "city"): (True, True),
    (Role.OFFICER, "station"): (True, True),
    (Role.OFFICER, "department"): (True, False),
    (Role.OFFICER, "other_county"): (False, False),
    (Role.OFFICER, "other_station"): (False, False),
    (Role.OFFICER, "school"): (False, False),
    (Role.STATION_HEAD, "station"): (True, False),
    (Role.STATION_HEAD, "other_station"): (False, False),
    (Role.READER, "province"): (False, False),
    (Role.SUPERVISOR, "county"): (False, False),
    (Role.CLASS_TEACHER, "county"): (False, False),
    (Role.EDITOR, "county"): (False, False),
}


@pytest.mark.parametrize(("role", "home"), SEES)
def test_sight_and_rights_by_role_and_place(places: Places, cast: Cast, role: Role, home: str) -> None:
    worker = cast.worker("陈小燕", places.station)
    by = cast.by(cast.with_role("黄志强", role, getattr(places, home)))
    sees = all_people().visible_to(by, on=TODAY).filter(pk=worker.pk).exists()
    manages = all_people().manageable_by(by, on=TODAY).filter(pk=worker.pk).exists()
    assert (sees, manages) == SEES[role, home]


def test_a_worker_sees_oneself_alone_and_a_stranger_nobody(places: Places, cast: Cast) -> None:
    worker = cast.worker("陈小燕", places.station)
    cast.worker("莫晓红", places.station)
    assert list(all_people().visible_to(cast.by(worker), on=TODAY)) == [worker]
    assert not all_people().visible_to(NOBODY, on=TODAY).exists()


def test_the_former_county_stops_seeing_who_moved_and_the_new_one_begins(
    places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    move = PostingDetails(organisation=places.other_station, starts_on=date(2026, 4, 1))
    postings.move(person=worker, details=move, by=SYSTEM, at=at)
    ours, theirs = (
        cast.by(cast.with_role("黄志强", Role.OFFICER, place))
        for place in (places.county, places.other_county)
    )
    seen = {
        day: [all_people().visible_to(by, on=day).filter(pk=worker.pk).exists() for by in (ours, theirs)]
        for day in (date(2026, 3, 31), date(2026, 4, 1))
    }
    assert seen == {date(2026, 3, 31): [True, False], date(2026, 4, 1): [False, True]}


def test_a_second_post_elsewhere_shows_the_person_and_gives_no_right(
    places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    second = PostingDetails(
        organisation=places.other_station,
        starts_on=date(2026, 1, 1),
        is_primary=False,
        ends_on=date(2026, 4, 1),
    )
    postings.start(person=worker, details=second, by=SYSTEM, at=at)
    theirs = cast.by(cast.with_role("韦国强", Role.OFFICER, places.other_county))
    assert all_people().visible_to(theirs, on=TODAY).filter(pk=worker.pk).exists()
    assert not all_people().manageable_by(theirs, on=TODAY).filter(pk=worker.pk).exists()
    assert not all_people().visible_to(theirs, on=date(2026, 4, 1)).filter(pk=worker.pk).exists()


def test_who_is_between_posts_belongs_to_the_last_place(places: Places, cast: Cast, at: datetime) -> None:
    worker = cast.worker("陈小燕", places.station)
    postings.end(posting=worker.postings.get(), on=date(2026, 3, 1), by=SYSTEM, at=at)
    ours, theirs = (
        cast.by(cast.with_role("黄志强", Role.OFFICER, place))
        for place in (places.county, places.other_county)
    )
    assert all_people().manageable_by(ours, on=TODAY).filter(pk=worker.pk).exists()
    assert not all_people().visible_to(theirs, on=TODAY).filter(pk=worker.pk).exists()


@pytest.mark.parametrize("change", ["merged_into", "withdrawn_at"])
def test_merged_and_withdrawn_records_are_seen_by_nobody(
    places: Places, cast: Cast, at: datetime, change: str
) -> None:
    worker, other = cast.worker("陈小燕", places.station), cast.worker("莫晓红", places.station)
    setattr(worker, change, other if change == "merged_into" else at)
    worker.save()
    officer = cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))
    for by in (officer, SYSTEM):
        assert not all_people().visible_to(by, on=TODAY).filter(pk=worker.pk).exists()
        assert not all_people().manageable_by(by, on=TODAY).filter(pk=worker.pk).exists()


def test_a_second_post_elsewhere_takes_nobody_away_from_the_last_place(
    places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    second = PostingDetails(organisation=places.other_station, starts_on=date(2026, 1, 1), is_primary=False)
    postings.start(person=worker, details=second, by=SYSTEM, at=at)
    postings.end(posting=worker.postings.get(is_primary=True), on=date(2026, 3, 1), by=SYSTEM, at=at)
    ours = cast.by(cast.with_role("黄志强", Role.OFFICER, places.county))
    assert all_people().visible_to(ours, on=TODAY).filter(pk=worker.pk).exists()
    assert all_people().manageable_by(ours, on=TODAY).filter(pk=worker.pk).exists()
