"""Named questions about training plans; `visible_to` of persons is the door to whose plan one may read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from courses.models.plans import Equivalent, Pause, PlanAssignment, PlanPeriod, TrainingPlan, Waiver
from organisations.authority import Authority
from people.models import Person
from people.querysets import all_people


class TrainingPlanQuerySet(models.QuerySet[TrainingPlan]):
    def in_force(self, on: date) -> Self:
        """Every version that holds that day, of whatever jurisdiction."""
        return self.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))


class PlanAssignmentQuerySet(models.QuerySet[PlanAssignment]):
    def open(self) -> Self:
        return self.filter(ends_on=None)


class PlanPeriodQuerySet(models.QuerySet[PlanPeriod]):
    def of_people(self, people: Collection[int] | models.QuerySet[Person]) -> Self:
        return self.filter(assignment__person__in=people)

    def asked(self) -> Self:
        """Of plans that are still asked of the person."""
        return self.filter(assignment__ends_on=None)

    def current(self, on: date) -> Self:
        """Begun, and not over that day."""
        return self.filter(first_day__lte=on).filter(Q(last_day=None) | Q(last_day__gte=on))

    def over(self, on: date) -> Self:
        return self.filter(last_day__lt=on)

    def asked_to_the_end(self) -> Self:
        """Met, or asked on the last day too: what ended before, or began after, was nobody's to finish."""
        assigned = Q(assignment__starts_on__lte=F("last_day"))
        not_ended = Q(assignment__ends_on=None) | Q(assignment__ends_on__gt=F("last_day"))
        return self.filter(Q(met_on__isnull=False) | (assigned & not_ended))


class _DecisionQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def light(self) -> Self:
        """Without the files: lists decrypt none."""
        return self.defer("file")

    def of_people(self, people: Collection[int]) -> Self:
        """Theirs, and those of the records merged into them."""
        return self.filter(Q(person__in=people) | Q(person__merged_into__in=people))

    def manageable_by(self, by: Authority, *, on: date) -> Self:
        """Of people the actor manages, and of the records merged into theirs: those count for the one that stays."""
        managed = all_people().manageable_by(by, on=on)
        return self.filter(Q(person__in=managed) | Q(person__merged_into__in=managed))

    def readable_by(self, by: Authority, *, on: date) -> Self:
        """One's own, and those of people one manages: reason, document and file."""
        managed = all_people().manageable_by(by, on=on)
        mine = Q(person=by.person_id or 0) | Q(person__merged_into=by.person_id or 0)
        return self.filter(mine | Q(person__in=managed) | Q(person__merged_into__in=managed))

    def with_file(self) -> Self:
        return self.exclude(file_kind="").defer(None)


def all_plans() -> TrainingPlanQuerySet:
    return TrainingPlanQuerySet(TrainingPlan)


def all_assignments() -> PlanAssignmentQuerySet:
    return PlanAssignmentQuerySet(PlanAssignment)


def all_plan_periods() -> PlanPeriodQuerySet:
    return PlanPeriodQuerySet(PlanPeriod)


def all_waivers() -> _DecisionQuerySet:
    return _DecisionQuerySet(Waiver).light()


def all_pauses() -> _DecisionQuerySet:
    return _DecisionQuerySet(Pause).light()


def all_equivalents() -> _DecisionQuerySet:
    return _DecisionQuerySet(Equivalent).light()
