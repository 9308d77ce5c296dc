"""What other apps state beside each person that a search finds: people know of no hours.

An app registers a column in its `apps.ready`, as for to-dos. A column asks for all people of a page at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from people.models import Person


@dataclass(frozen=True)
class Statement:
    """A few words about a person, and the page that explains them."""

    text: str
    url: str


Column = Callable[[Sequence[Person]], Mapping[int, Statement]]
_columns: dict[Column, str | Promise] = {}


def register(column: Column, *, heading: str | Promise) -> Column:
    """Name a function that says something about people that may be seen, by their primary key."""
    _columns[column] = heading
    return column


def put_beside(people: Sequence[Person]) -> list[str | Promise]:
    """Give each person `beside`, one statement or None a column; returns the headings."""
    told = [column(people) for column in _columns]
    for person in people:
        person.beside = [statements.get(person.pk) for statements in told]  # type: ignore[attr-defined]
    return list(_columns.values())
