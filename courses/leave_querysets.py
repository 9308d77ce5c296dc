"""Named questions about leave, and about those who come from outside."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from courses.models import ClassSession, LeaveRequest, OutsideLearner, TrainingClass
from courses.querysets import all_attendances, all_classes
from courses.words import RequestState
from organisations.authority import Authority
from organisations.roles import Permission


class LeaveQuerySet(models.QuerySet[LeaveRequest]):
    def waiting(self) -> Self:
        return self.filter(state=RequestState.WAITING).order_by("asked_at", "id")

    def run_by(self, by: Authority) -> Self:
        """Of the classes whose sign-in the actor runs."""
        return self.filter(training_class__in=all_classes().managed_by(by, Permission.RUN_SIGN_IN))

    def of(self, training_class: TrainingClass, person_id: int | None) -> Self:
        """A person's own in one class, the latest first."""
        found = self.filter(training_class=training_class, person=person_id or 0)
        return found.prefetch_related("sessions").order_by("-asked_at", "-id")

    def with_names(self) -> Self:
        return self.select_related("person", "training_class").prefetch_related("sessions")


def all_leave() -> LeaveQuerySet:
    return LeaveQuerySet(LeaveRequest)


def sessions_to_miss(
    training_class: TrainingClass, person_id: int, *, on: date
) -> models.QuerySet[ClassSession]:
    """Of today or later, not closed, where the person is not recorded as having come."""
    came = all_attendances().credited().of_class(training_class).filter(person=person_id)
    to_come = ClassSession.objects.filter(training_class=training_class, held_on__gte=on, closed_at=None)
    return to_come.exclude(pk__in=came.values("session"))


def outside_learners_of(training_class: TrainingClass) -> models.QuerySet[OutsideLearner]:
    return OutsideLearner.objects.filter(training_class=training_class)
