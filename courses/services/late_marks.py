"""A learner asks for a late mark; whoever runs the class answers."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from courses.models import ClassSession, LateMarkRequest
from courses.querysets import all_attendances
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState, RequestState
from organisations.authority import Authority
from people.models import Person


@transaction.atomic
def ask(
    *, session: ClassSession, person: Person, reason: str, by: Authority, at: datetime
) -> LateMarkRequest:
    """Ask for oneself, with a reason, from the day of the session on.

    Raises RuleBroken for somebody else, a session to come, one that counts already, or a second request that waits.
    """
    if by.person_id != person.pk:
        raise RuleBroken("late_mark.not_yours", "补签只能由本人申请。")
    if session.held_on > clock.date_of(at):
        raise RuleBroken("late_mark.not_yet", "这一课次还没有开始，不用补签。")
    if all_attendances().credited().filter(session=session, person=person).exists():
        raise RuleBroken("late_mark.counted", "您这一课次已经签到，不用补签。")
    try:
        with transaction.atomic():
            request = LateMarkRequest.objects.create(
                session=session, person=person, reason=reason, asked_at=at
            )
    except IntegrityError as error:
        raise RuleBroken("late_mark.waiting", "您已经申请过，正在等班主任处理。") from error
    events.record("courses.late_mark.asked", by=by, at=at, subject=request)
    return request


@transaction.atomic
def approve(*, request: LateMarkRequest, by: Authority, at: datetime) -> LateMarkRequest:
    """Mark the person as 补签 with the reason they gave; the hours follow in the ledger."""
    locked = _waiting(request)
    person, session = locked.person, locked.session
    posting = attendance.posting_on(person, session.held_on)
    wanted = Mark(session, person, posting, AttendanceState.LATE_MARK, reason=locked.reason)
    attendance.mark(mark=wanted, by=by, at=at)
    return _decide(locked, RequestState.APPROVED, "", by=by, at=at)


@transaction.atomic
def decline(*, request: LateMarkRequest, answer: str, by: Authority, at: datetime) -> LateMarkRequest:
    """Say no, with an answer that the learner reads."""
    locked = _waiting(request)
    attendance.require_running(locked.session, by=by)
    if not answer.strip():
        raise RuleBroken("late_mark.answer_missing", "请写明不同意补签的原因。")
    return _decide(locked, RequestState.DECLINED, answer, by=by, at=at)


def _waiting(request: LateMarkRequest) -> LateMarkRequest:
    locked = (
        LateMarkRequest.objects.select_for_update(of=("self",))
        .select_related("person", "session__training_class__organiser", "session__training_class__provider")
        .get(pk=request.pk)
    )
    if locked.state != RequestState.WAITING:
        raise RuleBroken("late_mark.decided", "这条补签申请已经处理过了。请刷新页面。")
    return locked


def _decide(
    request: LateMarkRequest, state: RequestState, answer: str, *, by: Authority, at: datetime
) -> LateMarkRequest:
    request.state, request.answer, request.decided_by, request.decided_at = state, answer, by.person_id, at
    request.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    events.record("courses.late_mark.decided", by=by, at=at, subject=request, data={"state": state.value})
    return request
