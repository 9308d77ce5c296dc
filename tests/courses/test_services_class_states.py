"""A class goes through its states one step at a time, is locked when it is archived, and a meeting earns no hours."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from core.errors import RuleBroken
from core.models import Event
from courses.dossier_words import DossierItem
from courses.models import TrainingClass
from courses.rules import class_states
from courses.services import attendance, classes, dossiers
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassKind, ClassState
from hours.models import HourEntry
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.courses.classroom import details, open_class, session_details, session_of
from tests.threads import race

S = ClassState


def go(training_class: TrainingClass, at: datetime, *states: ClassState) -> ClassState:
    for state in states:
        if state is S.ARCHIVED:
            reasons = dict.fromkeys(DossierItem, "没有要求")
            dossiers.archive(training_class=training_class, reasons=reasons, by=SYSTEM, at=at)
        else:
            classes.set_state(training_class=training_class, state=state, by=SYSTEM, at=at)
    training_class.refresh_from_db()
    return ClassState(training_class.state)


def test_a_class_goes_from_plan_to_archive_and_every_step_is_on_record(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at, state=S.PLANNED, filing_number="粤备2026-7")
    way = (S.FILING, S.FILED, S.OPEN, S.RUNNING, S.CLOSED, S.ASSESSING, S.COMPLETED, S.ARCHIVED)
    assert go(training_class, at, *way) == S.ARCHIVED
    steps = Event.objects.filter(name="courses.class.state_set").order_by("pk").values_list("data", flat=True)
    assert [step["state"] for step in steps] == list(way)
    assert [step["was"] for step in steps] == [S.PLANNED, *way[:-1]]


def test_a_step_too_far_is_refused_and_says_what_is_possible(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at)
    with pytest.raises(RuleBroken) as refused:
        go(training_class, at, S.ARCHIVED)
    assert refused.value.code == "class.state_not_next"
    assert "开班" in refused.value.message
    training_class.refresh_from_db()
    assert training_class.state == S.OPEN


def test_nothing_of_an_archived_class_changes_until_it_is_taken_out(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at)
    session = session_of(training_class, at)
    go(training_class, at, S.RUNNING, S.CLOSED, S.COMPLETED, S.ARCHIVED)
    plain = details(places.county, name="改名班")
    tries: list[Any] = [
        lambda: classes.edit(training_class=training_class, details=plain, by=SYSTEM, at=at),
        lambda: classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at),
        lambda: classes.add_sessions(rows=[(training_class, session_details())], by=SYSTEM, at=at),
        lambda: classes.edit_session(session=session, details=session_details(), by=SYSTEM, at=at),
        lambda: classes.remove_session(session=session, by=SYSTEM, at=at),
    ]
    for change in tries:
        with pytest.raises(RuleBroken) as refused:
            change()
        assert refused.value.code == "class.archived"
    go(training_class, at, S.COMPLETED)
    assert classes.edit(training_class=training_class, details=plain, by=SYSTEM, at=at).name == "改名班"


def test_a_running_class_is_closed_or_opened_again_not_cancelled(places: Places, at: datetime) -> None:
    training_class = open_class(places.county, at)
    go(training_class, at, S.RUNNING)
    with pytest.raises(RuleBroken) as refused:
        classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at)
    assert refused.value.code == "class.running"
    go(training_class, at, S.OPEN)
    assert classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at).state == S.CANCELLED


def test_only_the_organisers_officers_move_a_class(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at, provider=places.school)
    for person in (
        cast.with_role("温教员", Role.CLASS_TEACHER, places.school),
        cast.with_role("钱主管", Role.OFFICER, places.other_county),
    ):
        with pytest.raises(RuleBroken):
            classes.set_state(training_class=training_class, state=S.RUNNING, by=cast.by(person), at=at)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    moved = classes.set_state(training_class=training_class, state=S.RUNNING, by=cast.by(officer), at=at)
    assert moved.state == S.RUNNING


def _close_or_reopen(training_class: TrainingClass, at: datetime) -> list[Any]:
    """Two officers at once at a running class: one closes it, the other opens enrolment again."""
    return race(
        lambda: classes.set_state(training_class=training_class, state=S.CLOSED, by=SYSTEM, at=at),
        lambda: classes.set_state(training_class=training_class, state=S.OPEN, by=SYSTEM, at=at),
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_steps_at_the_same_moment_one_is_refused(
    truncatable_ledger: None, places: Places, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    go(training_class, at, S.RUNNING)
    answers = _close_or_reopen(training_class, at)
    assert sorted(isinstance(answer, RuleBroken) for answer in answers) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_without_the_check_after_the_lock_both_steps_would_be_taken(
    truncatable_ledger: None, places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class = open_class(places.county, at)
    go(training_class, at, S.RUNNING)
    stale = class_states.refusal
    monkeypatch.setattr(class_states, "refusal", lambda _now, wanted, facts: stale(S.RUNNING, wanted, facts))
    assert not any(isinstance(answer, Exception) for answer in _close_or_reopen(training_class, at))


def test_a_meeting_earns_no_hours_unless_the_class_or_the_rule_says_so(
    places: Places, cast: Cast, at: datetime
) -> None:
    def minutes(code: str, **changes: object) -> int:
        training_class = open_class(places.county, at, code, **changes)
        worker = cast.worker(f"学员{code}", places.station)
        wanted = Mark(session_of(training_class, at), worker, None, AttendanceState.PRESENT)
        attendance.mark(mark=wanted, by=SYSTEM, at=at)
        return sum(HourEntry.objects.filter(person=worker).values_list("minutes", flat=True))

    assert minutes("A") == 180
    assert minutes("B", kind=ClassKind.MEETING) == 0
    assert minutes("C", kind=ClassKind.MEETING, gives_credit=True) == 180
    assert minutes("D", gives_credit=False) == 0
    Rule.objects.filter(key=classes.MEETING_RULE).update(value=True)
    assert minutes("E", kind=ClassKind.MEETING) == 180


def test_what_was_credited_keeps_its_reason(places: Places, cast: Cast, at: datetime) -> None:
    training_class = open_class(places.county, at)
    meeting = details(places.county, kind=ClassKind.MEETING)
    assert (
        classes.edit(training_class=training_class, details=meeting, by=SYSTEM, at=at).gives_credit is False
    )
    plain = replace(meeting, kind=ClassKind.POLICY)
    assert classes.edit(training_class=training_class, details=plain, by=SYSTEM, at=at).gives_credit is True
    wanted = Mark(
        session_of(training_class, at), cast.worker("陈小燕", places.station), None, AttendanceState.PRESENT
    )
    attendance.mark(mark=wanted, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        classes.edit(training_class=training_class, details=meeting, by=SYSTEM, at=at)
    assert refused.value.code == "class.credit_on_record"
