"""What each figure is, over plain lines: one person, one attended session, credited minutes.

The page and the command let the database count (`reporting.querysets.figures`); a filing is counted here, from its frozen
lines. A test holds both to the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, Self

from reporting.rules.quantities import (
    Classes,
    DeliveredMinutes,
    People,
    PersonClasses,
    PersonCourses,
    PersonDays,
    PersonMinutes,
    PersonSessions,
    Quantity,
    Rounds,
    Summable,
    hours_number,
)
from reporting.words import Figure, Side, VisitsUnit

__all__ = [
    "IN_HOURS", "NOTHING", "NO_ROUND", "TOTAL", "Figures", "Line", "Place", "Table", "Tier", "count", "hours_number",
    "once", "shown", "tabulate",
]  # fmt: skip

NO_ROUND = -1  # classes without a number of their 期 make one 期 together


class Place(NamedTuple):
    """Where a line counts: `county` is an area code of six digits (or empty), `unit` the id of a station or bureau."""

    county: str
    unit: int


class Line(NamedTuple):
    """One standing credit of the ledger with what it was for. `person` is whoever a merged record points to.

    `organiser_place` and `place` are empty where the organiser, or the learner's unit that day, is outside the scope.
    """

    entry: int
    person: int
    minutes: int  # credited
    state: str
    day: date
    session: int
    session_minutes: int  # scheduled
    topic: str
    training_class: int
    organiser: int
    report_year: int
    round_number: int
    organiser_place: Place | None
    place: Place | None


_PLACES: dict[Side, Callable[[Line], Any]] = {
    Side.ORGANISER: attrgetter("organiser_place"),
    Side.PARTICIPANT: attrgetter("place"),
}


class Tier(NamedTuple):
    """A row of the table: everything (both empty), a county, or a unit of a county."""

    county: str | None = None
    unit: int | None = None


TOTAL = Tier()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one row and one side. Minutes, not hours; every unit of 人次 side by side."""

    people: int = 0
    rounds: int = 0
    classes: int = 0
    delivered_minutes: int = 0
    person_days: int = 0
    person_sessions: int = 0
    person_courses: int = 0
    person_classes: int = 0
    person_minutes: int = 0

    def visits(self, unit: VisitsUnit) -> Summable:
        return {
            VisitsUnit.PERSON_DAY: PersonDays(self.person_days),
            VisitsUnit.SESSION: PersonSessions(self.person_sessions),
            VisitsUnit.COURSE: PersonCourses(self.person_courses),
            VisitsUnit.CLASS: PersonClasses(self.person_classes),
        }[unit]

    def quantity(self, figure: Figure, unit: VisitsUnit) -> Quantity:
        """The figure with what it counts."""
        return {
            Figure.ROUNDS: Rounds(self.rounds),
            Figure.CLASSES: Classes(self.classes),
            Figure.PEOPLE: People(self.people),
            Figure.VISITS: self.visits(unit),
            Figure.HALF_DAY_SIGN_INS: PersonSessions(self.person_sessions),
            Figure.HOURS_DELIVERED: DeliveredMinutes(self.delivered_minutes),
            Figure.PERSON_HOURS: PersonMinutes(self.person_minutes),
        }[figure]

    def value(self, figure: Figure, unit: VisitsUnit) -> int:
        """The figure as it is stored and compared: hours are minutes."""
        return self.quantity(figure, unit).number


NOTHING = Figures()
Table = dict[tuple[Side, Tier], Figures]
IN_HOURS: frozenset[Figure] = frozenset({Figure.HOURS_DELIVERED, Figure.PERSON_HOURS})


def tabulate(lines: Iterable[Line]) -> Table:
    """Every row of both sides. People, and all that is distinct, are counted anew in each row, never added.

    A filing of a province has 300,000 lines: they are looked at once for each side, and counties and the whole unite
    what was found in their units.
    """
    ordered = sorted(lines, key=attrgetter("entry"))
    found: dict[tuple[Side, Tier], _Found] = {(side, TOTAL): _Found() for side in Side}
    for side, place_of in _PLACES.items():
        by_place: dict[Place, list[Line]] = {}
        for line in once(ordered, place_of):
            by_place.setdefault(place_of(line), []).append(line)
        for place, mine in by_place.items():
            unit = _Found.of(mine)
            found[(side, Tier(place.county, place.unit))] = unit
            for tier in (TOTAL, Tier(place.county)):
                found.setdefault((side, tier), _Found()).unite(unit)
    return {key: one.figures() for key, one in found.items()}


def once(lines: Iterable[Line], place_of: Callable[[Line], Place | None]) -> list[Line]:
    """Lines, in the order of the ledger, that have such a place; one person in one session counts once among them.

    Two records of one person may both have been signed in to a session before they were merged: the earlier line counts.
    """
    first: dict[tuple[int, int], Line] = {}
    for line in lines:
        if place_of(line) is not None:
            first.setdefault((line.person, line.session), line)
    return list(first.values())


def count(lines: list[Line]) -> Figures:
    """The figures of these lines, whatever scope they were chosen for."""
    return _Found.of(lines).figures()


_DISTINCT = {
    "people": ("person",),
    "rounds": ("organiser", "report_year", "round_number"),
    "classes": ("training_class",),
    "person_days": ("person", "day"),
    "person_sessions": ("person", "session"),
    "person_courses": ("person", "training_class", "topic"),
    "person_classes": ("person", "training_class"),
}


class _Found:
    """What is distinct among some lines, and their minutes."""

    def __init__(self) -> None:
        self.distinct: dict[str, set[Any]] = {figure: set() for figure in _DISTINCT}
        self.sessions: dict[int, int] = {}  # minutes scheduled
        self.minutes = 0

    @classmethod
    def of(cls, lines: list[Line]) -> Self:
        found = cls()
        found.distinct = {figure: set(map(attrgetter(*names), lines)) for figure, names in _DISTINCT.items()}
        found.sessions = dict(map(attrgetter("session", "session_minutes"), lines))
        found.minutes = sum(map(attrgetter("minutes"), lines))
        return found

    def unite(self, other: _Found) -> None:
        """With other lines: none of them may be among these already."""
        for figure, seen in self.distinct.items():
            seen |= other.distinct[figure]
        self.sessions |= other.sessions
        self.minutes += other.minutes

    def figures(self) -> Figures:
        counts = {figure: len(seen) for figure, seen in self.distinct.items()}
        return Figures(**counts, delivered_minutes=sum(self.sessions.values()), person_minutes=self.minutes)


def shown(figure: Figure, value: int) -> int | float:
    """A stored value as people read it: minutes become hours."""
    return hours_number(value) if figure in IN_HOURS else value
