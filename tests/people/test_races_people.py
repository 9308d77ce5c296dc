"""Two officers at one moment: one identity number, one primary posting, one role, one merge."""

from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person, RoleGrant
from people.services import grants, merging, persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from tests.cast import Cast, Places, identity_number
from tests.threads import race

pytestmark = pytest.mark.usefixtures("truncatable_ledger")


def _codes(answers: list[object]) -> list[str]:
    return [answer.code for answer in answers if isinstance(answer, RuleBroken)]


def test_one_identity_number_comes_on_the_roster_once(places: Places, at: datetime) -> None:
    details = PersonDetails(name="莫晓红", identity_number=identity_number(700))

    def add() -> Person:
        return persons.add(details=details, organisation=places.station, by=SYSTEM, at=at)

    assert _codes(race(add, add, add)) == ["person.identity_known"] * 2
    assert Person.objects.filter(name="莫晓红").count() == 1


def test_one_person_moves_to_one_place(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)

    def move(place: str) -> object:
        details = PostingDetails(organisation=getattr(places, place), starts_on=date(2026, 3, 1))
        return postings.move(person=person, details=details, by=SYSTEM, at=at)

    answers = race(lambda: move("county"), lambda: move("other_station"))
    assert len(_codes(answers)) == 1
    assert person.postings.filter(ends_on=None).count() == 1


def test_one_role_is_given_once(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)

    def give() -> RoleGrant:
        return grants.grant(
            person=person, role=Role.SUPERVISOR, organisation=places.station, starts_on=at.date(), ends_on=None,
            by=SYSTEM, at=at,
        )  # fmt: skip

    assert _codes(race(give, give)) == ["grant.overlap"]


def test_two_records_do_not_swallow_each_other(places: Places, cast: Cast, at: datetime) -> None:
    one, two = (cast.worker("陈小燕", places.station) for _ in range(2))
    Person.objects.filter(pk=two.pk).update(identity_number=None, identity_hash="", identity_tail="")

    def merge(gone: Person, kept: Person) -> object:
        return merging.merge(person=gone, into=kept, by=SYSTEM, at=at)

    assert _codes(race(lambda: merge(one, two), lambda: merge(two, one))) == ["person.merge_chain"]
    assert Person.objects.filter(merged_into=None, name="陈小燕").count() == 1
