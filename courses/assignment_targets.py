"""For whom somebody may set an assignment: classes of their places, and courses for the people of a place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.lesson_querysets import published_courses
from courses.models import Course, TrainingClass
from courses.querysets import all_classes
from courses.words import ClassState
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission

MOST_CLASSES = 50


@dataclass(frozen=True)
class Target:
    """One choice; exactly one of class and course is set."""

    key: str
    label: str
    organisation: Organisation
    training_class: TrainingClass | None = None
    course: Course | None = None


def targets(by: Authority) -> list[Target]:
    """The latest classes organised in the actor's places, then each course for each place that granted the right."""
    scope = by.scope(Permission.REVIEW_LEARNING)
    running = all_classes().filter(scope.condition("organiser")).exclude(state=ClassState.CANCELLED)
    classes = running.select_related("organiser").order_by("-starts_on", "-pk")[:MOST_CLASSES]
    found = [
        Target(f"class-{one.public_id}", f"{one.name}（{one.starts_on}）", one.organiser, training_class=one)
        for one in classes
    ]
    held = [grant.organisation_id for grant in by.grants if grant.scope(Permission.REVIEW_LEARNING)]
    places = list(all_organisations().current().filter(pk__in=held).order_by("path"))
    for page in published_courses():
        for place in places:
            label = _("课程“%(course)s”，%(place)s及所属单位的社工") % {
                "course": page.title, "place": place.name,
            }  # fmt: skip
            key = f"course-{page.course.public_id}-{place.public_id}"
            found.append(Target(key, label, place, course=page.course))
    return found
