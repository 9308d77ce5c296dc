"""When lessons are finished faster than is plausible. Pure: it finds runs for people to read and decides nothing.

Only the moments of finishing are known and compared with declared minutes; how long a page was open is not measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Finish:
    """A finished lesson with its declared minutes."""

    progress_id: int
    at: datetime
    minutes: int


@dataclass(frozen=True)
class Pace:
    """At most `most_minutes` (declared) may be finished within any `window`; one lesson alone is never too fast."""

    window: timedelta
    most_minutes: int


@dataclass(frozen=True)
class Run:
    """Finishes in order of time that were too many for the time."""

    finishes: tuple[Finish, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.finishes)

    @property
    def first(self) -> Finish:
        return self.finishes[0]

    @property
    def last(self) -> Finish:
        return self.finishes[-1]


def implausible_runs(finishes: Iterable[Finish], *, pace: Pace) -> list[Run]:
    """The runs of one person: windows that hold too much, those that share a lesson joined, in order of time."""
    ordered = sorted(finishes, key=lambda one: (one.at, one.progress_id))
    spans: list[tuple[int, int]] = []
    start = minutes = 0
    for end, one in enumerate(ordered):
        minutes += one.minutes
        while one.at - ordered[start].at > pace.window:
            minutes -= ordered[start].minutes
            start += 1
        if end > start and minutes > pace.most_minutes:
            if spans and start <= spans[-1][1]:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return [Run(tuple(ordered[first : last + 1])) for first, last in spans]
