"""What changed between two filings, or between a filing and the figures of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.sentences import Sentence
from courses.words import AttendanceState, HalfDay
from reporting.rules.figures import NOTHING, Table, shown
from reporting.rules.filing_document import Document
from reporting.rules.periods import shown_day
from reporting.rules.table_rows import Names, rows
from reporting.words import Figure, Side, VisitsUnit


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One number that is another now; values as shown (hours, not minutes)."""

    label: Sentence
    side: Side
    figure: Figure
    before: int | float
    after: int | float

    @property
    def difference(self) -> int | float:
        return round(self.after - self.before, 2)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of the ledger that came, went, or counts differently. It names no person."""

    entry: int
    day: Sentence
    half_day: Sentence
    training_class: str
    topic: str
    unit: str
    minutes: int
    state: Sentence


@dataclass(frozen=True)
class LineChanges:
    came: tuple[LineChange, ...] = ()
    went: tuple[LineChange, ...] = ()
    altered: tuple[LineChange, ...] = ()  # as they are now: another state, or merged into another person

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.altered)


def figure_changes(before: Table, after: Table, names: Names, unit: VisitsUnit) -> list[FigureChange]:
    """Every row and side, in the order of the table; `names` must know the rows of both."""
    old = {row.tier: row for row in rows(before, names)}
    found = []
    for row in rows({**dict.fromkeys(before, NOTHING), **after}, names):
        for side in Side:
            for figure in Figure:
                was = old[row.tier].value(side, figure, unit) if row.tier in old else 0
                now = row.value(side, figure, unit)
                if was != now:
                    found.append(
                        FigureChange(row.label, side, figure, shown(figure, was), shown(figure, now))
                    )
    return found


def line_changes(before: Document, after: Document) -> LineChanges:
    """By the id of the ledger's line. A corrected credit is another line: one went, one came."""
    old, new = ({row[0]: row for row in document["rows"]} for document in (before, after))
    return LineChanges(
        came=_described(after, [new[entry] for entry in new if entry not in old]),
        went=_described(before, [old[entry] for entry in old if entry not in new]),
        altered=_described(after, [new[entry] for entry in new if entry in old and old[entry] != new[entry]]),
    )


def _described(document: Document, found: list[list[Any]]) -> tuple[LineChange, ...]:
    sessions = {pk: rest for pk, *rest in document["sessions"]}
    classes = {pk: name for pk, _, name, *_ in document["classes"]}
    units = {pk: name for pk, name, *_ in document["organisations"]}
    changes = []
    for entry, _, organisation, session, minutes, state in found:
        held, day, half_day, topic, _ = sessions[session]
        unit = units.get(organisation, "")
        labels = shown_day(date.fromisoformat(day)), HalfDay(half_day).label
        state_label = AttendanceState(state).label
        changes.append(LineChange(entry, *labels, classes[held], topic, unit, minutes, state_label))
    return tuple(changes)
