"""Keep what learners write at a lesson: reflections for themselves, corrections for the editors."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.models import Correction, LessonPage, Reflection
from courses.words import CorrectionState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person


@transaction.atomic
def save_reflection(
    *, page: LessonPage, block_id: UUID, prompt: str, person: Person, text: str, by: Authority, at: datetime
) -> Reflection:
    """Save one's own words to a question of a lesson, in place of those saved before."""
    _require_self(person, by=by)
    saved, _made = Reflection.objects.update_or_create(
        person=person, lesson=page.lesson, block_id=block_id,
        defaults={"prompt": prompt, "text": text, "saved_at": at},
    )  # fmt: skip
    events.record("courses.reflection.saved", by=by, at=at, subject=saved)
    return saved


@transaction.atomic
def send_correction(
    *, page: LessonPage, person: Person, text: str, place: str, by: Authority, at: datetime
) -> Correction:
    """Tell the editors what is wrong, together with the version of the lesson in which it was."""
    _require_self(person, by=by)
    sent = Correction.objects.create(
        person=person,
        lesson=page.lesson,
        revision_id=page.live_revision_id,
        place=place,
        text=text,
        sent_at=at,
    )
    events.record("courses.correction.sent", by=by, at=at, subject=sent, data={"lesson": page.lesson_id})
    return sent


@transaction.atomic
def answer_correction(
    *, correction: Correction, state: CorrectionState, answer: str, by: Authority, at: datetime
) -> Correction:
    """Say what became of it; the learner is told. Raises RuleBroken for no reason, no right, or a second answer."""
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("correction.not_yours", "处理纠错要有“编辑课程”的权限。请联系上级主管部门授权。")
    locked = Correction.objects.select_for_update().get(pk=correction.pk)
    if locked.state != CorrectionState.NEW:
        raise RuleBroken("correction.answered", "这条纠错已经处理过了。请刷新页面。")
    if state is CorrectionState.NEW:
        raise RuleBroken("correction.no_answer", "请选一项处理结果。")
    if state is CorrectionState.DECLINED and not answer.strip():
        raise RuleBroken("correction.no_reason", "不改的，请写明原因，学员会看到。")
    locked.state, locked.answer, locked.answered_by, locked.answered_at = (
        state,
        answer.strip(),
        by.person_id,
        at,
    )
    locked.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    events.record("courses.correction.answered", by=by, at=at, subject=locked, data={"state": state.value})
    return locked


def _require_self(person: Person, *, by: Authority) -> None:
    if by.person_id != person.pk:
        raise RuleBroken("feedback.not_yours", "这里只能写自己的。请用本人的账号登录。")
