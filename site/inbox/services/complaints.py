"""投诉与建议: taken from anybody, handled by whoever runs the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import events, records
from core.errors import RuleBroken
from inbox.models import Complaint
from inbox.querysets.complaints import all_complaints
from inbox.words import ComplaintCategory, ComplaintState
from organisations.authority import NOBODY, Authority
from organisations.roles import Permission


@dataclass(frozen=True)
class Said:
    """What somebody wrote; `page` is a path of this site."""

    category: ComplaintCategory
    text: str
    contact: str = ""
    page: str = ""


@dataclass(frozen=True)
class Handling:
    """What an operator makes of it. `revision` is the one that the operator was looking at."""

    state: ComplaintState
    note: str
    answer: str
    revision: int


@transaction.atomic
def file(*, said: Said, at: datetime) -> Complaint:
    """Take it in from anybody. There is no `by`: whoever complains is not recorded, logged in or not."""
    complaint = Complaint.objects.create(
        code=records.new_code(), category=said.category, text=said.text, contact=said.contact or None,
        page=said.page, received_at=at,
    )  # fmt: skip
    data = {"category": said.category.value}
    events.record("inbox.complaint.filed", by=NOBODY, at=at, subject=complaint, data=data)
    return complaint


@transaction.atomic
def handle(*, complaint: Complaint, handling: Handling, by: Authority, at: datetime) -> Complaint:
    """Keep the note and the answer, and move on to the state; the answer is shown once the state says answered.

    Raises RuleBroken without the permission, where somebody else was quicker, for an answer without words, and for
    taking back what has been answered.
    """
    if not by.scope(Permission.OPERATE):
        raise RuleBroken("permission.missing", "处理投诉与建议需要授权。请联系平台管理员。")
    locked = all_complaints().select_for_update().get(pk=complaint.pk)
    _require_possible(locked, handling)
    is_answered = handling.state is ComplaintState.ANSWERED
    locked.state = handling.state
    locked.note, locked.answer = handling.note or None, handling.answer or None
    locked.answered_at = at if is_answered else None
    locked.handled_by = by.person_id
    locked.revision += 1
    locked.save()
    data = {"state": handling.state.value}
    events.record("inbox.complaint.handled", by=by, at=at, subject=locked, data=data)
    return locked


def _require_possible(complaint: Complaint, handling: Handling) -> None:
    if complaint.revision != handling.revision:
        raise RuleBroken(
            "complaint.changed",
            "您打开以后，这一条有人改过，您写的还没有保存。请对照下面现在的处理情况，改好后再保存。",
        )
    if handling.state is ComplaintState.ANSWERED and not handling.answer:
        raise RuleBroken("complaint.no_answer", "请写答复。还没有结果的，请存为处理中。")
    if complaint.state == ComplaintState.ANSWERED and handling.state is not ComplaintState.ANSWERED:
        raise RuleBroken("complaint.answered", "这一条已经答复，不能退回。要补充的请改答复后再发一次。")
