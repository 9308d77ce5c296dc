"""Sign-in of a session: open it, show the changing code, believe a scan, close it with the head count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from core import clock, events
from core.encryption import lookup_hash
from core.errors import RuleBroken
from core.sentences import say
from courses.models import ClassSession, NameCallLine
from courses.querysets import all_attendances, all_sessions
from courses.rules import sign_in as rules
from courses.rules.sign_in import Timing
from courses.services.attendance import require_running
from courses.words import ClassState
from organisations.authority import Authority
from organisations.querysets import all_rules

PURPOSE = "sign-in"


@dataclass(frozen=True)
class Scan:
    """What a scanned code is worth: the session it was shown for, and whether it is still fresh."""

    session: ClassSession
    timing: Timing
    is_fresh: bool


@transaction.atomic
def open_session(*, session: ClassSession, by: Authority, at: datetime) -> ClassSession:
    """Let people sign in, on the day of the session. Opening an open session changes nothing.

    Raises RuleBroken on another day, for a cancelled or archived class, or once the head count was confirmed.
    """
    require_running(session, by=by)
    locked = _locked(session)
    if locked.training_class.state == ClassState.CANCELLED:
        raise RuleBroken("session.cancelled", "这个班次已经取消，不能开放签到。如要上课，请另开一个班次。")
    if locked.training_class.state == ClassState.ARCHIVED:
        raise RuleBroken("session.archived", "这个班次已经归档，不能开放签到。确需签到，请先“撤销归档”。")
    if locked.closed_at is not None:
        raise RuleBroken("session.closed", "这一课次已经确认到场。漏签的请用“补签”。")
    if locked.held_on != clock.date_of(at):
        raise RuleBroken("session.other_day", "只能在上课当天开放签到。其他日子请用“补签”，并写明理由。")
    if locked.opened_at is None:
        locked.opened_at = at
        locked.save(update_fields=["opened_at"])
        events.record("courses.session.opened", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def close_session(
    *, session: ClassSession, head_count: int, note: str, by: Authority, at: datetime
) -> ClassSession:
    """Confirm who was there. Scans under way are waited for; those that come later are refused.

    What random name calls found is added to the note.

    Raises RuleBroken where sign-in was never opened, was closed already, or where heads and attendances differ
    without a note.
    """
    require_running(session, by=by)
    locked = _locked(session)
    if locked.opened_at is None:
        raise RuleBroken("session.not_opened", "这一课次还没有开放签到。请先开放签到，或用“补签”补记。")
    if locked.closed_at is not None:
        raise RuleBroken("session.closed", "这一课次已经确认到场。漏签的请用“补签”。")
    attending = all_attendances().came().filter(session=locked).count()
    if rules.difference_needs_a_note(head_count=head_count, attending=attending, note=note):
        raise RuleBroken(
            "session.count_differs",
            "清点%(heads)s人，已记到课%(attending)s人，两数不同。请先补签或更正，或者写明差异原因。",
            heads=head_count,
            attending=attending,
        )
    remarks = filter(None, (note.strip(), _found_by_name_calls(locked)))
    locked.closed_at, locked.head_count, locked.head_count_note = at, head_count, "；".join(remarks)
    locked.save(update_fields=["closed_at", "head_count", "head_count_note"])
    events.record(
        "courses.session.closed", by=by, at=at, subject=locked,
        data={"head_count": head_count, "attending": attending},
    )  # fmt: skip
    return locked


@transaction.atomic
def open_sign_out(*, session: ClassSession, by: Authority, at: datetime) -> ClassSession:
    """Let people sign out by the same changing code, on the day of the session and after its head count as well.

    Opening it again changes nothing. Raises RuleBroken on another day and for a cancelled class.
    """
    require_running(session, by=by)
    locked = _locked(session)
    if locked.training_class.state == ClassState.CANCELLED:
        raise RuleBroken("session.cancelled", "这个班次已经取消，不能开放签到。如要上课，请另开一个班次。")
    if locked.held_on != clock.date_of(at):
        raise RuleBroken(
            "session.sign_out_other_day", "只能在上课当天开放签退。其他日子请录入纸质签到表上的时间。"
        )
    if locked.sign_out_opened_at is None:
        locked.sign_out_opened_at = at
        locked.save(update_fields=["sign_out_opened_at"])
        events.record("courses.session.sign_out_opened", by=by, at=at, subject=locked)
    return locked


def timing_of(*, area_code: str, on: date) -> Timing:
    """The spans in force at the organiser's place on that day, in seconds."""
    step, accept, finish = (
        int(all_rules().in_force(f"sign_in.{name}_seconds", on=on, area_code=area_code).value)
        for name in ("step", "accept", "finish")
    )
    return Timing(step_seconds=step, accept_seconds=accept, finish_seconds=finish)


def timing_for(session: ClassSession) -> Timing:
    return timing_of(area_code=session.training_class.organiser.area_code, on=session.held_on)


def code_of(session: ClassSession, *, timing: Timing, at: datetime) -> str:
    """The code to be shown now; it is the same in every process until the step ends."""
    step = rules.step_at(int(at.timestamp()), timing=timing)
    return rules.write(session.public_id, step, keyed_hash=_keyed_hash(session.public_id, step))


def scan_of(code: str, *, at: datetime) -> Scan | None:
    """What a scanned code is worth; None for a code that no screen ever showed."""
    token = rules.read(code)
    if token is None or not rules.is_genuine(token, keyed_hash=_keyed_hash(token.subject, token.step)):
        return None
    session = (
        all_sessions()
        .select_related("training_class__organiser", "training_class__provider")
        .filter(public_id=token.subject)
        .first()
    )
    if session is None:
        return None
    timing = timing_for(session)
    fresh = rules.is_fresh(token, int(at.timestamp()), timing=timing)
    return Scan(session=session, timing=timing, is_fresh=fresh)


def _found_by_name_calls(session: ClassSession) -> str:
    """All answered draws in one remark: how many were called, how many of them were not there."""
    answers = NameCallLine.objects.filter(call__session=session, call__answered_at__isnull=False)
    there = answers.values_list("is_there", flat=True)
    called, missing = len(there), sum(not is_there for is_there in there)
    return say("抽点%(called)s人，%(missing)s人不在", called=called, missing=missing) if called else ""


def _keyed_hash(session: UUID, step: int) -> str:
    return lookup_hash(rules.signed_text(session, step), purpose=PURPOSE)


def _locked(session: ClassSession) -> ClassSession:
    return (
        ClassSession.objects.select_for_update(of=("self",))
        .select_related("training_class__organiser", "training_class__provider")
        .get(pk=session.pk)
    )
