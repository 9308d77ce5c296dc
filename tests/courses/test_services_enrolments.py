"""Seats are never sold twice, a place may be given back, and only open classes take people."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.db import connection, transaction

from core.errors import RuleBroken
from core.models import Event
from courses.models import Enrolment, TrainingClass
from courses.services import classes, enrolments
from courses.words import ClassState, EnrolmentState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import details, open_class
from tests.threads import LONGEST

SEATS = 40


def seats_of(training_class: TrainingClass) -> int:
    training_class.refresh_from_db()
    return training_class.seats_taken


def test_a_learner_takes_a_seat_and_the_fact_is_on_record(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    training_class = open_class(places.county, at)
    enrolment = enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    event = Event.objects.get(name="courses.enrolment.made")
    assert (enrolment.state, seats_of(training_class)) == (EnrolmentState.ENROLLED, 1)
    assert (event.actor_id, event.data) == (person.pk, {"class": training_class.pk})


def test_the_last_seat_is_the_last(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=1)
    first, second = cast.worker("陈小燕", places.station), cast.worker("李大山", places.station)
    enrolments.enrol(training_class=training_class, person=first, by=cast.by(first), at=at)
    with pytest.raises(RuleBroken) as refused:
        enrolments.enrol(training_class=training_class, person=second, by=cast.by(second), at=at)
    assert refused.value.code == "enrolment.full"
    assert (seats_of(training_class), Enrolment.objects.count()) == (1, 1)


def test_a_class_without_a_limit_takes_everybody(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=None)
    for name in ("陈小燕", "李大山", "黄晓"):
        person = cast.worker(name, places.station)
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert seats_of(training_class) == 3


def test_a_second_enrolment_is_refused_and_keeps_no_seat(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    training_class = open_class(places.county, at)
    enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    with pytest.raises(RuleBroken) as refused:
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert refused.value.code == "enrolment.twice"
    assert seats_of(training_class) == 1


def test_in_a_full_class_who_has_a_seat_is_told_so(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    training_class = open_class(places.county, at, capacity=1)
    enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    with pytest.raises(RuleBroken) as refused:
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert refused.value.code == "enrolment.twice"


def test_who_withdrew_may_come_back_to_the_same_row(places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    training_class = open_class(places.county, at)
    for _round in range(2):
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
        assert seats_of(training_class) == 1
        enrolments.withdraw(training_class=training_class, person=person, by=cast.by(person), at=at)
        assert seats_of(training_class) == 0
    assert Enrolment.objects.get().state == EnrolmentState.WITHDRAWN


def test_a_seat_given_back_is_free_for_the_next(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=1)
    first, second = cast.worker("陈小燕", places.station), cast.worker("李大山", places.station)
    enrolments.enrol(training_class=training_class, person=first, by=cast.by(first), at=at)
    enrolments.withdraw(training_class=training_class, person=first, by=cast.by(first), at=at)
    enrolments.enrol(training_class=training_class, person=second, by=cast.by(second), at=at)
    assert seats_of(training_class) == 1


def test_a_place_is_given_back_once(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at)
    stays, leaves = cast.worker("陈小燕", places.station), cast.worker("李大山", places.station)
    for person in (stays, leaves):
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    enrolments.withdraw(training_class=training_class, person=leaves, by=cast.by(leaves), at=at)
    with pytest.raises(RuleBroken) as refused:
        enrolments.withdraw(training_class=training_class, person=leaves, by=cast.by(leaves), at=at)
    assert refused.value.code == "enrolment.none"
    assert seats_of(training_class) == 1


@pytest.mark.parametrize(
    "state", [ClassState.PLANNED, ClassState.RUNNING, ClassState.CLOSED, ClassState.CANCELLED]
)
def test_only_an_open_class_takes_people(places: Places, cast: Cast, at: datetime, state: ClassState) -> None:
    person = cast.worker("陈小燕", places.station)
    training_class = open_class(places.county, at, state=state)
    with pytest.raises(RuleBroken) as refused:
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert refused.value.code == "enrolment.not_open"
    assert (seats_of(training_class), Enrolment.objects.count()) == (0, 0)


def test_once_the_class_runs_only_the_organiser_takes_people_off_the_list(
    places: Places, cast: Cast, at: datetime
) -> None:
    person = cast.worker("陈小燕", places.station)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    training_class = open_class(places.county, at)
    enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    classes.set_state(training_class=training_class, state=ClassState.RUNNING, by=cast.by(officer), at=at)
    with pytest.raises(RuleBroken) as refused:
        enrolments.withdraw(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert refused.value.code == "enrolment.too_late"
    with pytest.raises(RuleBroken) as refused:
        enrolments.withdraw(training_class=training_class, person=person, by=cast.by(officer), at=at)
    assert refused.value.code == "enrolment.reason_missing"
    left = enrolments.withdraw(
        training_class=training_class, person=person, reason="离职", by=cast.by(officer), at=at
    )
    assert (seats_of(training_class), left.reason) == (0, "离职")


@pytest.mark.parametrize("role", [Role.CLASS_TEACHER, Role.STATION_HEAD])
def test_nobody_enrols_or_withdraws_others_without_managing_the_class(
    places: Places, cast: Cast, at: datetime, role: Role
) -> None:
    person = cast.worker("陈小燕", places.station)
    other = cast.with_role("李大山", role, places.county)
    training_class = open_class(places.county, at)
    with pytest.raises(RuleBroken) as refused:
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(other), at=at)
    assert refused.value.code == "permission.missing"
    enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as kept:
        enrolments.withdraw(training_class=training_class, person=person, by=cast.by(other), at=at)
    assert kept.value.code == "enrolment.too_late"


def test_the_capacity_never_falls_below_the_seats_taken(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at)
    for name in ("陈小燕", "李大山"):
        enrolments.enrol(
            training_class=training_class, person=cast.worker(name, places.station), by=SYSTEM, at=at
        )
    fewer = details(places.county, capacity=1)
    with pytest.raises(RuleBroken) as refused:
        classes.edit(training_class=training_class, details=fewer, by=SYSTEM, at=at)
    assert refused.value.code == "class.capacity_below_taken"


def crowd(count: int) -> list[Person]:
    people = [Person(name=f"学员{number}", hired_on=date(2024, 1, 8)) for number in range(count)]
    return Person.objects.bulk_create(people)


def in_threads(work: Callable[[Person], bool], people: list[Person], *, threads: int) -> int:
    """How many of them it worked for; each thread has its own connection, as each web worker has."""

    def once(person: Person) -> bool:
        try:
            return work(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(once, people))


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_counting_first_and_inserting_then_oversells(places: Places, at: datetime) -> None:
    """The twin that fails: it shows that the race below is a real one on this engine."""
    training_class = open_class(places.county, at, capacity=SEATS)
    taken, late = crowd(SEATS - 4), crowd(8)
    for person in taken:
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    everybody_has_counted = threading.Barrier(len(late))

    def count_then_insert(person: Person) -> bool:
        with transaction.atomic():
            standing = Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.ENROLLED)
            is_free = standing.count() < SEATS
            everybody_has_counted.wait(timeout=LONGEST)
            if is_free:
                Enrolment.objects.create(
                    training_class=training_class,
                    person=person,
                    state=EnrolmentState.ENROLLED,
                    enrolled_at=at,
                )
            return is_free

    assert in_threads(count_then_insert, late, threads=len(late)) == len(late)
    assert Enrolment.objects.filter(training_class=training_class).count() == SEATS + 4


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_forty_seats_are_sold_to_forty_of_a_hundred_and_twenty(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=SEATS)
    start = threading.Barrier(16)
    turn = threading.local()

    def enrol(person: Person) -> bool:
        if not hasattr(turn, "begun"):
            turn.begun = True
            start.wait(timeout=LONGEST)
        try:
            enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
        except RuleBroken as refused:
            return refused.code != "enrolment.full"
        return True

    assert in_threads(enrol, crowd(120), threads=16) == SEATS
    assert Enrolment.objects.filter(training_class=training_class).count() == SEATS
    assert seats_of(training_class) == SEATS


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_after_a_storm_of_coming_and_going_the_seats_equal_the_list(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=5)

    def come_and_go(person: Person) -> bool:
        try:
            enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
            if person.pk % 2:
                enrolments.withdraw(training_class=training_class, person=person, by=SYSTEM, at=at)
        except RuleBroken as refused:
            return refused.code == "enrolment.full"
        return True

    people = crowd(40)
    assert in_threads(come_and_go, people, threads=8) == len(people)
    listed = Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.ENROLLED).count()
    assert listed == seats_of(training_class) <= 5
