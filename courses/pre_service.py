"""岗前培训: whose it is, and until when. Everybody hired within the year owes it until the course is finished."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.lesson_querysets import all_completions, published_courses
from courses.models import CourseCompletion, CoursePage
from people.querysets import PersonQuerySet, PostingQuerySet

SLUG = "pre-service"
NEW_FOR = timedelta(days=365)


def pre_service_course() -> CoursePage | None:
    """The published course; None before the editors publish it."""
    found: CoursePage | None = published_courses().filter(slug=SLUG).first()
    return found


def is_owed(hired_on: date | None, *, on: date) -> bool:
    """Whether a person hired that day counts as new: within a year, the first day included."""
    return hired_on is not None and on - NEW_FOR < hired_on <= on


def new_workers(people: PersonQuerySet, *, on: date) -> PersonQuerySet:
    return people.filter(hired_on__gt=on - NEW_FOR, hired_on__lte=on)


def postings_of_new_workers(postings: PostingQuerySet, *, on: date) -> PostingQuerySet:
    """Primary postings held that day by people who stand in the roster and are new."""
    return (
        postings.held_on(on)
        .primary()
        .filter(person__merged_into=None, person__withdrawn_at=None)
        .filter(person__hired_on__gt=on - NEW_FOR, person__hired_on__lte=on)
    )


def completions_of(course: CoursePage, person: str) -> Exists:
    """Whether somebody finished the course, they or a record merged into theirs; `person` is the way to the person."""
    mine: QuerySet[CourseCompletion] = all_completions().filter(
        Q(person=OuterRef(person)) | Q(person__merged_into=OuterRef(person)), course=course.course_id
    )
    return Exists(mine)
