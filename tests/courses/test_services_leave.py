"""Leave is asked by the learner, answered once, and stands on the sheets; guests are recorded and never refused."""

from datetime import datetime, timedelta

import pytest

from core import events
from core.errors import RuleBroken
from courses.leave_querysets import outside_learners_of
from courses.models import LeaveRequest, TrainingClass
from courses.querysets import all_attendances
from courses.services import attendance, enrolments, leave, outside_learners
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassState, RequestState
from hours.querysets import all_entries
from inbox.models import Message
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of

TOMORROW = TODAY + timedelta(days=1)


def refused(code: str) -> pytest.RaisesExc:  # type: ignore[type-arg]
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def training_class(places: Places, worker: Person, at: datetime) -> TrainingClass:
    made = open_class(places.county, at, provider=places.school)
    for day in (TODAY - timedelta(days=1), TODAY, TOMORROW):
        session_of(made, at, day)
    enrolments.enrol(training_class=made, person=worker, by=SYSTEM, at=at)
    return made


def ask(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime, *numbers: int
) -> LeaveRequest:
    sessions = list(training_class.sessions.all())
    return leave.ask(
        training_class=training_class, person=worker, sessions=[sessions[number] for number in numbers],
        reason="病假", by=cast.by(worker), at=at,
    )  # fmt: skip


def test_approved_leave_stands_on_each_sheet_and_earns_nothing(
    training_class: TrainingClass, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    teacher = cast.with_role("周老师", Role.CLASS_TEACHER, places.school)
    asked = ask(training_class, worker, cast, at, 1, 2)
    leave.approve(request=asked, by=cast.by(teacher), at=at)
    marks = all_attendances().filter(person=worker)
    assert set(marks.values_list("state", "reason")) == {(AttendanceState.LEAVE, "病假")}
    assert marks.count() == 2
    assert all_entries().of_person(worker).total_minutes() == 0
    events.deliver_pending()
    assert list(Message.objects.filter(person=worker, kind="courses.leave.approved")) != []


def test_who_came_after_all_keeps_the_attendance(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime
) -> None:
    asked = ask(training_class, worker, cast, at, 1, 2)
    came = Mark(training_class.sessions.all()[1], worker, None, AttendanceState.PRESENT)
    attendance.mark(mark=came, by=SYSTEM, at=at)
    leave.approve(request=asked, by=SYSTEM, at=at)
    assert list(
        all_attendances().filter(person=worker).order_by("session__held_on").values_list("state", flat=True)
    ) == [AttendanceState.PRESENT, AttendanceState.LEAVE]
    assert all_entries().of_person(worker).total_minutes() == 180


def test_a_declined_request_keeps_its_answer_and_another_may_follow(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime
) -> None:
    asked = ask(training_class, worker, cast, at, 2)
    with refused("leave.waiting"):
        ask(training_class, worker, cast, at, 1)
    with refused("leave.answer_missing"):
        leave.decline(request=asked, answer=" ", by=SYSTEM, at=at)
    declined = leave.decline(request=asked, answer="当天有考核", by=SYSTEM, at=at)
    assert (declined.state, declined.answer) == (RequestState.DECLINED, "当天有考核")
    assert not all_attendances().filter(person=worker).exists()
    for decide in (leave.approve, lambda **given: leave.decline(answer="不同意", **given)):
        with refused("leave.decided"):
            decide(request=asked, by=SYSTEM, at=at)
    ask(training_class, worker, cast, at, 1)


def test_what_may_not_be_asked(
    training_class: TrainingClass, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    stranger = cast.worker("李大山", places.station)
    with refused("leave.no_place"):
        ask(training_class, stranger, cast, at, 2)
    with refused("leave.over"):
        ask(training_class, worker, cast, at, 0)
    with refused("leave.incomplete"):
        ask(training_class, worker, cast, at)
    with refused("leave.not_yours"):
        leave.ask(
            training_class=training_class, person=worker, sessions=list(training_class.sessions.all()[2:]),
            reason="病假", by=cast.by(stranger), at=at,
        )  # fmt: skip
    asked = ask(training_class, worker, cast, at, 2)
    for by in (cast.by(stranger), cast.by(worker)):
        with refused("permission.missing"):
            leave.approve(request=asked, by=by, at=at)


def test_guests_are_never_refused_and_counted_apart(places: Places, cast: Cast, at: datetime) -> None:
    full = open_class(places.county, at, capacity=1, state=ClassState.RUNNING)
    TrainingClass.objects.filter(pk=full.pk).update(seats_taken=1)
    people = [("王建军", "东湖县人民检察院"), ("李四", "")]
    assert outside_learners.add_many(training_class=full, people=people, by=SYSTEM, at=at) == 2
    assert outside_learners.add_many(training_class=full, people=people[:1], by=SYSTEM, at=at) == 0
    full.refresh_from_db()
    assert (full.seats_taken, Person.objects.filter(name="王建军").count()) == (1, 0)
    guest = outside_learners_of(full).get(name="李四")
    outside_learners.remove(learner=guest, by=SYSTEM, at=at)
    with refused("outside_learner.gone"):
        outside_learners.remove(learner=guest, by=SYSTEM, at=at)
    stranger = cast.with_role("西山主管", Role.OFFICER, places.other_county)
    with refused("permission.missing"):
        outside_learners.add_many(training_class=full, people=people, by=cast.by(stranger), at=at)
