"""课程目录: what may be learned, filtered, and how far the reader is with each course. Nothing is written.

The number of questions does not grow with the number of courses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Sum
from django.db.models.functions import Left

from core.words import Word
from courses.lesson_querysets import all_completions, all_progress, lessons_under, published_courses
from courses.models import CoursePage
from courses.rules.lessons import LessonState
from courses.words import Audience, ClassKind, CourseLength, Tier
from people.models import Person

FIELDS = ("kind", "audience", "tier")


@dataclass(frozen=True)
class CatalogueLine:
    """One course of the list. `minutes` are those of its published lessons."""

    public_id: UUID
    title: str
    summary: str
    words: tuple[Word, ...]
    subjects: tuple[str, ...]
    lessons: int
    minutes: int
    state: LessonState


def courses_of(chosen: Mapping[str, str]) -> Any:
    """The published courses that the filters leave, in the order of the tree; titles in the order of the tree too."""
    found = published_courses().filter(**{name: chosen[name] for name in FIELDS if name in chosen})
    if "subject" in chosen:
        found = found.filter(subjects__contains=[chosen["subject"]])
    if "length" in chosen:
        within = CourseLength(chosen["length"])
        known = _sums_of(list(found.values_list("path", flat=True)))
        paths = [path for path, (_lessons, minutes) in known.items() if within.holds(minutes)]
        found = found.filter(path__in=paths)
    return found


def subjects_in_use() -> list[str]:
    """The subjects of the published courses, those of most courses first."""
    found = CoursePage.objects.live().annotate(word=Func(F("subjects"), function="unnest"))
    counted = found.values("word").annotate(courses=Count("pk")).order_by("-courses", "word")
    return [row["word"] for row in counted]


def lines(courses: Sequence[CoursePage], person: Person) -> list[CatalogueLine]:
    """The rows of one page of the list."""
    sums = _sums_of([course.path for course in courses])
    finished = set(
        all_completions()
        .of_person(person)
        .filter(course__in=[course.course_id for course in courses])
        .values_list("course", flat=True)
    )
    begun = _begun(person)
    return [_line(course, sums.get(course.path, (0, 0)), finished, begun) for course in courses]


def _line(
    course: CoursePage, sums: tuple[int, int], finished: set[int], begun: frozenset[str]
) -> CatalogueLine:
    state = LessonState.STARTED if course.path in begun else LessonState.NOT_STARTED
    words = (ClassKind(course.kind), Audience(course.audience), Tier(course.tier))
    return CatalogueLine(
        public_id=course.course.public_id,
        title=course.title,
        summary=course.summary,
        words=tuple(word for word in words if word.value != "other"),
        subjects=tuple(course.subjects),
        lessons=sums[0],
        minutes=sums[1],
        state=LessonState.FINISHED if course.course_id in finished else state,
    )


def _sums_of(paths: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Lessons and minutes of the published courses at these paths, of those that have any. All stand equally deep."""
    if not paths:
        return {}
    course_path = Left("path", len(paths[0]))
    rows = lessons_under().annotate(course_path=course_path).filter(course_path__in=paths)
    counted = rows.order_by().values_list("course_path").annotate(lessons=Count("pk"), in_all=Sum("minutes"))
    return {path: (lessons, minutes) for path, lessons, minutes in counted}


def _begun(person: Person) -> frozenset[str]:
    """The paths of everything that a begun lesson stands in; a course is known by its own path among them."""
    paths = all_progress().of_person(person).filter(lesson__page__live=True)
    step = CoursePage.steplen
    return frozenset(
        path[:end]
        for path in paths.values_list("lesson__page__path", flat=True)
        for end in range(step, len(path), step)
    )
