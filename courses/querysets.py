"""Named questions about classes, sessions and attendance."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from courses.models import Attendance, ClassSession, Enrolment, TrainingClass
from courses.rules.audiences import areas_around, organisations_above
from courses.words import CAME_STATES, CREDITED_STATES, ClassState, EnrolmentState
from organisations.authority import Authority
from organisations.roles import Permission
from organisations.scope import Scope
from organisations.words import OrganisationKind
from people.models import Person
from people.querysets import PersonQuerySet, all_people, all_postings


def _class_condition(scope: Scope, via: str = "") -> Q:
    """Classes organised or provided inside a scope."""
    lead = f"{via}__" if via else ""
    return scope.condition(f"{lead}organiser") | scope.condition(f"{lead}provider")


def _bound(by: Authority, permission: Permission) -> Q:
    """Classes to which the actor is appointed by name."""
    return Q(pk__in=by.bound_ids(permission, TrainingClass._meta.label_lower))


def _serving(person_id: int | None, on: date) -> Q:
    """Organisers at or above a person's posting that day, and bureaus in whose area it lies."""
    found = Q(pk__in=[])
    held = all_postings().held_on(on).filter(person=person_id or 0)
    for path, code in held.values_list("organisation__path", "organisation__area_code"):
        found |= Q(organiser__in=organisations_above(path))
        found |= Q(organiser__kind=OrganisationKind.BUREAU, organiser__area_code__in=areas_around(code))
    return found


class TrainingClassQuerySet(models.QuerySet[TrainingClass]):
    def visible_to(self, by: Authority, *, on: date | None = None) -> Self:
        """Organised or provided in one's scope, attended by people of one's scope, or one's own.

        With a day also those open for enrolment to the posting that one holds that day.
        """
        scope = by.scope(Permission.VIEW_CLASSES)
        if scope.everything:
            return self
        taught = Attendance.objects.filter(scope.condition("posting__organisation")).values(
            "session__training_class"
        )
        own = all_enrolments().on_the_books().filter(person_id=by.person_id or 0).values("training_class")
        sat_in = Attendance.objects.filter(person_id=by.person_id or 0).values("session__training_class")
        seen = (
            _class_condition(scope) | _bound(by, Permission.VIEW_CLASSES) | Q(pk__in=own) | Q(pk__in=sat_in)
        )
        if scope:
            seen |= Q(pk__in=taught)
        if on is not None:
            seen |= Q(state=ClassState.OPEN) & _serving(by.person_id, on)
        return self.filter(seen)

    def upcoming_first(self, today: date) -> Self:
        """What has not ended, the nearest first; then what has, the latest first."""
        return self.annotate(
            is_past=Case(When(ends_on__lt=today, then=Value(True)), default=Value(False)),
            begins=Case(When(ends_on__gte=today, then=F("starts_on"))),
        ).order_by("is_past", "begins", "-starts_on", "code", "pk")

    def with_enrolment_of(self, person_id: int | None) -> Self:
        """`is_enrolled`: whether the person has a place."""
        places = all_enrolments().standing().filter(training_class=OuterRef("pk"), person=person_id or 0)
        return self.annotate(is_enrolled=Exists(places))

    def managed_by(self, by: Authority, permission: Permission) -> Self:
        """Classes that the actor may change: organised in their tree; to run sign-in also provided there, or their own."""
        scope = by.scope(permission)
        if scope.everything:
            return self
        if permission is Permission.RUN_SIGN_IN:
            return self.filter(_class_condition(scope) | _bound(by, permission))
        return self.filter(scope.condition("organiser"))


class ClassSessionQuerySet(models.QuerySet[ClassSession]):
    def managed_by(self, by: Authority, permission: Permission) -> Self:
        return self.filter(training_class__in=all_classes().managed_by(by, permission))

    def held(self) -> Self:
        """Closed, or attended by somebody, and not of a class that was called off."""
        came = all_attendances().credited().filter(session=OuterRef("pk"))
        found = self.exclude(training_class__state=ClassState.CANCELLED)
        return found.filter(Q(closed_at__isnull=False) | Exists(came))

    def between(self, first_day: date, last_day: date) -> Self:
        return self.filter(held_on__gte=first_day, held_on__lte=last_day)


class AttendanceQuerySet(models.QuerySet[Attendance]):
    def credited(self) -> Self:
        return self.filter(state__in=CREDITED_STATES)

    def came(self) -> Self:
        """Whoever was there, also where the stay was too short to be credited."""
        return self.filter(state__in=CAME_STATES)

    def of_person(self, person: Person) -> Self:
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def of_class(self, training_class: TrainingClass) -> Self:
        return self.filter(session__training_class=training_class)


class EnrolmentQuerySet(models.QuerySet[Enrolment]):
    def standing(self) -> Self:
        return self.filter(state=EnrolmentState.ENROLLED)

    def on_the_books(self) -> Self:
        """Neither given back nor given up: the person still reads there what becomes of it."""
        return self.exclude(state__in=[EnrolmentState.WITHDRAWN, EnrolmentState.GIVEN_UP])

    def applied(self) -> Self:
        """What the organiser still has to answer, in the order in which it came."""
        return self.filter(state=EnrolmentState.APPLIED).order_by("applied_at", "pk")

    def waiting(self) -> Self:
        """候补, in the order in which they move up."""
        return self.filter(state=EnrolmentState.WAITING).order_by("applied_at", "pk")

    def before(self, enrolment: Enrolment) -> Self:
        """Who stands before this one on the waiting list of the class."""
        earlier = Q(applied_at__lt=enrolment.applied_at) | Q(
            applied_at=enrolment.applied_at, pk__lt=enrolment.pk
        )
        return self.waiting().filter(earlier, training_class=enrolment.training_class_id)


def people_of_class(training_class: TrainingClass) -> PersonQuerySet:
    """Who is on the list, and who came without being on it."""
    listed = all_enrolments().standing().filter(training_class=training_class).values("person")
    came = all_attendances().of_class(training_class).values("person")
    return all_people().filter(Q(pk__in=listed) | Q(pk__in=came)).order_by("sort_key", "pk")


def all_classes() -> TrainingClassQuerySet:
    return TrainingClassQuerySet(TrainingClass)


def all_sessions() -> ClassSessionQuerySet:
    return ClassSessionQuerySet(ClassSession)


def all_attendances() -> AttendanceQuerySet:
    return AttendanceQuerySet(Attendance)


def all_enrolments() -> EnrolmentQuerySet:
    return EnrolmentQuerySet(Enrolment)
