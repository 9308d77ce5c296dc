"""Who asks for a place gets it, an answer or a place on the waiting list; who waited longest moves up, once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import events
from core.errors import RuleBroken
from core.models import Event
from courses.models import Enrolment, TrainingClass
from courses.querysets import all_classes
from courses.services import applications, classes, enrolments, quotas, waiting_list
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode, ClassState, EnrolmentState
from inbox.models import Message
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import details, open_class

APPROVAL = Terms(mode=AdmissionMode.APPROVAL)


def refused(code: str) -> pytest.RaisesExc:  # type: ignore[type-arg]
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


def states(training_class: TrainingClass) -> dict[str, str]:
    rows = Enrolment.objects.filter(training_class=training_class).select_related("person")
    return {one.person.name: EnrolmentState(one.state).label for one in rows}


def seats(training_class: TrainingClass) -> int:
    training_class.refresh_from_db()
    return training_class.seats_taken


@pytest.fixture
def people(places: Places, cast: Cast) -> list[Person]:
    return [cast.worker(name, places.station) for name in ("陈小燕", "李大山", "黄晓", "周平")]


def ask_all(
    training_class: TrainingClass, people: Sequence[Person], *, cast: Cast, at: datetime
) -> list[Enrolment]:
    """One after the other, a minute apart."""
    return [
        applications.apply(
            training_class=training_class, person=one, by=cast.by(one), at=at + timedelta(minutes=minute)
        )
        for minute, one in enumerate(people)
    ]


def told(person: Person) -> list[str]:
    events.deliver_pending()
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_a_place_is_given_at_once_and_the_next_wait_in_their_order(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=2)
    ask_all(training_class, people, cast=cast, at=at)
    assert states(training_class) == {"陈小燕": "录取", "李大山": "录取", "黄晓": "候补", "周平": "候补"}
    assert seats(training_class) == 2
    assert told(people[0]) == []  # who asked has seen it


def test_a_seat_given_back_goes_to_whoever_waited_longest_and_is_told_once(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=2)
    ask_all(training_class, people, cast=cast, at=at)
    enrolments.withdraw(training_class=training_class, person=people[0], by=cast.by(people[0]), at=at)
    assert states(training_class) == {"陈小燕": "退班", "李大山": "录取", "黄晓": "录取", "周平": "候补"}
    assert (seats(training_class), told(people[2]), told(people[3])) == (
        2, ["courses.enrolments.moved_up"], [],
    )  # fmt: skip
    waiting_list.fill(training_class=training_class, by=SYSTEM, at=at)
    assert (seats(training_class), told(people[2])) == (2, ["courses.enrolments.moved_up"])


def test_who_moved_up_may_decline_and_the_next_moves_up(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=2)
    ask_all(training_class, people, cast=cast, at=at)
    for person in (people[0], people[2]):
        enrolments.withdraw(training_class=training_class, person=person, by=cast.by(person), at=at)
    assert states(training_class)["周平"] == "录取"
    assert seats(training_class) == 2


def test_who_gives_up_waiting_is_passed_over_and_comes_back_last(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    ask_all(training_class, people, cast=cast, at=at)
    waiting_list.give_up(training_class=training_class, person=people[1], by=cast.by(people[1]), at=at)
    with refused("application.none"):
        waiting_list.give_up(training_class=training_class, person=people[1], by=cast.by(people[1]), at=at)
    later = at + timedelta(hours=1)
    applications.apply(training_class=training_class, person=people[1], by=cast.by(people[1]), at=later)
    enrolments.withdraw(training_class=training_class, person=people[0], by=cast.by(people[0]), at=at)
    assert states(training_class) == {"陈小燕": "退班", "李大山": "候补", "黄晓": "录取", "周平": "候补"}


def test_a_larger_share_lets_those_of_its_place_move_up(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.city, at)
    county, other = Share(places.county, 1), Share(places.other_county, 1)
    quotas.set_quotas(training_class=training_class, shares=[county, other], by=SYSTEM, at=at)
    ask_all(training_class, people[:3], cast=cast, at=at)
    assert states(training_class) == {"陈小燕": "录取", "李大山": "候补", "黄晓": "候补"}
    wider = [Share(places.county, 2), other]
    quotas.set_quotas(training_class=training_class, shares=wider, by=SYSTEM, at=at)
    assert states(training_class) == {"陈小燕": "录取", "李大山": "录取", "黄晓": "候补"}
    assert told(people[1]) == ["courses.enrolments.moved_up"]


def test_more_seats_let_people_move_up(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    ask_all(training_class, people, cast=cast, at=at)
    more = details(places.county, capacity=3)
    for _again in range(2):
        classes.edit(training_class=training_class, details=more, by=SYSTEM, at=at)
    assert list(states(training_class).values()).count("录取") == seats(training_class) == 3
    assert (told(people[1]), told(people[3])) == (["courses.enrolments.moved_up"], [])


def test_a_class_that_is_opened_again_gives_what_became_free_meanwhile(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    ask_all(training_class, people[:2], cast=cast, at=at)
    move = partial(classes.set_state, training_class=training_class, by=SYSTEM, at=at)
    move(state=ClassState.RUNNING)
    enrolments.withdraw(training_class=training_class, person=people[0], reason="离职", by=SYSTEM, at=at)
    assert states(training_class)["李大山"] == "候补"
    move(state=ClassState.OPEN)
    assert (states(training_class)["李大山"], seats(training_class)) == ("录取", 1)


def test_where_the_organiser_answers_nobody_takes_a_seat_before(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    training_class = open_class(places.county, at, capacity=2)
    quotas.set_terms(training_class=training_class, terms=APPROVAL, by=SYSTEM, at=at)
    ask_all(training_class, people[:3], cast=cast, at=at)
    assert (set(states(training_class).values()), seats(training_class)) == ({"待审"}, 0)
    by = cast.by(officer)
    applications.approve(training_class=training_class, people=people[:1], by=by, at=at)
    applications.decline(training_class=training_class, person=people[1], reason="已参加上一期", by=by, at=at)
    assert states(training_class) == {"陈小燕": "录取", "李大山": "不同意", "黄晓": "待审"}
    assert (told(people[0]), told(people[1])) == (
        ["courses.enrolment.made"], ["courses.enrolment.declined"],
    )  # fmt: skip
    with refused("enrolment.by_application"):
        enrolments.enrol(training_class=training_class, person=people[3], by=cast.by(people[3]), at=at)
    with refused("application.declined"):
        applications.apply(training_class=training_class, person=people[1], by=cast.by(people[1]), at=at)
    applications.approve(training_class=training_class, people=people[1:2], by=by, at=at)
    assert (states(training_class)["李大山"], seats(training_class)) == ("录取", 2)


def test_more_than_fit_are_approved_as_a_whole_or_not_at_all(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    quotas.set_terms(training_class=training_class, terms=APPROVAL, by=SYSTEM, at=at)
    ask_all(training_class, people[:2], cast=cast, at=at)
    with refused("application.full"):
        applications.approve(training_class=training_class, people=people[:2], by=SYSTEM, at=at)
    assert (set(states(training_class).values()), seats(training_class)) == ({"待审"}, 0)
    with refused("application.seat_free"):
        waiting_list.queue(training_class=training_class, person=people[1], by=SYSTEM, at=at)
    applications.approve(training_class=training_class, people=people[:1], by=SYSTEM, at=at)
    waiting_list.queue(training_class=training_class, person=people[1], by=SYSTEM, at=at)
    assert states(training_class) == {"陈小燕": "录取", "李大山": "候补"}
    assert (seats(training_class), told(people[1])) == (1, ["courses.enrolment.queued"])


def test_an_answer_is_given_once(places: Places, cast: Cast, people: list[Person], at: datetime) -> None:
    training_class = open_class(places.county, at)
    quotas.set_terms(training_class=training_class, terms=APPROVAL, by=SYSTEM, at=at)
    ask_all(training_class, people[:1], cast=cast, at=at)
    answers = (
        partial(applications.approve, people=people[:1]),
        partial(applications.decline, person=people[0], reason="人数已够"),
        partial(waiting_list.queue, person=people[0]),
    )
    with refused("application.reason_missing"):
        applications.decline(training_class=training_class, person=people[0], reason=" ", by=SYSTEM, at=at)
    answers[0](training_class=training_class, by=SYSTEM, at=at)
    for answer in answers:
        with refused("application.decided"):
            answer(training_class=training_class, by=SYSTEM, at=at)
    assert seats(training_class) == 1


def test_a_station_head_nominates_several_of_the_own_station_only(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    head = cast.with_role("孙站长", Role.STATION_HEAD, places.station)
    stranger = cast.worker("黄建国", places.other_station)
    training_class = open_class(places.county, at, capacity=2)
    nominate = partial(applications.nominate_many, training_class=training_class, by=cast.by(head), at=at)
    with refused("nomination.not_yours"):
        nominate(people=[people[0], stranger])
    assert len(nominate(people=people[:3])) == 3
    assert nominate(people=people[:3]) == []
    assert states(training_class) == {"陈小燕": "录取", "李大山": "录取", "黄晓": "候补"}
    assert set(Enrolment.objects.values_list("nominated_by", flat=True)) == {head.pk}
    assert (told(people[0]), told(people[2])) == (["courses.enrolment.made"], ["courses.enrolment.queued"])


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CLASS_TEACHER, Role.READER])
def test_others_nominate_nobody(
    places: Places, cast: Cast, people: list[Person], at: datetime, role: Role
) -> None:
    other = cast.with_role("别人", role, places.county)
    training_class = open_class(places.county, at)
    with refused("nomination.not_yours"):
        applications.nominate_many(training_class=training_class, people=people, by=cast.by(other), at=at)
    with refused("application.not_yours"):
        applications.apply(training_class=training_class, person=people[0], by=cast.by(other), at=at)


def test_who_does_not_meet_a_condition_is_told_which_and_the_organiser_may_admit_with_a_reason(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    head = cast.with_role("孙站长", Role.STATION_HEAD, places.station)
    training_class = open_class(places.county, at)
    quotas.set_terms(training_class=training_class, terms=Terms(under_years=1), by=SYSTEM, at=at)
    person, by = people[0], cast.by(people[0])
    with refused("enrolment.not_eligible") as caught:
        applications.apply(training_class=training_class, person=person, by=by, at=at)
    assert "入职1年内" in caught.value.message
    with refused("enrolment.not_eligible"):
        enrolments.enrol(training_class=training_class, person=person, by=by, at=at)
    with refused("enrolment.not_eligible"):
        applications.nominate_many(training_class=training_class, people=[person], by=cast.by(head), at=at)
    with refused("enrolment.exception_reason_missing"):
        enrolments.enrol_many(training_class=training_class, people=[person], by=SYSTEM, at=at)
    admitted = enrolments.enrol_many(
        training_class=training_class, people=[person], by=SYSTEM, at=at, exception_reason="转岗，等同新入职"
    )
    assert [one.exception_reason for one in admitted] == ["转岗，等同新入职"]


@pytest.mark.parametrize("state", [ClassState.PLANNED, ClassState.RUNNING, ClassState.CANCELLED])
def test_people_ask_while_the_class_is_open_only(
    places: Places, cast: Cast, people: list[Person], at: datetime, state: ClassState
) -> None:
    training_class = open_class(places.county, at, state=state)
    with refused("enrolment.not_open"):
        applications.apply(training_class=training_class, person=people[0], by=cast.by(people[0]), at=at)


def test_who_waits_still_sees_the_class_and_who_gave_up_does_not(
    places: Places, cast: Cast, people: list[Person], at: datetime
) -> None:
    training_class = open_class(places.county, at, capacity=1)
    ask_all(training_class, people[:2], cast=cast, at=at)
    by = cast.by(people[1])
    TrainingClass.objects.update(state=ClassState.RUNNING)
    assert all_classes().visible_to(by, on=at.date()).exists()
    waiting_list.give_up(training_class=training_class, person=people[1], by=by, at=at)
    assert not all_classes().visible_to(by, on=at.date()).exists()


def test_each_step_is_one_event(places: Places, cast: Cast, people: list[Person], at: datetime) -> None:
    training_class = open_class(places.county, at, capacity=1)
    before = Event.objects.count()
    ask_all(training_class, people[:2], cast=cast, at=at)
    enrolments.withdraw(training_class=training_class, person=people[0], by=cast.by(people[0]), at=at)
    names = list(Event.objects.order_by("pk").values_list("name", flat=True)[before:])
    assert names == [
        "courses.enrolment.made", "courses.enrolment.queued", "courses.enrolment.withdrawn",
        "courses.enrolments.moved_up",
    ]  # fmt: skip
