"""What somebody has to reach, said by the apps that know: hours know of no registration and no programme.

An app registers a function in its `apps.ready`, as for to-dos.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from people.models import Person


@dataclass(frozen=True)
class Target:
    """Minutes done against minutes required between two days, both included, and the rules that ask for them."""

    title: str
    done: int
    required: int
    first_day: date
    last_day: date
    definition: str
    rule_version: str
    is_verified: bool
    url: str  # where it is explained


Source = Callable[[Person, date], Target | None]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Name a function that says what is asked of this person on that day, if anything."""
    if source not in _sources:
        _sources.append(source)
    return source


def targets_of(person: Person, *, on: date) -> list[Target]:
    """Whatever is asked of the person that day."""
    found = (source(person, on) for source in _sources)
    return [target for target in found if target is not None]
