"""What a cell of a higher body's table may count: declared metrics alone, and by what each of them can be split."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.sentences import Sentence, say
from reporting.rules.metrics import METRICS
from reporting.rules.periods import Period
from reporting.words import Dimension, Figure, Level, Side, Span


class Counted(StrEnum):
    """From which question the value of a metric comes, and so where its rows are."""

    LINES = "lines"
    STAFF = "staff"
    MARKS = "marks"
    NEW_WORKERS = "new_workers"


_COUNTED: dict[str, Counted] = {
    **{code: Counted.LINES for code, metric in METRICS.items() if metric.figure is not None},
    "sessions": Counted.LINES,
    "xueshi": Counted.LINES,
    "hours_per_person": Counted.LINES,
    "xueshi_per_person": Counted.LINES,
    "staff": Counted.STAFF,
    "coverage": Counted.STAFF,
    "certified": Counted.STAFF,
    "certified_rate": Counted.STAFF,
    "attendance_rate": Counted.MARKS,
    "new_workers": Counted.NEW_WORKERS,
    "pre_service_rate": Counted.NEW_WORKERS,
}
OFFERED = tuple(METRICS[code] for code in METRICS if code in _COUNTED)
_SPLITS: dict[Counted, frozenset[Dimension]] = {
    Counted.LINES: frozenset(Dimension),
    Counted.STAFF: frozenset({Dimension.POST}),
    Counted.MARKS: frozenset(),
    Counted.NEW_WORKERS: frozenset({Dimension.POST}),
}
_OPENS_AT = {
    Figure.PEOPLE: Level.PEOPLE,
    Figure.PERSON_HOURS: Level.PEOPLE,
    Figure.HOURS_DELIVERED: Level.SESSIONS,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A complete answer for one cell. `scope` is the public id of an organisation; empty is the table's own.

    `split` is a dimension with its value, "post:service"; empty is everybody.
    """

    metric: str
    side: str = ""
    split: str = ""
    span: str = Span.PERIOD.value
    scope: str = ""

    @property
    def dimension(self) -> Dimension | None:
        return Dimension(self.split.partition(":")[0]) if self.split else None

    @property
    def value(self) -> str:
        return self.split.partition(":")[2]


def counted_from(metric: str) -> Counted:
    """Raises KeyError for a metric that tables are not filled with."""
    return _COUNTED[metric]


def lacks(measure: Measure) -> Sentence | None:
    """Why this counts nothing yet; None where it is whole."""
    if measure.metric not in _COUNTED:
        return say("没有选指标")
    source = counted_from(measure.metric)
    if source is Counted.LINES and measure.side not in set(Side):
        return say("没有选按主办还是按参训人员统计")
    if measure.dimension is not None and not _can_split(measure):
        return say(
            "“%(metric)s”不能按%(what)s分", metric=METRICS[measure.metric].name, what=measure.dimension.label
        )
    return None


def opens_at(metric: str) -> Level:
    """Where the lines of a metric that is counted over lines are first grouped."""
    declared = METRICS[metric]
    if metric == "sessions":
        return Level.SESSIONS
    return _OPENS_AT.get(declared.figure, Level.CLASSES) if declared.figure else Level.PEOPLE


def period_of(period: Period, span: str) -> Period:
    """The days of a cell: those chosen, or from the first of January to the last of them."""
    if span != Span.YEAR or period.report_year is not None:
        return period
    last_day = period.days()[1]
    return Period(date(last_day.year, 1, 1), last_day)


def _can_split(measure: Measure) -> bool:
    """Holders of a certificate are split by its level as well: the level says which certificate."""
    if measure.metric == "certified" and measure.dimension is Dimension.QUALIFICATION:
        return True
    return measure.dimension in _SPLITS[counted_from(measure.metric)]
