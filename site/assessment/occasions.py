"""What papers are sat for. Higher apps know class tests; they say here how one is called and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Occasion:
    """Where somebody who handed in goes back to."""

    title: str
    url: str


Finder = Callable[[UUID], Occasion | None]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Name a function that knows some occasions; None for those of others."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def occasion_of(public_id: UUID | None) -> Occasion | None:
    if public_id is None:
        return None
    return next((found for finder in _finders if (found := finder(public_id)) is not None), None)
