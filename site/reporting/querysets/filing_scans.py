"""Named questions about stamped papers of filings."""

from __future__ import annotations

from typing import Self

from django.db import models

from organisations.authority import Authority
from organisations.roles import Permission
from reporting.models import Filing, FilingScan


class FilingScanQuerySet(models.QuerySet[FilingScan]):
    def visible_to(self, by: Authority) -> Self:
        """Whoever sees the filing sees its paper."""
        return self.filter(by.scope(Permission.VIEW_FIGURES).condition("filing__organisation"))


def all_scans() -> FilingScanQuerySet:
    return FilingScanQuerySet(FilingScan)


def scans_of(filing: Filing) -> list[FilingScan]:
    """Newest first, without the files themselves: the first one stands."""
    return list(all_scans().filter(filing=filing).defer("file"))
