"""What the desk reads across the apps; nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from courses.lesson_querysets import all_completions, all_progress, lessons_of, published_courses
from courses.models import TrainingClass
from courses.querysets import all_classes
from courses.words import ClassState
from organisations.authority import Authority
from organisations.querysets import all_rules
from organisations.roles import Permission
from people.querysets import all_people, all_postings

SOON = timedelta(days=30)
MOST = 50
NEW_FOR_DAYS = 365
PRE_SERVICE = "pre-service"
DUE_RULE = "preservice.days_after_hire"


@dataclass(frozen=True)
class NewWorker:
    """A worker hired within the year whose pre-service course is not finished; counts are lessons."""

    name: str
    organisation: str
    done: int
    lessons: int
    due_on: date
    is_overdue: bool


def coming_classes(by: Authority, *, on: date) -> list[TrainingClass]:
    """Classes that end on or after the day and begin within a month, the nearest first."""
    classes = all_classes().visible_to(by).exclude(state=ClassState.CANCELLED)
    return list(
        classes.filter(ends_on__gte=on, starts_on__lte=on + SOON).order_by("starts_on", "code")[:MOST]
    )


def new_workers(by: Authority, *, on: date) -> list[NewWorker]:
    """Whoever was hired within the year and has not finished the pre-service course, the nearest due day first."""
    scope = by.scope(Permission.VIEW_PEOPLE)
    course = published_courses().filter(slug=PRE_SERVICE).first()
    if not scope or course is None:
        return []
    lesson_ids = [page.lesson_id for page in lessons_of(course)]
    finished = all_completions().filter(course=course.course_id).values("person")
    hired = all_people().standing().in_scope(scope, on=on)
    hired = hired.filter(hired_on__gt=on - timedelta(days=NEW_FOR_DAYS), hired_on__lte=on).exclude(
        pk__in=finished
    )
    people = list(hired.order_by("hired_on", "sort_key")[:MOST])
    done = dict(
        all_progress().finished().filter(person__in=people, lesson__in=lesson_ids)
        .values_list("person").annotate(Count("id"))
    )  # fmt: skip
    places = dict(
        all_postings()
        .held_on(on)
        .primary()
        .filter(person__in=people)
        .values_list("person", "organisation__name")
    )
    days = timedelta(days=int(all_rules().in_force(DUE_RULE, on=on).value))
    return [
        NewWorker(
            name=person.name,
            organisation=places.get(person.pk, ""),
            done=done.get(person.pk, 0),
            lessons=len(lesson_ids),
            due_on=person.hired_on + days,
            is_overdue=person.hired_on + days < on,
        )
        for person in people
        if person.hired_on is not None
    ]
