"""One lesson becomes two: nobody who finished the whole owes a part of it, and nobody earns a part twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction

from core import events
from core.errors import RuleBroken
from courses.models import Lesson, LessonPage, LessonProgress, LessonSplit
from courses.split_querysets import all_splits
from organisations.authority import Authority
from organisations.roles import Permission


@transaction.atomic
def split(*, page: LessonPage, title: str, slug: str, by: Authority, at: datetime) -> LessonPage:
    """Copy a lesson as an unpublished one right behind it; editors then cut each down to its part.

    Nothing changes for learners until the new one is published (see `carry_over`). Raises RuleBroken for whoever
    may not edit content.
    """
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "拆分一节要有“编辑课程”的权限。请联系上级主管部门授权。")
    copied: LessonPage = CopyPageAction(
        page.specific, update_attrs={"title": title, "slug": slug}, keep_live=False, copy_revisions=False
    ).execute(skip_permission_checks=True)
    copied.move(page, pos="right")
    made = LessonSplit.objects.create(lesson_id=copied.lesson_id, origin_id=page.lesson_id)
    events.record("courses.lesson.split", by=by, at=at, subject=made, data={"lesson": page.lesson_id})
    fresh: LessonPage = LessonPage.objects.get(pk=copied.pk)
    return fresh


@transaction.atomic
def carry_over(*, lesson: Lesson, by: Authority, at: datetime) -> int:
    """At the first publication: who had finished the whole has finished this part too, with no minutes of its own.

    Who had only begun keeps what they began and owes both. The number of people; again changes nothing.
    """
    found = all_splits().waiting().select_for_update().filter(lesson=lesson).first()
    if found is None:
        return 0
    whole = LessonProgress.objects.filter(lesson=found.origin_id, finished_at__isnull=False)
    title = lesson.page.title
    carried = LessonProgress.objects.bulk_create(
        [
            LessonProgress(
                person_id=one.person_id, lesson=lesson, started_at=one.started_at,
                last_opened_at=one.last_opened_at, finished_at=one.finished_at, title=title, minutes=0,
                revision_id=lesson.page.live_revision_id, carried_from=one,
            )
            for one in whole
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    found.carried_at = at
    found.save(update_fields=["carried_at"])
    events.record("courses.lesson.carried_over", by=by, at=at, subject=found, data={"count": len(carried)})
    return len(carried)
