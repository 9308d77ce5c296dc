"""Named questions about saved views."""

from __future__ import annotations

from typing import Self

from django.db import models

from desks.models import SavedView
from organisations.authority import Authority


class SavedViewQuerySet(models.QuerySet[SavedView]):
    def of(self, by: Authority) -> Self:
        """The actor's own; nobody sees another's."""
        return self.filter(person=by.person_id) if by.person_id is not None else self.none()


def all_views() -> SavedViewQuerySet:
    return SavedViewQuerySet(SavedView)
