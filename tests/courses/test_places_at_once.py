"""Races for seats, shares and answers: each with the twin that shows the damage without the guard."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.db.models import F

from core.errors import RuleBroken
from core.models import Event
from courses.models import ClassQuota, Enrolment, TrainingClass
from courses.querysets import all_enrolments
from courses.rules.places import Waiter, moving_up
from courses.services import applications, enrolments, quotas, waiting_list
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode, EnrolmentState
from organisations.authority import SYSTEM, Authority
from organisations.models import Organisation
from people.models import Person, Posting
from tests.cast import Places
from tests.courses.classroom import open_class
from tests.threads import LONGEST, race

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("truncatable_ledger")]
HIRED = date(2024, 1, 8)
CROWD, SEATS = 1_000, 100


def crowd(count: int, organisation: Organisation | None = None) -> list[Person]:
    people = Person.objects.bulk_create(Person(name=f"学员{one}", hired_on=HIRED) for one in range(count))
    if organisation is not None:
        Posting.objects.bulk_create(
            Posting(person=one, organisation=organisation, starts_on=HIRED) for one in people
        )
    return people


def oneself(person: Person) -> Authority:
    return Authority(person_id=person.pk, label="person")


def apply(training_class: TrainingClass, person: Person, at: datetime) -> str:
    made = applications.apply(training_class=training_class, person=person, by=oneself(person), at=at)
    return made.state


def listed(training_class: TrainingClass, state: EnrolmentState = EnrolmentState.ENROLLED) -> int:
    return Enrolment.objects.filter(training_class=training_class, state=state).count()


def seats_of(training_class: TrainingClass) -> int:
    training_class.refresh_from_db()
    return training_class.seats_taken


def waiting_class(places: Places, at: datetime, *, capacity: int, waiting: int) -> TrainingClass:
    """Full, with people waiting."""
    training_class = open_class(places.county, at, capacity=capacity)
    for person in crowd(capacity + waiting):
        apply(training_class, person, at)
    return training_class


def test_a_thousand_apply_for_a_hundred_seats_and_nine_hundred_wait(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=SEATS)

    def ask(person: Person) -> str:
        try:
            return apply(training_class, person, at)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        states = list(pool.map(ask, crowd(CROWD)))
    assert (states.count(EnrolmentState.ENROLLED), states.count(EnrolmentState.WAITING)) == (
        SEATS,
        CROWD - SEATS,
    )
    assert seats_of(training_class) == listed(training_class) == SEATS


def test_counting_a_share_first_oversells_it(places: Places, at: datetime) -> None:
    """The twin that fails: four see one free seat of the share and all take it."""
    training_class = open_class(places.county, at, capacity=None)
    shares = [Share(places.station, 2)]
    quotas.set_quotas(training_class=training_class, shares=shares, by=SYSTEM, at=at)
    people, everybody_has_counted = crowd(4, places.station), threading.Barrier(4)

    def count_then_insert(person: Person) -> None:
        with transaction.atomic():
            is_free = listed(training_class) < 2
            everybody_has_counted.wait(LONGEST)
            if is_free:
                Enrolment.objects.create(
                    training_class=training_class,
                    person=person,
                    state=EnrolmentState.ENROLLED,
                    enrolled_at=at,
                )

    race(*[lambda one=one: count_then_insert(one) for one in people])
    assert listed(training_class) == 4


def test_a_share_is_never_oversold(places: Places, at: datetime) -> None:
    training_class = open_class(places.city, at, capacity=None)
    shares = [Share(places.station, 5), Share(places.other_station, 3)]
    quotas.set_quotas(training_class=training_class, shares=shares, by=SYSTEM, at=at)
    people = crowd(10, places.station) + crowd(10, places.other_station)
    race(*[lambda one=one: apply(training_class, one, at) for one in people])
    taken = dict(ClassQuota.objects.values_list("organisation", "seats_taken"))
    assert taken == {places.station.pk: 5, places.other_station.pk: 3}
    assert (seats_of(training_class), listed(training_class), listed(training_class, EnrolmentState.WAITING)) == (
        8, 8, 12,
    )  # fmt: skip


def test_while_people_come_the_shares_are_changed_and_every_seat_stays_counted(
    places: Places, at: datetime
) -> None:
    training_class = open_class(places.city, at, capacity=None)
    quotas.set_quotas(training_class=training_class, shares=[Share(places.county, 20)], by=SYSTEM, at=at)
    people = crowd(12, places.station)
    finer = [Share(places.county, 20), Share(places.station, 15)]
    answers = race(
        *[lambda one=one: apply(training_class, one, at) for one in people],
        lambda: quotas.set_quotas(training_class=training_class, shares=finer, by=SYSTEM, at=at),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    taken = dict(ClassQuota.objects.values_list("organisation", "seats_taken"))
    assert taken == {places.county.pk: 0, places.station.pk: 12}
    assert seats_of(training_class) == listed(training_class) == 12


def test_moving_up_without_the_lock_moves_one_person_up_twice(places: Places, at: datetime) -> None:
    """The twin that fails: two see the same free seat and the same first of the list."""
    training_class = waiting_class(places, at, capacity=2, waiting=2)
    TrainingClass.objects.filter(pk=training_class.pk).update(capacity=4, seats_taken=2)
    everybody_has_read = threading.Barrier(2)

    def fill_unlocked() -> int:
        with transaction.atomic():
            waiting = [Waiter(one.pk) for one in all_enrolments().waiting()]
            chosen = moving_up(waiting, free=1, free_of=None)
            everybody_has_read.wait(LONGEST)
            Enrolment.objects.filter(pk=chosen[0].enrolment).update(state=EnrolmentState.ENROLLED)
            TrainingClass.objects.filter(pk=training_class.pk).update(seats_taken=F("seats_taken") + 1)
            return chosen[0].enrolment

    first, second = race(fill_unlocked, fill_unlocked)
    assert first == second
    assert (seats_of(training_class), listed(training_class)) == (4, 3)


def test_withdrawals_at_once_move_each_up_once_in_their_order(places: Places, at: datetime) -> None:
    training_class = waiting_class(places, at, capacity=6, waiting=4)
    leaving = [one.person for one in all_enrolments().standing().order_by("pk").select_related("person")]
    first_in_line = list(all_enrolments().waiting().values_list("pk", flat=True))
    race(*[
        lambda one=one: enrolments.withdraw(training_class=training_class, person=one, by=oneself(one), at=at)
        for one in leaving
    ])  # fmt: skip
    assert listed(training_class, EnrolmentState.WAITING) == 0
    assert (seats_of(training_class), listed(training_class)) == (4, 4)
    told = Event.objects.filter(name="courses.enrolments.moved_up").order_by("pk")
    assert [pk for event in told for pk in event.data["enrolments"]] == first_in_line


def test_a_withdrawal_and_an_application_at_once_leave_no_seat_empty(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=1)
    for _round in range(5):
        (holder,), (comer,) = crowd(1), crowd(1)
        apply(training_class, holder, at)
        race(
            lambda one=holder: enrolments.withdraw(
                training_class=training_class, person=one, by=oneself(one), at=at
            ),
            lambda one=comer: apply(training_class, one, at),
        )
        assert (listed(training_class), listed(training_class, EnrolmentState.WAITING)) == (1, 0)
        enrolments.withdraw(training_class=training_class, person=comer, by=oneself(comer), at=at)


def test_raised_twice_at_once_each_seat_is_given_once(places: Places, at: datetime) -> None:
    training_class = waiting_class(places, at, capacity=2, waiting=5)
    TrainingClass.objects.filter(pk=training_class.pk).update(capacity=4)
    race(*[lambda: waiting_list.fill(training_class=training_class, by=SYSTEM, at=at)] * 4)
    assert seats_of(training_class) == listed(training_class) == 4
    assert Event.objects.filter(name="courses.enrolments.moved_up").count() == 1


def test_two_officers_who_read_before_either_writes_take_two_seats_for_one_person(
    places: Places, at: datetime
) -> None:
    """The twin that fails: what was read before the lock is believed after it."""
    training_class = open_class(places.county, at, capacity=10)
    quotas.set_terms(
        training_class=training_class, terms=Terms(mode=AdmissionMode.APPROVAL), by=SYSTEM, at=at
    )
    (person,) = crowd(1)
    apply(training_class, person, at)
    everybody_has_read = threading.Barrier(2)

    def approve_unlocked() -> None:
        with transaction.atomic():
            enrolment = all_enrolments().applied().get(person=person)
            everybody_has_read.wait(LONGEST)
            TrainingClass.objects.filter(pk=training_class.pk).update(seats_taken=F("seats_taken") + 1)
            enrolment.state = EnrolmentState.ENROLLED
            enrolment.save(update_fields=["state"])

    race(approve_unlocked, approve_unlocked)
    assert (seats_of(training_class), listed(training_class)) == (2, 1)


def test_two_officers_at_once_answer_one_application_once(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=10)
    quotas.set_terms(
        training_class=training_class, terms=Terms(mode=AdmissionMode.APPROVAL), by=SYSTEM, at=at
    )
    (person,) = crowd(1)
    apply(training_class, person, at)
    answers = race(*[
        lambda: applications.approve(training_class=training_class, people=[person], by=SYSTEM, at=at)
    ] * 3)  # fmt: skip
    refused = [answer.code for answer in answers if isinstance(answer, RuleBroken)]
    assert refused == ["application.decided"] * 2
    assert seats_of(training_class) == listed(training_class) == 1
