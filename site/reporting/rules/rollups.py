"""汇总: what the units below have filed beside what the facts say now, and where the difference comes from.

Pure functions, by organiser, over figures as they are stored (hours are minutes).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reporting.rules.figures import NOTHING, Figures, shown
from reporting.words import Figure, Handed, VisitsUnit


@dataclass(frozen=True)
class Part:
    """One unit below: its standing filing of the period, empty where there is none, and its facts of now."""

    organisation: int
    name: str
    live: Figures
    filed: Figures | None = None
    is_returned: bool = False
    is_nil: bool = False  # filed without a line: a report as well
    late_days: int = 0  # as it was filed: a correction is as late as what it corrects
    due_on: date | None = None  # the last day in time, where one was set

    def handed(self, on: date) -> Handed:
        """Whoever is asked for nothing and has filed nothing is still missing from the sum."""
        if self.filed is None:
            return Handed.OVERDUE if self.due_on and self.due_on < on else Handed.MISSING
        if self.is_returned:
            return Handed.RETURNED
        if self.late_days:
            return Handed.NIL_LATE if self.is_nil else Handed.LATE
        return Handed.NIL if self.is_nil else Handed.FILED


@dataclass(frozen=True, slots=True)
class Bridge:
    """From what was filed to what the facts say: `filed + changed + missing + others - twice == now`. As shown."""

    figure: Figure
    filed: int | float
    changed: int | float  # in the facts of those who have filed, since they filed
    missing: int | float  # of those who have not filed
    others: int | float  # of the viewer's own classes, and whoever files to somebody else
    twice: int | float  # one person in several units: counted anew, never added
    now: int | float

    @property
    def difference(self) -> int | float:
        return round(self.now - self.filed, 2)


def bridges(parts: Sequence[Part], others: Figures, whole: Figures, unit: VisitsUnit) -> list[Bridge]:
    """One for each figure. `others` is what lies in no part, `whole` the figures of all together."""
    return [_bridge(figure, parts, others, whole, unit) for figure in Figure]


def _bridge(
    figure: Figure, parts: Sequence[Part], others: Figures, whole: Figures, unit: VisitsUnit
) -> Bridge:
    def value(of: Figures | None) -> int:
        return (of or NOTHING).value(figure, unit)

    filed = sum(value(part.filed) for part in parts)
    live = sum(value(part.live) for part in parts if part.filed is not None)
    missing = sum(value(part.live) for part in parts if part.filed is None)
    twice = live + missing + value(others) - value(whole)
    numbers = (filed, live - filed, missing, value(others), twice, value(whole))
    return Bridge(figure, *(shown(figure, number) for number in numbers))
