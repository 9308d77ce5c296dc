"""Named questions about complaints and suggestions."""

from __future__ import annotations

from typing import Self

from django.db import models

from inbox.models import Complaint
from inbox.words import ComplaintState
from organisations.authority import Authority
from organisations.roles import Permission


class ComplaintQuerySet(models.QuerySet[Complaint]):
    def visible_to(self, by: Authority) -> Self:
        """All of them for whoever runs the platform, none for anybody else."""
        return self if by.scope(Permission.OPERATE) else self.none()

    def open(self) -> Self:
        return self.exclude(state=ComplaintState.ANSWERED)

    def oldest(self) -> Self:
        return self.order_by("received_at", "id")

    def newest(self) -> Self:
        return self.order_by("-received_at", "-id")


def all_complaints() -> ComplaintQuerySet:
    return ComplaintQuerySet(Complaint)
