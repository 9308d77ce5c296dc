"""Named questions about codes on paper and about requests to be let in."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from organisations.authority import Authority
from organisations.roles import Permission
from people.models import AccessRequest, PaperCode
from people.words import AccessRequestState


class PaperCodeQuerySet(models.QuerySet[PaperCode]):
    def usable(self, at: datetime) -> Self:
        return self.filter(used_at=None, replaced_at=None, expires_at__gt=at)

    def for_phone(self, phone: str, hashed: str) -> Self:
        """Codes of people who log in with this number, or on whose roster line it stands."""
        theirs = Q(person__account__phone=phone) | Q(person__phone_hash=hashed)
        return self.filter(theirs, person__withdrawn_at=None, person__merged_into=None)


class AccessRequestQuerySet(models.QuerySet[AccessRequest]):
    def waiting(self) -> Self:
        return self.filter(state=AccessRequestState.WAITING)

    def with_phone(self, hashed: str) -> Self:
        return self.filter(phone_hash=hashed) if hashed else self.none()

    def answerable_by(self, by: Authority) -> Self:
        """What waits at the actor's own organisations and below; nobody answers for themselves."""
        scope = by.scope(Permission.CONFIRM_IDENTITY)
        others = Q(person=None) | ~Q(person=by.person_id)
        return self.waiting().filter(scope.condition("organisation")).filter(others)


def all_paper_codes() -> PaperCodeQuerySet:
    return PaperCodeQuerySet(PaperCode)


def all_access_requests() -> AccessRequestQuerySet:
    return AccessRequestQuerySet(AccessRequest)
