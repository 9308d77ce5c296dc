"""The only writer of the online courses of a class."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.class_course_querysets import all_class_courses
from courses.lesson_querysets import published_courses
from courses.models import Course, TrainingClass
from courses.models.class_courses import ClassCourse
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission


@transaction.atomic
def choose(
    *, training_class: TrainingClass, courses: Collection[Course], by: Authority, at: datetime
) -> TrainingClass:
    """Make these the online courses of the class; the same again changes nothing. What learners did stays theirs.

    Raises RuleBroken for a class that nothing may change any more, and for a newly chosen course that is not published.
    """
    require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    locked = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if locked.is_locked:
        raise RuleBroken("class.unchangeable", "这个班次已经取消或归档，不能再改。请返回班次页面查看。")
    wanted = {course.pk for course in courses}
    standing = set(all_class_courses().of_class(locked).values_list("course", flat=True))
    published = set(published_courses().order_by().values_list("course", flat=True))
    if not wanted - standing <= published:
        raise RuleBroken("class.course_unpublished", "选中的课程里有的没有发布。请刷新页面后重新选择。")
    if wanted == standing:
        return locked
    all_class_courses().of_class(locked).filter(course__in=standing - wanted).delete()
    ClassCourse.objects.bulk_create(
        ClassCourse(training_class=locked, course_id=pk) for pk in sorted(wanted - standing)
    )
    data = {"courses": sorted(wanted)}
    events.record("courses.class.courses_chosen", by=by, at=at, subject=locked, data=data)
    return locked


@transaction.atomic
def copy_courses(*, source: TrainingClass, target: TrainingClass, by: Authority, at: datetime) -> None:
    """Give a new class the online courses of another one that are still published."""
    published = published_courses().order_by().values("course")
    kept = [
        one.course
        for one in all_class_courses().of_class(source).filter(course__in=published).select_related("course")
    ]
    if kept:
        choose(training_class=target, courses=kept, by=by, at=at)
