"""Named questions about assignments and what was handed in."""

from __future__ import annotations

from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from courses.mentoring import mentored_by
from courses.models import Assignment, Submission
from courses.querysets import all_classes, all_enrolments
from courses.rules.audiences import organisations_above
from courses.words import ClassState, SubmissionState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_postings


class AssignmentQuerySet(models.QuerySet[Assignment]):
    def given_to(self, person: Person, *, on: date) -> Self:
        """Of the classes in which the person has a place, and of courses set at or above their posting that day.

        What somebody has handed in stays theirs to read, wherever they move.
        """
        places = all_enrolments().standing().filter(person=person).values("training_class")
        given = Q(training_class__in=places) | Q(
            pk__in=all_submissions().of_person(person).values("assignment")
        )
        for path in all_postings().of_person(person).held_on(on).values_list("organisation__path", flat=True):
            given |= Q(course__isnull=False, organisation__in=organisations_above(path))
        return self.filter(given)

    def set_in(self, by: Authority) -> Self:
        """Set by the organisations whose learning the actor looks after."""
        return self.filter(by.scope(Permission.REVIEW_LEARNING).condition("organisation"))

    def with_standing_of(self, person: Person) -> Self:
        """`my_state`, `my_points` of the person's latest hand-in; None before the first."""
        mine = all_submissions().of_person(person).filter(assignment=OuterRef("pk")).order_by("-number")
        return self.annotate(
            my_state=Subquery(mine.values("state")[:1]), my_points=Subquery(mine.values("points")[:1])
        )

    def owed_by(self, person: Person) -> list[tuple[UUID, str, date | None, str | None]]:
        """(public id, title, due day, state) of what was never handed in, came back or fell short of the pass.

        Nothing is owed to a class that was cancelled, nor where an earlier hand-in passed.
        """
        mine = all_submissions().of_person(person).filter(assignment=OuterRef("pk")).order_by("-number")
        standing = self.annotate(
            last=Subquery(mine.values("state")[:1]), earned=Subquery(mine.values("points")[:1])
        )
        fell_short = Q(last=SubmissionState.MARKED, earned__lt=F("pass_points"))
        owed = standing.filter(Q(last=None) | Q(last=SubmissionState.RETURNED) | fell_short)
        done = all_submissions().of_person(person).passed().values("assignment")
        owed = owed.exclude(training_class__state=ClassState.CANCELLED).exclude(pk__in=done)
        return list(owed.values_list("public_id", "title", "due_on", "last"))

    def with_counts(self) -> Self:
        """`waiting` hand-ins and `passed` people."""
        passed = Q(submissions__state=SubmissionState.MARKED, submissions__points__gte=F("pass_points"))
        return self.annotate(
            waiting=Count("submissions", filter=Q(submissions__state=SubmissionState.WAITING), distinct=True),
            passed=Count("submissions__person", filter=passed, distinct=True),
        )

    def with_names(self) -> Self:
        return self.select_related("training_class", "course__page", "organisation")


class SubmissionQuerySet(models.QuerySet[Submission]):
    def of_person(self, person: Person) -> Self:
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def waiting(self) -> Self:
        return self.filter(state=SubmissionState.WAITING)

    def passed(self) -> Self:
        return self.filter(state=SubmissionState.MARKED, points__gte=F("assignment__pass_points"))

    def markable_by(self, by: Authority, *, on: date) -> Self:
        """For its named markers, whoever runs its class, the learner's mentor, and officers of the place that set it.

        Nobody marks their own.
        """
        if by.is_system:
            return self
        running = all_classes().managed_by(by, Permission.RUN_SIGN_IN).values("pk")
        named = Assignment.markers.through.objects.filter(person=by.person_id or 0).values("assignment")
        scope = by.scope(Permission.REVIEW_LEARNING).condition("assignment__organisation")
        allowed = Q(assignment__in=named) | Q(assignment__training_class__in=running) | scope
        own = Q(person=by.person_id or 0) | Q(person__merged_into=by.person_id or 0)
        return self.filter(allowed | mentored_by(by, on=on)).exclude(own)

    def readable_by(self, by: Authority, *, on: date) -> Self:
        """One's own, and those that one may mark."""
        markable = all_submissions().markable_by(by, on=on).values("pk")
        own = Q(person=by.person_id or 0) | Q(person__merged_into=by.person_id or 0)
        return self.filter(own | Q(pk__in=markable))

    def light(self) -> Self:
        """Without what was handed in: lists decrypt nothing."""
        return self.defer("file", "text", "remarks")

    def with_names(self) -> Self:
        return self.select_related("person", "assignment__training_class", "assignment__course__page")


def completed_assignments(person: Person) -> frozenset[int]:
    """Ids of the assignments that the person has passed: what a plan may ask for."""
    return frozenset(all_submissions().of_person(person).passed().values_list("assignment", flat=True))


def is_completed(assignment: Assignment, person: Person) -> bool:
    return all_submissions().of_person(person).passed().filter(assignment=assignment).exists()


def all_assignments() -> AssignmentQuerySet:
    return AssignmentQuerySet(Assignment)


def all_submissions() -> SubmissionQuerySet:
    return SubmissionQuerySet(Submission)
