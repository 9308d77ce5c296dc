"""Who may grant what: role × grantor × place, and the ways around that are closed."""

from contextlib import nullcontext
from datetime import date, datetime, timedelta

import pytest

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import GRANTED_BY_OFFICERS, Permission, Role
from people.models import RoleGrant
from people.querysets import all_grants
from people.services import grants
from tests.cast import HIRED, Cast, Places

TODAY = date(2026, 3, 16)


@pytest.fixture
def worker(places: Places, cast: Cast):
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def officer(places: Places, cast: Cast):
    return cast.with_role("黄志强", Role.OFFICER, places.county)


def _grant(person, role: Role, place, by, at: datetime, starts_on: date = TODAY, ends_on: date | None = None):
    return grants.grant(
        person=person, role=role, organisation=place, starts_on=starts_on, ends_on=ends_on, by=by, at=at
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("place", "inside"),
    [("station", True), ("county", True), ("city", False), ("other_station", False), ("department", False)],
)
def test_a_county_officer_gives_officers_roles_in_the_own_tree(
    places, cast, worker, officer, at: datetime, role: Role, place: str, inside: bool
) -> None:
    allowed = inside and role in GRANTED_BY_OFFICERS
    expected = nullcontext() if allowed else pytest.raises(RuleBroken)
    with expected:
        _grant(worker, role, getattr(places, place), cast.by(officer), at)
    assert all_grants().filter(person=worker).exists() is allowed


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_an_officer_gives_roles(places, cast, worker, at: datetime, role: Role) -> None:
    by = cast.by(cast.with_role("韦国强", role, places.county))
    with pytest.raises(RuleBroken, match="权限"):
        _grant(worker, Role.STATION_HEAD, places.station, by, at)


def test_nobody_gives_a_role_to_oneself(places, cast, officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        _grant(officer, Role.STATION_HEAD, places.station, cast.by(officer), at)
    assert refused.value.code == "grant.not_yours"


def test_a_person_of_another_county_gets_no_role_here(places, cast, officer, at: datetime) -> None:
    stranger = cast.worker("韦国强", places.other_station)
    with pytest.raises(RuleBroken) as refused:
        _grant(stranger, Role.OFFICER, places.county, cast.by(officer), at)
    assert refused.value.code == "grant.stranger"


def test_a_merged_record_gets_no_role(places, cast, worker, officer, at: datetime) -> None:
    other = cast.worker("陈小燕", places.station)
    other.merged_into = worker
    other.save(update_fields=["merged_into"])
    with pytest.raises(RuleBroken) as refused:
        _grant(other, Role.STATION_HEAD, places.station, cast.by(officer), at)
    assert refused.value.code == "grant.stranger"


def test_a_role_is_not_given_for_days_that_are_past(places, cast, worker, officer, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        _grant(
            worker,
            Role.STATION_HEAD,
            places.station,
            cast.by(officer),
            at,
            starts_on=TODAY - timedelta(days=1),
        )
    assert refused.value.code == "grant.past"


def test_the_same_role_twice_at_one_time_is_refused_in_words(
    places, cast, worker, officer, at: datetime
) -> None:
    _grant(worker, Role.STATION_HEAD, places.station, cast.by(officer), at)
    with pytest.raises(RuleBroken) as refused:
        _grant(
            worker,
            Role.STATION_HEAD,
            places.station,
            cast.by(officer),
            at,
            starts_on=TODAY + timedelta(days=9),
        )
    assert refused.value.code == "grant.overlap"


@pytest.mark.parametrize("days", [0, -1])
def test_a_grant_ends_after_it_begins(places, cast, worker, officer, at: datetime, days: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        _grant(
            worker,
            Role.STATION_HEAD,
            places.station,
            cast.by(officer),
            at,
            ends_on=TODAY + timedelta(days=days),
        )
    assert refused.value.code == "grant.dates"


def test_a_role_holds_from_its_first_day_to_the_day_before_its_end(
    places, cast, worker, at: datetime
) -> None:
    _grant(
        worker,
        Role.STATION_HEAD,
        places.station,
        SYSTEM,
        at,
        TODAY + timedelta(days=1),
        TODAY + timedelta(days=3),
    )
    held = [
        all_grants().in_force(TODAY + timedelta(days=day)).filter(person=worker).exists() for day in range(5)
    ]
    assert held == [False, True, True, False, False]


def test_a_grant_ended_today_holds_no_more_today(places, cast, worker, officer, at: datetime) -> None:
    given = _grant(worker, Role.OFFICER, places.station, SYSTEM, at, starts_on=HIRED)
    assert cast.by(worker).may(Permission.MANAGE_PEOPLE, places.station)
    grants.end(grant=given, on=TODAY, by=cast.by(officer), at=at)
    assert not cast.by(worker).scope(Permission.MANAGE_PEOPLE)
    assert Event.objects.filter(name="people.role.ended").count() == 1


def test_a_grant_that_has_not_begun_never_holds_once_ended(
    places, cast, worker, officer, at: datetime
) -> None:
    given = _grant(worker, Role.OFFICER, places.station, SYSTEM, at, starts_on=TODAY + timedelta(days=5))
    grants.end(grant=given, on=TODAY, by=cast.by(officer), at=at)
    assert not all_grants().in_force(TODAY + timedelta(days=5)).filter(person=worker).exists()


def test_a_grant_is_never_drawn_out(places, cast, worker, officer, at: datetime) -> None:
    given = _grant(worker, Role.CLASS_TEACHER, places.station, SYSTEM, at, HIRED, TODAY + timedelta(days=2))
    with pytest.raises(RuleBroken) as refused:
        grants.end(grant=given, on=TODAY + timedelta(days=30), by=cast.by(officer), at=at)
    assert refused.value.code == "grant.over"


def test_no_officer_rewrites_the_past(places, cast, worker, officer, at: datetime) -> None:
    given = _grant(worker, Role.STATION_HEAD, places.station, SYSTEM, at, starts_on=HIRED)
    with pytest.raises(RuleBroken) as refused:
        grants.end(grant=given, on=TODAY - timedelta(days=30), by=cast.by(officer), at=at)
    assert refused.value.code == "grant.past"


@pytest.mark.parametrize("role", sorted(set(Role) - GRANTED_BY_OFFICERS))
def test_an_officer_ends_no_role_that_only_the_system_gives(
    places, cast, worker, officer, at: datetime, role: Role
) -> None:
    given = _grant(worker, role, places.county, SYSTEM, at, starts_on=HIRED)
    with pytest.raises(RuleBroken) as refused:
        grants.end(grant=given, on=TODAY, by=cast.by(officer), at=at)
    assert refused.value.code == "grant.not_yours"


def test_an_officer_ends_nothing_above_or_beside_the_own_tree(places, cast, officer, at: datetime) -> None:
    for place in (places.city, places.other_county, places.department):
        held = cast.with_role("韦国强", Role.OFFICER, place)
        with pytest.raises(RuleBroken, match="权限"):
            grants.end(grant=RoleGrant.objects.get(person=held), on=TODAY, by=cast.by(officer), at=at)


def test_a_grant_tells_one_event_with_the_role_and_nothing_personal(
    places, cast, worker, officer, at
) -> None:
    given = _grant(worker, Role.SUPERVISOR, places.station, cast.by(officer), at)
    event = Event.objects.get(name="people.role.granted", subject_id=str(given.pk))
    assert (event.actor_id, event.data) == (officer.pk, {"role": "supervisor"})
