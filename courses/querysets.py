"""Named questions about classes, sessions and attendance."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from courses.models import Attendance, ClassSession, Enrolment, TrainingClass
from courses.words import CREDITED_STATES, EnrolmentState
from organisations.authority import Authority
from organisations.roles import Permission
from organisations.scope import Scope
from people.models import Person


def _class_condition(scope: Scope, via: str = "") -> Q:
    """Classes organised or provided inside a scope."""
    lead = f"{via}__" if via else ""
    return scope.condition(f"{lead}organiser") | scope.condition(f"{lead}provider")


class TrainingClassQuerySet(models.QuerySet[TrainingClass]):
    def visible_to(self, by: Authority) -> Self:
        """Organised or provided in one's scope, attended by people of one's scope, or one's own."""
        scope = by.scope(Permission.VIEW_CLASSES)
        if scope.everything:
            return self
        taught = Attendance.objects.filter(scope.condition("posting__organisation")).values(
            "session__training_class"
        )
        own = Enrolment.objects.filter(person_id=by.person_id or 0, state=EnrolmentState.ENROLLED).values(
            "training_class"
        )
        sat_in = Attendance.objects.filter(person_id=by.person_id or 0).values("session__training_class")
        return self.filter(_class_condition(scope) | Q(pk__in=taught) | Q(pk__in=own) | Q(pk__in=sat_in))

    def managed_by(self, by: Authority, permission: Permission) -> Self:
        """Classes that the actor may change: organised (or, to run sign-in, provided) in their tree."""
        scope = by.scope(permission)
        if scope.everything:
            return self
        if permission is Permission.RUN_SIGN_IN:
            return self.filter(_class_condition(scope))
        return self.filter(scope.condition("organiser"))


class ClassSessionQuerySet(models.QuerySet[ClassSession]):
    def managed_by(self, by: Authority, permission: Permission) -> Self:
        return self.filter(training_class__in=all_classes().managed_by(by, permission))

    def between(self, first_day: date, last_day: date) -> Self:
        return self.filter(held_on__gte=first_day, held_on__lte=last_day)


class AttendanceQuerySet(models.QuerySet[Attendance]):
    def credited(self) -> Self:
        return self.filter(state__in=CREDITED_STATES)

    def of_person(self, person: Person) -> Self:
        return self.filter(Q(person=person) | Q(person__merged_into=person))


class EnrolmentQuerySet(models.QuerySet[Enrolment]):
    def standing(self) -> Self:
        return self.filter(state=EnrolmentState.ENROLLED)


def all_classes() -> TrainingClassQuerySet:
    return TrainingClassQuerySet(TrainingClass)


def all_sessions() -> ClassSessionQuerySet:
    return ClassSessionQuerySet(ClassSession)


def all_attendances() -> AttendanceQuerySet:
    return AttendanceQuerySet(Attendance)


def all_enrolments() -> EnrolmentQuerySet:
    return EnrolmentQuerySet(Enrolment)
