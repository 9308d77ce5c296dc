"""Named questions about lists of webinars."""

from __future__ import annotations

from typing import Self

from django.db import models

from courses.models import ClassSession, OnlineList
from courses.querysets import all_classes
from organisations.authority import Authority
from organisations.roles import Permission


class OnlineListQuerySet(models.QuerySet[OnlineList]):
    def of_session(self, session: ClassSession) -> Self:
        """Without what they say."""
        return self.filter(session=session).defer("guests")

    def waiting(self) -> Self:
        return self.filter(decided_at=None)

    def run_by(self, by: Authority) -> Self:
        """Of the classes whose sign-in the actor runs."""
        return self.filter(session__training_class__in=all_classes().managed_by(by, Permission.RUN_SIGN_IN))


def all_online_lists() -> OnlineListQuerySet:
    return OnlineListQuerySet(OnlineList)
