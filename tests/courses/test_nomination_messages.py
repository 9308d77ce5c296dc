"""Whoever nominated somebody hears the answer, without a name, on the page that names everybody with it."""

from datetime import datetime

import pytest
from django.test import Client

from courses.models import TrainingClass
from courses.services import applications, enrolments, quotas, waiting_list
from courses.services.quotas import Terms
from courses.words import AdmissionMode
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class
from tests.inbox.heard import told_to

NAME = "岗前培训班2026-01"


@pytest.fixture
def head(places: Places, cast: Cast) -> Person:
    return cast.with_role("孙站长", Role.STATION_HEAD, places.station)


@pytest.fixture
def people(places: Places, cast: Cast) -> list[Person]:
    return [cast.worker(name, places.station) for name in ("陈小燕", "李大山", "黄晓")]


@pytest.fixture
def training_class(places: Places, at: datetime) -> TrainingClass:
    made = open_class(places.county, at, capacity=1)
    quotas.set_terms(training_class=made, terms=Terms(mode=AdmissionMode.APPROVAL), by=SYSTEM, at=at)
    return made


@pytest.fixture
def page(training_class: TrainingClass) -> str:
    return f"/classes/{training_class.public_id}/nominate/"


def heard(head: Person, page: str) -> list[str]:
    """What led to the page of nominations; that a role was given is news as well."""
    return [said for said, url in told_to(head) if url == page]


def nominate(
    training_class: TrainingClass, people: list[Person], cast: Cast, head: Person, at: datetime
) -> None:
    applications.nominate_many(training_class=training_class, people=people, by=cast.by(head), at=at)


def test_a_place_a_refusal_and_the_waiting_list_are_told_to_the_nominator(
    training_class: TrainingClass,
    people: list[Person],
    head: Person,
    cast: Cast,
    at: datetime,
    page: str,
    client: Client,
) -> None:
    nominate(training_class, people, cast, head, at)
    assert heard(head, page) == []  # one's own doing is no news
    applications.approve(training_class=training_class, people=people[:1], by=SYSTEM, at=at)
    waiting_list.queue(training_class=training_class, person=people[1], by=SYSTEM, at=at)
    applications.decline(training_class=training_class, person=people[2], reason="人数已够", by=SYSTEM, at=at)
    assert sorted(heard(head, page)) == sorted([
        f"您推荐的人已录取到“{NAME}”。", f"您推荐的人已列入“{NAME}”的候补。", f"您推荐到“{NAME}”的人没有获得同意。",
    ])  # fmt: skip
    client.force_login(cast.account(head))
    opened = client.get(page).content.decode()
    assert all(person.name in opened for person in people)


def test_who_moves_up_is_told_to_the_nominator_once(
    training_class: TrainingClass, people: list[Person], head: Person, cast: Cast, at: datetime, page: str
) -> None:
    nominate(training_class, people, cast, head, at)
    applications.approve(training_class=training_class, people=people[:1], by=SYSTEM, at=at)
    waiting_list.queue(training_class=training_class, person=people[1], by=SYSTEM, at=at)
    heard(head, page)
    enrolments.withdraw(training_class=training_class, person=people[0], by=SYSTEM, at=at)
    assert heard(head, page)[-1] == f"您推荐的人已从“{NAME}”的候补转为录取。"
    assert len(heard(head, page)) == 3


def test_who_applied_for_themselves_is_nobodys_nomination(
    training_class: TrainingClass, people: list[Person], head: Person, cast: Cast, at: datetime, page: str
) -> None:
    [own, *_others] = people
    applications.apply(training_class=training_class, person=own, by=cast.by(own), at=at)
    applications.approve(training_class=training_class, people=[own], by=SYSTEM, at=at)
    assert heard(head, page) == []
    assert len(told_to(own)) == 1
