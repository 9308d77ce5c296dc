"""结业: terms as rule rows or the class's own, everybody judged, and a judgement that never moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from core.errors import RuleBroken
from core.models import Event
from courses.completion_querysets import ClassCompletion, PersonLine, judged, judged_now
from courses.models import ClassSession, CompletionJudgement, CompletionResult, TrainingClass
from courses.rules.completion import Terms
from courses.services import attendance, classes, completion, enrolments, outside_learners
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from people.services import merging, persons
from people.services.persons import PersonDetails
from tests.assessment.papers import a_paper
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_details, session_of
from tests.courses.test_class_tests import a_test, sit

S = ClassState
A = AttendanceState
EASY = Terms(attendance_percent=50, needs_test=False, needs_assignments=False)


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at, starts_on=at.date(), ends_on=at.date())


@pytest.fixture
def sessions(held: TrainingClass, at: datetime) -> list[ClassSession]:
    """Two of three hours."""
    return [session_of(held, at, half_day=half) for half in (HalfDay.MORNING, HalfDay.AFTERNOON)]


Placed = Callable[..., Person]


@pytest.fixture
def placed(
    held: TrainingClass, sessions: list[ClassSession], places: Places, cast: Cast, at: datetime
) -> Placed:
    """Somebody with a place, and with these marks in the sessions in turn."""

    def make(name: str, *states: AttendanceState, is_listed: bool = True) -> Person:
        person = cast.worker(name, places.station)
        if is_listed:
            enrolments.enrol(training_class=held, person=person, by=SYSTEM, at=at)
        for session, state in zip(sessions, states, strict=False):
            wanted = Mark(session, person, None, state, note="事假", reason="手机没电")
            attendance.mark(mark=wanted, by=SYSTEM, at=at)
        return person

    return make


def go(training_class: TrainingClass, at: datetime, *states: ClassState) -> TrainingClass:
    for state in states:
        classes.set_state(training_class=training_class, state=state, by=SYSTEM, at=at)
    training_class.refresh_from_db()
    return training_class


def line_of(found: ClassCompletion, person: Person) -> PersonLine:
    return next(line for line in found.lines if line.person == person)


def test_leave_explains_and_a_late_mark_counts(held: TrainingClass, placed: Placed) -> None:
    full = placed("陈小燕", A.PRESENT, A.LATE)
    marked = placed("何志明", A.LATE_MARK, A.LEFT_EARLY)
    away = placed("黄建国", A.PRESENT, A.LEAVE)
    short = placed("梁秀英", A.PRESENT, A.TOO_SHORT)
    found = judged(held)
    assert [line_of(found, one).completes for one in (full, marked, away, short)] == [
        True,
        True,
        False,
        False,
    ]
    assert line_of(found, away).missing == ("出勤50%，要求80%",)
    assert found.counts == {"learners": 4, "learners_done": 2, "guests": 0, "guests_done": 0}
    assert found.lines[0].unit == "东湖县青石镇社工站"


def test_only_compulsory_minutes_are_asked_for(
    held: TrainingClass, sessions: list[ClassSession], placed: Placed, at: datetime
) -> None:
    worker = placed("陈小燕", A.PRESENT)
    optional = replace(session_details(half_day=HalfDay.AFTERNOON), is_compulsory=False)
    classes.edit_session(session=sessions[1], details=optional, by=SYSTEM, at=at)
    found = judged(held)
    assert (found.held.minutes, line_of(found, worker).percent) == (180, 100)
    none = replace(session_details(), is_compulsory=False)
    classes.edit_session(session=sessions[0], details=none, by=SYSTEM, at=at)
    assert (judged(held).held.minutes, line_of(judged(held), worker).percent) == (360, 50)


def test_guests_are_judged_apart_and_outsiders_counted(
    held: TrainingClass, placed: Placed, at: datetime
) -> None:
    placed("陈小燕", A.PRESENT, A.PRESENT)
    guest = placed("何志明", A.PRESENT, A.PRESENT, is_listed=False)
    gone = placed("黄建国", A.PRESENT)
    enrolments.withdraw(training_class=held, person=gone, by=SYSTEM, at=at)
    outside_learners.add_many(training_class=held, people=[("王外来", "邻县")], by=SYSTEM, at=at)
    found = judged(held)
    assert found.counts == {"learners": 1, "learners_done": 1, "guests": 1, "guests_done": 1}
    assert [line.person for line in found.guests] == [guest]
    assert found.outsiders == 1


def test_a_register_without_places_takes_everybody_on_its_sheets(held: TrainingClass, placed: Placed) -> None:
    came = placed("陈小燕", A.PRESENT, A.PRESENT, is_listed=False)
    away = placed("何志明", A.LEAVE, A.LEAVE, is_listed=False)
    found = judged(held)
    assert [line_of(found, one).is_guest for one in (came, away)] == [False, False]
    assert line_of(found, away).missing == ("出勤0%，要求80%",)


def test_the_test_of_the_class_is_asked_for(
    held: TrainingClass, placed: Placed, places: Places, at: datetime
) -> None:
    passed, failed, absent = (placed(name, A.PRESENT, A.PRESENT) for name in ("陈小燕", "何志明", "黄建国"))
    exam = a_test(held, a_paper(places.county, at, is_open=False), at)
    sit(exam, passed, at, right=3)
    sit(exam, failed, at, right=1)
    found = judged(held)
    assert line_of(found, passed).completes
    assert line_of(found, failed).missing == ("考核未通过，最好成绩33%",)
    assert line_of(found, absent).missing == ("没有参加考核",)


def test_two_records_of_one_person_are_one(
    held: TrainingClass, sessions: list[ClassSession], placed: Placed, places: Places, at: datetime
) -> None:
    worker = placed("陈小燕", A.PRESENT)
    twin = persons.add(details=PersonDetails(name="陈小燕"), organisation=places.station, by=SYSTEM, at=at)
    enrolments.enrol(training_class=held, person=twin, by=SYSTEM, at=at)
    attendance.mark(mark=Mark(sessions[1], twin, None, A.PRESENT), by=SYSTEM, at=at)
    merging.merge(person=twin, into=worker, by=SYSTEM, at=at)
    found = judged(held)
    assert [(line.person, line.percent) for line in found.lines] == [(worker, 100)]


def test_a_class_may_ask_for_something_of_its_own_until_it_is_closed(
    held: TrainingClass, placed: Placed, places: Places, cast: Cast, at: datetime
) -> None:
    worker = placed("陈小燕", A.PRESENT)
    assert not judged(held).asked.is_verified
    assert not line_of(judged(held), worker).completes
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    completion.set_terms(training_class=held, terms=EASY, by=cast.by(officer), at=at)
    assert line_of(judged(held), worker).completes
    assert Event.objects.filter(name="courses.completion.terms_set").count() == 1
    stranger = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    for by, terms in ((cast.by(stranger), EASY), (SYSTEM, replace(EASY, attendance_percent=101))):
        with pytest.raises(RuleBroken):
            completion.set_terms(training_class=held, terms=terms, by=by, at=at)
    go(held, at, S.RUNNING, S.CLOSED)
    with pytest.raises(RuleBroken) as refused:
        completion.set_terms(training_class=held, terms=EASY, by=SYSTEM, at=at)
    assert refused.value.code == "completion.terms_too_late"


def test_the_rule_of_the_place_holds(held: TrainingClass, placed: Placed, at: datetime) -> None:
    worker = placed("陈小燕", A.PRESENT)
    Rule.objects.create(
        key="completion.attendance_percent",
        jurisdiction="990121",
        valid_from=at.date(),
        value=50,
        title="县里的规定",
    )
    assert line_of(judged(held), worker).completes


@pytest.mark.parametrize("way", [(S.ASSESSING, S.COMPLETED), (S.COMPLETED,)])
def test_completing_freezes_the_judgement(
    held: TrainingClass,
    sessions: list[ClassSession],
    placed: Placed,
    at: datetime,
    way: tuple[ClassState, ...],
) -> None:
    full, away = placed("陈小燕", A.PRESENT, A.PRESENT), placed("何志明", A.PRESENT, A.LEAVE)
    go(held, at, S.RUNNING, S.CLOSED, *way)
    steps = Event.objects.filter(name="courses.class.state_set", data__state=S.COMPLETED)
    assert steps.get().data["completed"] == 1
    assert "completion.attendance_percent@CN:2009-01-01" in steps.get().data["rule"]
    late = Mark(sessions[1], away, None, A.LATE_MARK, reason="手机没电")
    attendance.mark(mark=late, by=SYSTEM, at=at)
    Rule.objects.filter(key="completion.attendance_percent").update(value=0)
    found = judged(held)
    assert found.judged_at == at
    assert [line_of(found, one).completes for one in (full, away)] == [True, False]
    assert line_of(found, away).missing == ("出勤50%，要求80%",)
    assert line_of(judged_now(held), away).completes


def test_a_class_that_is_completed_again_is_judged_again(
    held: TrainingClass, placed: Placed, at: datetime
) -> None:
    placed("陈小燕", A.PRESENT)
    go(held, at, S.RUNNING, S.CLOSED, S.COMPLETED, S.CLOSED)
    assert judged(held).judged_at is None
    go(held, at, S.COMPLETED)
    TrainingClass.objects.filter(pk=held.pk).update(state=S.ARCHIVED)
    go(held, at, S.COMPLETED)  # taken out of the archive: nothing is judged anew
    assert list(CompletionJudgement.objects.values_list("number", flat=True)) == [1, 2]


def test_a_correction_has_a_reason_and_leaves_the_judgement_alone(
    held: TrainingClass, placed: Placed, places: Places, cast: Cast, at: datetime
) -> None:
    away = placed("何志明", A.PRESENT, A.LEAVE)
    go(held, at, S.RUNNING, S.CLOSED, S.COMPLETED)
    result = CompletionResult.objects.get(person=away)
    officer = cast.by(cast.with_role("赵主管", Role.OFFICER, places.county))
    stranger = cast.by(cast.with_role("钱主管", Role.OFFICER, places.other_county))
    for completes, reason, by, code in (
        (True, " ", officer, "completion.reason_missing"),
        (False, "没有变", officer, "completion.no_change"),
        (True, "补了作业", stranger, "permission.missing"),
    ):
        with pytest.raises(RuleBroken) as refused:
            completion.correct(result=result, completes=completes, reason=reason, by=by, at=at)
        assert refused.value.code == code
    completion.correct(result=result, completes=True, reason="跟下一期补了半天", by=officer, at=at)
    line = line_of(judged(held), away)
    assert (line.completes, line.missing, line.correction and line.correction.reason) == (
        True, ("出勤50%，要求80%",), "跟下一期补了半天",
    )  # fmt: skip
    result.refresh_from_db()
    assert result.completes is False
    assert Event.objects.filter(name="courses.completion.corrected").count() == 1
    go(held, at, S.CLOSED)
    with pytest.raises(RuleBroken) as gone:
        completion.correct(result=result, completes=False, reason="看错了", by=SYSTEM, at=at)
    assert gone.value.code == "completion.not_in_force"


def test_many_people_ask_no_more_questions(
    held: TrainingClass, placed: Placed, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    placed("陈小燕", A.PRESENT, A.PRESENT)
    one = count_queries(lambda: judged(held))
    for name in ("何志明", "黄建国", "梁秀英"):
        placed(name, A.PRESENT, A.LEAVE)
    assert count_queries(lambda: judged(held)) == one
    go(held, at, S.RUNNING, S.CLOSED, S.COMPLETED)
    assert count_queries(lambda: judged(held)) <= one
