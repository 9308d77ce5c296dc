"""Named questions about the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, Sum

from hours.models import HourEntry, LockedPeriod, Seal
from hours.words import TRAINING_KINDS, HourKind
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission
from people.models import Person


class HourEntryQuerySet(models.QuerySet[HourEntry]):
    def standing(self) -> Self:
        """Credits that no later line reverses: what counts today."""
        return self.filter(reverses=None, reversal=None)

    def of_person(self, person: Person) -> Self:
        """The person's own lines and those of everybody merged into them."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def of_people(self, people: Iterable[Person]) -> Self:
        """The lines of each of them, with those of everybody merged into them."""
        chosen = [person.pk for person in people]
        return self.filter(Q(person__in=chosen) | Q(person__merged_into__in=chosen))

    def of_source(self, source_type: str, source_id: int, kind: HourKind) -> Self:
        return self.filter(source_type=source_type, source_id=source_id, kind=kind)

    def training(self) -> Self:
        return self.filter(kind__in=TRAINING_KINDS)

    def between(self, first_day: date, last_day: date) -> Self:
        """Both days included."""
        return self.filter(activity_on__gte=first_day, activity_on__lte=last_day)

    def visible_to(self, by: Authority) -> Self:
        """One's own lines, and those of the organisations in one's scope."""
        scope = by.scope(Permission.VIEW_PEOPLE)
        if scope.everything:
            return self
        own = Q(person_id=by.person_id) | Q(person__merged_into_id=by.person_id)
        return self.filter(scope.condition("organisation") | own) if by.person_id else self.none()

    def total_minutes(self) -> int:
        """Minutes, reversals counted against their credits."""
        return int(self.aggregate(total=Sum("minutes"))["total"] or 0)


class SealQuerySet(models.QuerySet[Seal]):
    def chain(self, bureau: Organisation | None) -> Self:
        """The links in order, without the long lists of what they cover."""
        return self.filter(bureau=bureau).order_by("number").defer("entry_ids", "row_hashes")


class LockedPeriodQuerySet(models.QuerySet[LockedPeriod]):
    def touching(self, first_day: date, last_day: date) -> Self:
        """Locks with a day in common with these, both included."""
        return self.filter(first_day__lte=last_day, last_day__gte=first_day)


def all_entries() -> HourEntryQuerySet:
    return HourEntryQuerySet(HourEntry)


def all_seals() -> SealQuerySet:
    return SealQuerySet(Seal)


def all_locks() -> LockedPeriodQuerySet:
    return LockedPeriodQuerySet(LockedPeriod)
