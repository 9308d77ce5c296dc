"""What waits for a person, computed when asked for and never stored.

Each app registers a function in its `apps.ready`; the inbox asks them all and knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from organisations.authority import Authority


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, where, and by when (the last day), if there is a day."""

    title: str
    url: str
    detail: str = ""
    due_on: date | None = None


Source = Callable[[Authority, date], Iterable[Todo]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Name a function that says what waits for this authority on that day."""
    if source not in _sources:
        _sources.append(source)
    return source


def todo_items(by: Authority, *, on: date) -> list[Todo]:
    """Everything that waits, the nearest day first, undated things last."""
    found = [todo for source in _sources for todo in source(by, on)]
    return sorted(found, key=lambda todo: (todo.due_on or date.max, todo.title))
