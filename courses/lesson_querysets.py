"""Named questions about courses, lessons and how far people are."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Length

from courses.models import CourseCompletion, CoursePage, LessonPage, LessonProgress
from people.models import Person


class LessonProgressQuerySet(models.QuerySet[LessonProgress]):
    def of_person(self, person: Person) -> Self:
        """The person's own, and that of everybody merged into them."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)


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
    """In the order of the tree. Those of an unpublished course are not published."""
    steplen = LessonPage.steplen
    open_paths = CoursePage.objects.live().values("path")
    return (
        LessonPage.objects.live()
        .annotate(course_path=Left("path", Length("path") - steplen))
        .filter(course_path__in=open_paths)
        .select_related("lesson")
        .order_by("path")
    )


def lessons_of(course: CoursePage) -> Any:
    """The published lessons of a course, without their texts."""
    return published_lessons().child_of(course).defer("body", "questions")


def course_of(lesson: LessonPage) -> CoursePage:
    """The published course that a published lesson stands in."""
    found: CoursePage = published_courses().get(path=lesson.path[: -LessonPage.steplen])
    return found
