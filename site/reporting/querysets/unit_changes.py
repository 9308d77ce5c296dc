"""The units of a scope, and what became of them since a day: two questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core import clock
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.scope import Scope
from reporting.rules.period_changes import unit_changes
from reporting.words import UnitChange


@dataclass(frozen=True)
class ListedUnit:
    """`former` are the names that it had until after that day, the latest last."""

    unit: Organisation
    changes: tuple[UnitChange, ...] = ()
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitChanges:
    """Changed units first, both halves in the order of area codes. Without a day there is nothing to compare with."""

    units: tuple[ListedUnit, ...]
    has_before: bool

    @property
    def changes(self) -> int:
        return sum(bool(one.changes) for one in self.units)

    @property
    def counts(self) -> Counter[UnitChange]:
        return Counter(change for one in self.units for change in one.changes)


def units(scope: Scope, *, since: date | None) -> UnitChanges:
    """Those that are, and those that ended after the day `since`. Where every unit is newer, nothing is compared."""
    lasting = Q(ended_on=None) if since is None else Q(ended_on=None) | Q(ended_on__gt=since)
    found = all_organisations().standing().in_scope(scope).filter(lasting).prefetch_related("aliases")
    rows = list(found.order_by("area_code", "path"))
    if since is None or all(clock.date_of(one.recorded_at) > since for one in rows):
        return UnitChanges(tuple(ListedUnit(one) for one in rows), has_before=False)
    listed = [_listed(one, since) for one in rows]
    return UnitChanges(tuple(sorted(listed, key=lambda one: not one.changes)), has_before=True)


def _listed(one: Organisation, since: date) -> ListedUnit:
    renamed = sorted((alias.until, alias.name) for alias in one.aliases.all() if alias.until)
    changes = unit_changes(
        added_on=clock.date_of(one.recorded_at), ended_on=one.ended_on,
        renamed_on=[day for day, _ in renamed], since=since,
    )  # fmt: skip
    former = tuple(name for day, name in renamed if day > since) if UnitChange.RENAMED in changes else ()
    return ListedUnit(one, tuple(changes), former)
