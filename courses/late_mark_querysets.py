"""Named questions about late-mark requests."""

from __future__ import annotations

from typing import Self

from django.db import models

from courses.models import LateMarkRequest
from courses.querysets import all_classes
from courses.words import RequestState
from organisations.authority import Authority
from organisations.roles import Permission


class LateMarkQuerySet(models.QuerySet[LateMarkRequest]):
    def waiting(self) -> Self:
        return self.filter(state=RequestState.WAITING).order_by("asked_at", "id")

    def run_by(self, by: Authority) -> Self:
        """Of the classes whose sign-in the actor runs."""
        return self.filter(session__training_class__in=all_classes().managed_by(by, Permission.RUN_SIGN_IN))

    def with_names(self) -> Self:
        return self.select_related("person", "session__training_class")


def all_late_marks() -> LateMarkQuerySet:
    return LateMarkQuerySet(LateMarkRequest)
