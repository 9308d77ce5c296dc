"""Named questions about files that jobs have made."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from organisations.authority import Authority
from reporting.models import PreparedFile


class PreparedFileQuerySet(models.QuerySet[PreparedFile]):
    def visible_to(self, by: Authority, *, at: datetime) -> Self:
        """One's own, while they are kept."""
        return self.filter(owner=by.person_id or 0, expires_at__gt=at)

    def expired(self, at: datetime) -> Self:
        return self.filter(expires_at__lte=at)


def all_prepared() -> PreparedFileQuerySet:
    return PreparedFileQuerySet(PreparedFile)
