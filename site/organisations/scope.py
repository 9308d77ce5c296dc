"""`Scope`: an organisation and all below it; for a bureau also what lies in its area on other lines.

The two lines of a county (民政 and 社会工作部) answer for the same people with different tables, so both read
the same facts. Writing follows the tree alone (see `authority`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

from organisations.rules import area_prefix
from organisations.words import OrganisationKind


@dataclass(frozen=True)
class Scope:
    """A set of organisations, as path prefixes and area prefixes. Empty: sees nothing."""

    paths: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    everything: bool = False

    def __or__(self, other: Scope) -> Scope:
        return Scope(self.paths | other.paths, self.areas | other.areas, self.everything or other.everything)

    def __bool__(self) -> bool:
        return self.everything or bool(self.paths or self.areas)

    def covers(self, *, path: str, area_code: str) -> bool:
        return (
            self.everything
            or any(path.startswith(prefix) for prefix in self.paths)
            or any(area_code.startswith(prefix) for prefix in self.areas)
        )

    def condition(self, via: str = "") -> Q:
        """A filter on organisations, or on rows that reach one through the relation `via`."""
        if self.everything:
            return Q()
        lead = f"{via}__" if via else ""
        condition = Q(pk__in=[])
        for prefix in sorted(self.paths):
            condition |= Q(**{f"{lead}path__startswith": prefix})
        for prefix in sorted(self.areas):
            condition |= Q(**{f"{lead}area_code__startswith": prefix})
        return condition


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


class Placed(Protocol):
    """What a scope must know of an organisation."""

    path: str
    kind: str
    area_code: str


def scope_of(organisation: Placed) -> Scope:
    """The organisation and all below it; for a bureau also everything in its area."""
    areas: frozenset[str] = frozenset()
    if organisation.kind == OrganisationKind.BUREAU and organisation.area_code:
        areas = frozenset({area_prefix(organisation.area_code)})
    return Scope(paths=frozenset({organisation.path}), areas=areas)
