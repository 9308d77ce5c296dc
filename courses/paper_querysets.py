"""Named questions about typed paper sheets."""

from __future__ import annotations

from typing import Self

from django.db import models

from courses.models import ClassSession, PaperSheet
from courses.querysets import all_classes
from organisations.authority import Authority
from organisations.roles import Permission


class PaperSheetQuerySet(models.QuerySet[PaperSheet]):
    def of_session(self, session: ClassSession) -> Self:
        """Without the bytes of the scans."""
        return self.filter(session=session).select_related("typed_by").defer("file")

    def run_by(self, by: Authority) -> Self:
        """Of the classes whose sign-in the actor runs."""
        return self.filter(session__training_class__in=all_classes().managed_by(by, Permission.RUN_SIGN_IN))


def all_paper_sheets() -> PaperSheetQuerySet:
    return PaperSheetQuerySet(PaperSheet)
