"""Named questions about reflections and corrections."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When

from courses.models import Correction, Reflection
from courses.words import CorrectionState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person


class ReflectionQuerySet(models.QuerySet[Reflection]):
    def of_person(self, person: Person) -> Self:
        """The person's own: there is no other door."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))


class CorrectionQuerySet(models.QuerySet[Correction]):
    def of_person(self, person: Person) -> Self:
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def for_editor(self, by: Authority) -> Self:
        """Lessons belong to the whole site: whoever edits content anywhere reads what was found wrong in them."""
        return self if by.scope(Permission.EDIT_CONTENT) else self.none()

    def new(self) -> Self:
        return self.filter(state=CorrectionState.NEW)

    def new_first(self) -> Self:
        waits = Case(When(state=CorrectionState.NEW, then=Value(0)), default=Value(1))
        return self.select_related("lesson__page").order_by(waits, "-sent_at", "-pk")


def all_reflections() -> ReflectionQuerySet:
    return ReflectionQuerySet(Reflection)


def all_corrections() -> CorrectionQuerySet:
    return CorrectionQuerySet(Correction)
