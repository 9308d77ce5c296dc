"""When two rows of the books are one real class that two organisers claim. Pure functions.

They share the 备案号, and at least so many per cent of the smaller one's participants (a rule row; half, where nothing
else is set) were in both on the same day.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Participant:
    """`person` is whoever a merged record points to. Without an identity number only the name tells who it is."""

    person: int
    name: str
    is_proved: bool
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the books with who took part on which days."""

    training_class: int
    filing_number: str
    participants: tuple[Participant, ...]


def plain_number(text: str) -> str:
    """A 备案号 as it is compared: without spaces, wide characters as narrow ones, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def is_same_class(one: Claim, other: Claim, *, percent: int) -> bool:
    """Raises nothing; a row without a number or without participants is like no other."""
    number = plain_number(one.filing_number)
    smaller = min(len(one.participants), len(other.participants))
    if not number or number != plain_number(other.filing_number) or not smaller:
        return False
    return 100 * _in_both(one.participants, other.participants) >= percent * smaller


def _in_both(some: Iterable[Participant], others: Iterable[Participant]) -> int:
    """People of `some` who were in the other class on one of the same days; each counterpart counts once."""
    left = list(others)
    by_person = {one.person: one for one in left}
    found, unmatched = 0, []
    for one in some:
        twin = by_person.pop(one.person, None)
        if twin is None:
            unmatched.append(one)
        elif one.days & twin.days:
            found += 1
    names = Counter((one.name, day, one.is_proved) for one in by_person.values() for day in one.days)
    for one in unmatched:
        found += _meets_a_namesake(one, names)
    return found


def _meets_a_namesake(one: Participant, names: Counter[tuple[str, date, bool]]) -> bool:
    """Two people with identity numbers are two people, whatever they are called."""
    for is_proved in (False,) if one.is_proved else (False, True):
        for day in one.days:
            if names[(one.name, day, is_proved)] > 0:
                for each in one.days:
                    names[(one.name, each, is_proved)] -= 1
                return True
    return False
