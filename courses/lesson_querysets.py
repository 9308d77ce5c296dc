"""Named questions about courses, lessons and how far people are."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Left, Length
from wagtail.models import Page

from courses.models import ChapterPage, CourseCompletion, CoursePage, LessonPage, LessonProgress
from people.models import Person


class LessonProgressQuerySet(models.QuerySet[LessonProgress]):
    def of_person(self, person: Person) -> Self:
        """The person's own, and that of everybody merged into them."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def of_run(self, person: Person, first_at: datetime, last_at: datetime) -> Self:
        """What earned minutes between two moments, in order of time."""
        mine = self.of_person(person).filter(carried_from=None)
        return mine.filter(finished_at__gte=first_at, finished_at__lte=last_at).order_by("finished_at", "pk")


class CourseCompletionQuerySet(models.QuerySet[CourseCompletion]):
    def of_person(self, person: Person) -> Self:
        return self.filter(Q(person=person) | Q(person__merged_into=person))


def all_progress() -> LessonProgressQuerySet:
    return LessonProgressQuerySet(LessonProgress)


def all_completions() -> CourseCompletionQuerySet:
    return CourseCompletionQuerySet(CourseCompletion)


def published_courses() -> Any:
    """In the order of the tree."""
    return CoursePage.objects.live().select_related("course").order_by("path")


def published_lessons() -> Any:
    """In the order of the tree. Those of an unpublished course or chapter are not published.

    Each knows `course_path`, and `chapter_path` (empty for a lesson that stands directly in its course).
    """
    steplen = LessonPage.steplen
    open_courses = CoursePage.objects.live().values("path")
    open_chapters = (
        ChapterPage.objects.live()
        .annotate(course_path=Left("path", Length("path") - steplen))
        .filter(course_path__in=open_courses)
        .values("path")
    )
    return (
        LessonPage.objects.live()
        .annotate(parent_path=Left("path", Length("path") - steplen))
        .annotate(
            chapter_path=Case(
                When(parent_path__in=open_chapters, then="parent_path"),
                default=Value(""),
                output_field=models.CharField(),
            )
        )
        .filter(~Q(chapter_path="") | Q(parent_path__in=open_courses))
        .annotate(
            course_path=Case(
                When(chapter_path="", then="parent_path"),
                default=Left("path", Length("path") - 2 * steplen),
            )
        )
        .select_related("lesson")
        .order_by("path")
    )


def lessons_to_open() -> Any:
    """The published lessons with their texts and checks, for whoever asks for one: cheaper than `published_lessons`."""
    in_course = CoursePage.objects.live().filter(path__in=[_path_above(1), _path_above(2)])
    return (
        LessonPage.objects.live()
        .filter(Exists(Page.objects.live().filter(path=_path_above(1))), Exists(in_course))
        .select_related("lesson__check_asked")
    )


def _path_above(steps: int) -> Left:
    """The path of what stands so many steps above the outer page."""
    return Left(OuterRef("path"), Length(OuterRef("path")) - steps * LessonPage.steplen)


def lessons_of(course: CoursePage) -> Any:
    """The published lessons of a published course, those of its chapters among them, without their texts."""
    return lessons_under(course.path)


def lessons_under(course_path: str = "") -> Any:
    """As `lessons_of`, by the path of the course, or of every course: that it is published is asked elsewhere."""
    above = Page.objects.live().filter(path=_path_above(1))
    found = LessonPage.objects.live().filter(Exists(above), path__startswith=course_path)
    return found.select_related("lesson").defer("body", "questions").order_by("path")


def course_of(lesson: LessonPage) -> CoursePage:
    """The published course that a published lesson stands in, whether in a chapter or not."""
    found: CoursePage = courses_around(lesson).get()
    return found


def courses_around(lesson: LessonPage) -> Any:
    """As `course_of`, still to be asked."""
    steplen = LessonPage.steplen
    above = [lesson.path[:-steplen], lesson.path[: -2 * steplen]]
    return published_courses().filter(path__in=above)
