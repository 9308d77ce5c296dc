"""What each figure is, over plain lines: one person, one attended session, credited minutes.

The page and the command let the database count (`reporting.querysets.figures`); a filing is counted here, from its frozen
lines. A test holds both to the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

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
    "shown", "tabulate",
]  # fmt: skip

NO_ROUND = -1  # classes without a number of their 期 make one 期 together


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line counts: `county` is an area code of six digits (or empty), `unit` the id of a station or bureau."""

    county: str
    unit: int


@dataclass(frozen=True, slots=True)
class Line:
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
    """Every row of both sides. People, and all that is distinct, are counted anew in each row, never added."""
    rows: dict[tuple[Side, Tier], list[Line]] = {(side, TOTAL): [] for side in Side}
    for side, place, line in _sided(lines):
        for tier in (TOTAL, Tier(place.county), Tier(place.county, place.unit)):
            rows.setdefault((side, tier), []).append(line)
    return {key: count(found) for key, found in rows.items()}


def count(lines: list[Line]) -> Figures:
    """The figures of these lines, whatever scope they were chosen for."""
    sessions = {line.session: line.session_minutes for line in lines}
    return Figures(
        people=len({line.person for line in lines}),
        rounds=len({(line.organiser, line.report_year, line.round_number) for line in lines}),
        classes=len({line.training_class for line in lines}),
        delivered_minutes=sum(sessions.values()),
        person_days=len({(line.person, line.day) for line in lines}),
        person_sessions=len({(line.person, line.session) for line in lines}),
        person_courses=len({(line.person, line.training_class, line.topic) for line in lines}),
        person_classes=len({(line.person, line.training_class) for line in lines}),
        person_minutes=sum(line.minutes for line in lines),
    )


def _sided(lines: Iterable[Line]) -> Iterator[tuple[Side, Place, Line]]:
    """Each line under the sides in whose scope it lies; one person in one session counts once on a side.

    Two records of one person may both have been signed in to a session before they were merged: the earlier line counts.
    """
    seen: set[tuple[Side, int, int]] = set()
    for line in sorted(lines, key=lambda line: line.entry):
        for side, place in ((Side.ORGANISER, line.organiser_place), (Side.PARTICIPANT, line.place)):
            key = (side, line.person, line.session)
            if place is not None and key not in seen:
                seen.add(key)
                yield side, place, line


def shown(figure: Figure, value: int) -> int | float:
    """A stored value as people read it: minutes become hours."""
    return hours_number(value) if figure in IN_HOURS else value
