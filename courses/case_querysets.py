"""Named questions about the case library."""

from __future__ import annotations

from typing import Self

from wagtail.query import PageQuerySet

from courses.models import CasePage
from courses.words import CaseKind


class CaseQuerySet(PageQuerySet):
    """Published cases are for whoever is logged in."""

    def published(self) -> Self:
        found: Self = self.live().order_by("case_kind", "path")
        return found

    def of_kind(self, kind: CaseKind) -> Self:
        found: Self = self.filter(case_kind=kind)
        return found


def all_cases() -> CaseQuerySet:
    return CaseQuerySet(CasePage)
