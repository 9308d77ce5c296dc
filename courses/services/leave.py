"""请假: a learner asks to miss sessions; whoever runs the class answers, and the sheets say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from courses.leave_querysets import sessions_to_miss
from courses.models import ClassSession, LeaveRequest, TrainingClass
from courses.permissions import can_run_sign_in
from courses.querysets import all_attendances, all_enrolments
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState, RequestState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@transaction.atomic
def ask(
    *,
    training_class: TrainingClass,
    person: Person,
    sessions: Sequence[ClassSession],
    reason: str,
    by: Authority,
    at: datetime,
) -> LeaveRequest:
    """Ask for oneself, with a reason, for sessions of today or later.

    Raises RuleBroken for somebody else, without a place, for a session that is over, or while a request waits.
    """
    if by.person_id != person.pk:
        raise RuleBroken("leave.not_yours", "请假只能由本人申请。")
    if not all_enrolments().standing().filter(training_class=training_class, person=person).exists():
        raise RuleBroken("leave.no_place", "您不在这个班的名单上，不用请假。")
    if not sessions or not reason.strip():
        raise RuleBroken("leave.incomplete", "请选择要请假的课次，并写明事由。")
    open_ones = set(
        sessions_to_miss(training_class, person.pk, on=clock.date_of(at)).values_list("pk", flat=True)
    )
    if {session.pk for session in sessions} - open_ones:
        raise RuleBroken("leave.over", "有的课次已经上完或您已签到，不能请假。请重新选择。")
    try:
        with transaction.atomic():
            request = LeaveRequest.objects.create(
                training_class=training_class, person=person, reason=reason.strip(), asked_at=at
            )
    except IntegrityError as error:
        raise RuleBroken("leave.waiting", "您已经请过假，正在等班主任处理。处理后可以再请。") from error
    request.sessions.set(sessions)
    events.record("courses.leave.asked", by=by, at=at, subject=request)
    return request


@transaction.atomic
def approve(*, request: LeaveRequest, by: Authority, at: datetime) -> LeaveRequest:
    """Mark each session as 请假; where the person came after all, the sheet stays as it is."""
    locked = _waiting(request, by=by)
    came = all_attendances().credited().filter(person=locked.person, session__in=locked.sessions.all())
    missed = locked.sessions.exclude(pk__in=came.values("session"))
    for session in missed.select_related("training_class__organiser", "training_class__provider"):
        posting = attendance.posting_on(locked.person, session.held_on)
        wanted = Mark(session, locked.person, posting, AttendanceState.LEAVE, reason=locked.reason)
        attendance.mark(mark=wanted, by=by, at=at)
    return _decide(locked, RequestState.APPROVED, "", by=by, at=at)


@transaction.atomic
def decline(*, request: LeaveRequest, answer: str, by: Authority, at: datetime) -> LeaveRequest:
    """Say no, with an answer that the learner reads."""
    locked = _waiting(request, by=by)
    if not answer.strip():
        raise RuleBroken("leave.answer_missing", "请写明不同意请假的原因。")
    return _decide(locked, RequestState.DECLINED, answer.strip(), by=by, at=at)


def _waiting(request: LeaveRequest, *, by: Authority) -> LeaveRequest:
    locked = (
        LeaveRequest.objects.select_for_update(of=("self",))
        .select_related("person", "training_class__organiser", "training_class__provider")
        .get(pk=request.pk)
    )
    if not can_run_sign_in(by, locked.training_class):
        require(by, Permission.RUN_SIGN_IN, locked.training_class.organiser)
    if locked.state != RequestState.WAITING:
        raise RuleBroken("leave.decided", "这条请假申请已经处理过了。请刷新页面。")
    return locked


def _decide(
    request: LeaveRequest, state: RequestState, answer: str, *, by: Authority, at: datetime
) -> LeaveRequest:
    request.state, request.answer, request.decided_by, request.decided_at = state, answer, by.person_id, at
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    events.record("courses.leave.decided", by=by, at=at, subject=request, data={"state": state.value})
    return request
