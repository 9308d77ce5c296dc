"""What the database itself refuses, asked through the bare ORM."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person, Posting, RoleGrant
from tests.cast import Cast, Places

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in range(1, 5))


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create(name="陈小燕")


def _refuses(make: object) -> bool:
    try:
        with transaction.atomic():
            make()  # type: ignore[operator]
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        ((JANUARY, MARCH), (FEBRUARY, APRIL), True),
        ((JANUARY, None), (FEBRUARY, APRIL), True),
        ((JANUARY, None), (date(2025, 1, 1), None), True),
        ((JANUARY, MARCH), (JANUARY, MARCH), True),
        ((JANUARY, MARCH), (MARCH, APRIL), False),
        ((JANUARY, MARCH), (date(2025, 1, 1), JANUARY), False),
    ],
)
def test_primary_postings_never_share_a_day(
    places: Places, person: Person, first, second, refused: bool
) -> None:
    def post(place: Organisation, days) -> Posting:
        return Posting.objects.create(person=person, organisation=place, starts_on=days[0], ends_on=days[1])

    post(places.station, first)
    assert _refuses(lambda: post(places.other_station, second)) is refused


@pytest.mark.parametrize("change", [{"is_primary": False}, {"withdrawn_at": "2026-01-01T00:00:00Z"}])
def test_second_and_withdrawn_postings_may_share_a_day(places: Places, person: Person, change: dict) -> None:
    Posting.objects.create(person=person, organisation=places.station, starts_on=JANUARY)
    Posting.objects.create(person=person, organisation=places.station, starts_on=JANUARY, **change)
    assert Posting.objects.count() == 2


def test_the_postings_of_two_people_may_share_a_day(places: Places, person: Person) -> None:
    for one in (person, Person.objects.create(name="莫晓红")):
        Posting.objects.create(person=one, organisation=places.station, starts_on=JANUARY)
    assert Posting.objects.count() == 2


@pytest.mark.parametrize("ends_on", [JANUARY, date(2025, 12, 31)])
def test_a_posting_ends_after_it_starts(places: Places, person: Person, ends_on: date) -> None:
    assert _refuses(
        lambda: Posting.objects.create(
            person=person, organisation=places.station, starts_on=JANUARY, ends_on=ends_on
        )
    )


def test_the_same_role_is_held_once_at_a_time_in_one_place(places: Places, person: Person) -> None:
    def grant(place: Organisation, role: Role, starts_on: date, ends_on: date | None = None) -> RoleGrant:
        return RoleGrant.objects.create(
            person=person, organisation=place, role=role, starts_on=starts_on, ends_on=ends_on
        )

    grant(places.station, Role.STATION_HEAD, JANUARY, MARCH)
    assert _refuses(lambda: grant(places.station, Role.STATION_HEAD, FEBRUARY))
    assert not _refuses(lambda: grant(places.station, Role.SUPERVISOR, FEBRUARY))
    assert not _refuses(lambda: grant(places.county, Role.STATION_HEAD, FEBRUARY))
    assert not _refuses(lambda: grant(places.station, Role.STATION_HEAD, MARCH))


def test_an_identity_number_stands_once_among_standing_records(cast: Cast, places: Places, at) -> None:
    first = cast.worker("陈小燕", places.station)

    def second(**more: object) -> Person:
        return Person.objects.create(name="陈小燕", identity_hash=first.identity_hash, **more)

    assert _refuses(second)
    assert not _refuses(lambda: second(withdrawn_at=at))
    assert not _refuses(lambda: second(merged_into=first))


def test_nobody_is_merged_into_oneself(person: Person) -> None:
    assert _refuses(lambda: Person.objects.filter(pk=person.pk).update(merged_into=person.pk))
