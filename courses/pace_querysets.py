"""Named questions about notes of an implausible pace."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Case, Value, When

from courses.models import PaceNote
from courses.words import PaceState
from organisations.authority import Authority
from organisations.roles import Permission


class PaceNoteQuerySet(models.QuerySet[PaceNote]):
    def waiting(self) -> Self:
        return self.filter(state=PaceState.WAITING)

    def read_by(self, by: Authority) -> Self:
        """Of the places whose learning the actor looks after; nobody reads what was noted of themselves."""
        return self.filter(by.scope(Permission.REVIEW_LEARNING).condition("organisation")).exclude(
            person=by.person_id or 0
        )

    def waiting_first(self) -> Self:
        waits = Case(When(state=PaceState.WAITING, then=Value(0)), default=Value(1))
        return self.order_by(waits, "-last_at", "-pk")

    def with_names(self) -> Self:
        return self.select_related("person", "organisation")


def all_pace_notes() -> PaceNoteQuerySet:
    return PaceNoteQuerySet(PaceNote)
