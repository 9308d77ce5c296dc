"""Named questions about the online courses of classes."""

from __future__ import annotations

from collections import Counter
from typing import Self

from django.db import models
from wagtail.models import Page

from courses.lesson_querysets import published_courses
from courses.models import TrainingClass
from courses.models.class_courses import ClassCourse
from courses.words import ClassState


class ClassCourseQuerySet(models.QuerySet[ClassCourse]):
    def of_class(self, training_class: TrainingClass) -> Self:
        return self.filter(training_class=training_class)

    def running(self) -> Self:
        return self.filter(training_class__state=ClassState.RUNNING)

    def above(self, page: Page) -> Self:
        """Of the course in whose tree the page stands, published or not."""
        steps = range(page.steplen, len(page.path) + 1, page.steplen)
        return self.filter(course__page__path__in=[page.path[:step] for step in steps])


def all_class_courses() -> ClassCourseQuerySet:
    return ClassCourseQuerySet(ClassCourse)


def running_classes_by_course() -> Counter[str]:
    """How many running classes use each published course, by the path of its page; one question."""
    published = published_courses().order_by().values("pk")
    used = all_class_courses().running().filter(course__page__in=published)
    return Counter(used.values_list("course__page__path", flat=True))
