"""Which lessons running classes use, and how many people learn from which. Numbers without names: the admin knows nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.panels import told_to_editors
from courses.class_course_querysets import all_class_courses, running_classes_by_course
from courses.lesson_querysets import all_progress, published_lessons
from courses.models import LessonPage

LATELY = timedelta(days=30)
MOST_LINES = 20


@dataclass(frozen=True)
class LessonInUse:
    """`classes` run and use its course; `learners` opened it within thirty days, `under_way` of them go on."""

    page_id: int
    title: str
    classes: int
    learners: int
    under_way: int


@dataclass(frozen=True)
class LessonsInUse:
    """The first lines, and how many more there are."""

    lines: list[LessonInUse]
    more: int


def lessons_in_use(*, at: datetime) -> LessonsInUse:
    """The published lessons that running classes use, then those that people opened lately; three questions."""
    counted = (
        all_progress()
        .filter(last_opened_at__gt=at - LATELY)
        .values("lesson_id")
        .annotate(
            learners=Count("person", distinct=True),
            under_way=Count("person", distinct=True, filter=Q(finished_at=None)),
        )
    )
    people = {row["lesson_id"]: (row["learners"], row["under_way"]) for row in counted}
    classes = running_classes_by_course()
    found = published_lessons().filter(Q(lesson__in=people) | Q(course_path__in=list(classes)))
    lines = [
        LessonInUse(page.pk, page.title, classes[page.course_path], *people.get(page.lesson_id, (0, 0)))
        for page in found.defer("body", "questions")
    ]
    lines.sort(key=lambda line: (-line.classes, -line.learners))
    return LessonsInUse(lines[:MOST_LINES], max(len(lines) - MOST_LINES, 0))


def running_classes_of(page: LessonPage) -> int:
    """How many running classes use the course in which the lesson stands, published or not."""
    return all_class_courses().running().above(page).values("training_class").distinct().count()


@told_to_editors
def use_by_classes(page: Any) -> Iterator[str]:
    """Beside the fields of a lesson: an editor thinks twice before rewriting what a class learns from now."""
    if not isinstance(page, LessonPage):
        return
    count = running_classes_of(page)
    if count:
        said = ngettext(
            "%(count)s个正在开的班在用这一节，改动会马上影响学员。",
            "%(count)s个正在开的班在用这一节，改动会马上影响学员。",
            count,
        )
        yield said % {"count": count}
    else:
        yield _("现在没有正在开的班用到这一节。")
