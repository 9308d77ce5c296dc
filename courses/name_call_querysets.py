"""Named questions about random roll-calls."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, Q

from courses.models import ClassSession, NameCall
from courses.querysets import all_classes
from organisations.authority import Authority
from organisations.roles import Permission


class NameCallQuerySet(models.QuerySet[NameCall]):
    def of_session(self, session: ClassSession) -> Self:
        """With how many were called (`called`) and how many of them were not there (`missing`)."""
        return self.filter(session=session).annotate(
            called=Count("lines"), missing=Count("lines", filter=Q(lines__is_there=False))
        )

    def run_by(self, by: Authority) -> Self:
        """Of the classes whose sign-in the actor runs."""
        return self.filter(session__training_class__in=all_classes().managed_by(by, Permission.RUN_SIGN_IN))


def all_name_calls() -> NameCallQuerySet:
    return NameCallQuerySet(NameCall)
