"""The paper path, equal in value to a scan: a whole signed sheet typed in at once, with its scan where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from core.uploads import Refused, kind_of
from courses.models import ClassSession, PaperSheet
from courses.rules import presence as rules
from courses.rules.presence import Thresholds
from courses.services import attendance
from courses.services.attendance import JUDGED, Mark
from courses.services.attendance_sheets import lock_for_sheet, postings_on, write_marks
from courses.services.presence import hours_of, thresholds_for
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState
from organisations.authority import Authority
from people.models import Person, Posting

KINDS = frozenset({"pdf", "jpg", "png"})


@dataclass(frozen=True)
class PaperRow:
    """What the paper says of one person. Times are what stands beside the signature, if anything does."""

    person: Person
    state: AttendanceState
    came: time | None = None
    left: time | None = None


@transaction.atomic
def type_sheet(
    *,
    session: ClassSession,
    rows: Sequence[PaperRow],
    content: bytes | None,
    reason: str,
    by: Authority,
    at: datetime,
) -> PaperSheet:
    """Record what the paper says, with one event; what stands just so already is left alone.

    Where times were written, the rule about late and early decides. `reason` stands in the ledger and with a leave.
    Raises RuleBroken for an empty sheet, a missing reason, a file that is not taken, before the day of the session,
    and where somebody is elsewhere at that time: the rows are named by their numbers.
    """
    attendance.require_running(session, by=by)
    if not rows:
        raise RuleBroken("paper.empty", "还没有录入任何人。请至少选一个人的状态。")
    if not reason.strip():
        raise RuleBroken("paper.reason_missing", "请写明为什么用纸质签到，例如“会场没有网络”。")
    if clock.date_of(at) < session.held_on:
        raise RuleBroken("attendance.not_yet", "这一课次还没有到上课日期，不能先记到课。请到上课当天再记。")
    kind = _kind(content)
    people = [row.person for row in rows]
    lock_for_sheet(session, people)
    thresholds, postings = thresholds_for(session), postings_on(people, session.held_on)
    wanted = [_mark(session, row, postings, reason=reason.strip(), thresholds=thresholds) for row in rows]
    written = write_marks(session, wanted, reason=reason.strip(), by=by, at=at)
    sheet = PaperSheet.objects.create(
        session=session, people=len(rows), file=content, file_kind=kind, typed_by_id=by.person_id, typed_at=at
    )
    events.record(
        "courses.paper_sheet.typed", by=by, at=at, subject=sheet,
        data={"session": session.pk, "rows": len(rows), "changed": len(written)},
    )  # fmt: skip
    return sheet


def _mark(
    session: ClassSession,
    row: PaperRow,
    postings: Mapping[int, Posting],
    *,
    reason: str,
    thresholds: Thresholds,
) -> Mark:
    state, minutes = row.state, None
    if state in JUDGED and (row.came or row.left):
        found = rules.judge(hours_of(session), came=row.came, left=row.left, thresholds=thresholds)
        state, minutes = found.state, found.minutes
    return Mark(
        session, row.person, postings.get(row.person.pk), state, signed_in_at=row.came, signed_out_at=row.left,
        reason=reason, way=SignInWay.PAPER, minutes_present=minutes,
    )  # fmt: skip


def _kind(content: bytes | None) -> str:
    if content is None:
        return ""
    try:
        kind = kind_of(content)
    except Refused as refused:
        raise RuleBroken("paper.file", refused.said) from refused
    if kind not in KINDS:
        raise RuleBroken("paper.file_kind", "扫描件只收 .pdf、.jpg 和 .png。请另存为其中一种再上传。")
    return kind
