"""What is another than in the period before: numbers, classes and units. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from courses.rules.class_states import OVER
from courses.words import ClassState
from reporting.words import ClassMark, UnitChange

Count = int | float
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Change:
    """A number of the period, and of the one before; without one: nothing to compare with."""

    now: Count
    before: Count | None = None

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.now

    @property
    def difference(self) -> Count:
        """With nothing to compare with: none."""
        return 0 if self.before is None else round(self.now - self.before, 2)


def changed(rows: Iterable[Sequence[Change]]) -> int:
    """How many of the numbers are others."""
    return sum(one.is_changed for row in rows for one in row)


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What a class is judged by; both days are included."""

    organiser: int
    name: str
    round_number: int | None
    state: str
    starts_on: date
    ends_on: date
    filing_number: str = ""
    is_historical: bool = False

    @property
    def series(self) -> tuple[int, str, int | None]:
        """What it shares with the same class of another year: the year in its name is left out."""
        return self.organiser, _YEAR.sub("", self.name).strip(), self.round_number


def class_marks(one: ClassFacts, a_year_before: Collection[ClassFacts], *, on: date) -> list[ClassMark]:
    """In the order of the words. A year without a class makes none a new one."""
    found = []
    is_cancelled = one.state == ClassState.CANCELLED
    is_open = one.state not in OVER and not is_cancelled
    if is_open and not one.is_historical and one.ends_on < on:
        found.append(ClassMark.NOT_CLOSED)
    if not is_cancelled and not one.filing_number and one.starts_on <= on:
        found.append(ClassMark.NO_NUMBER)
    if is_cancelled:
        found.append(ClassMark.CANCELLED)
    if a_year_before and one.series not in {other.series for other in a_year_before}:
        found.append(ClassMark.NEW)
    return found


def gone(now: Iterable[ClassFacts], a_year_before: Iterable[ClassFacts]) -> set[tuple[int, str, int | None]]:
    """Classes that were held a year ago, and have none like them now; cancelled ones were not held."""
    held = {one.series for one in a_year_before if one.state != ClassState.CANCELLED}
    return held - {one.series for one in now}


def unit_changes(
    *, added_on: date, ended_on: date | None, renamed_on: Collection[date], since: date
) -> list[UnitChange]:
    """What happened after the day `since`. A unit that was added after it is not renamed: nobody knew its former name."""
    if added_on > since:
        return [UnitChange.ADDED] + [UnitChange.ENDED] * (ended_on is not None and ended_on > since)
    found = []
    if ended_on is not None and ended_on > since:
        found.append(UnitChange.ENDED)
    if any(day > since for day in renamed_on):
        found.append(UnitChange.RENAMED)
    return found
