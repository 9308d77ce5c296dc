"""The supervision of a scope's people in a period and in the one before, as the official form counts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.sentences import Sentence
from reporting.querysets.official import supervision
from reporting.querysets.official.asked import Question
from reporting.rules.metrics import METRICS, Metric
from reporting.rules.official.shape import Part
from reporting.rules.period_changes import Change, Count
from reporting.rules.periods import Period

# The keys of `supervision.totals`, in the order of the page.
TOTALS = {
    "people": "supervised", "sessions": "supervision_sessions", "hours": "supervision_hours",
    "person_hours": "supervision_person_hours", "stations": "supervised_stations",
}  # fmt: skip
_COLUMNS = ("supervised", "sessions", "person_hours")
_Numbers = tuple[Count, ...]


@dataclass(frozen=True)
class SupervisedPlace:
    """People, meetings and person-hours of a unit."""

    name: str
    changes: tuple[Change, ...]

    @property
    def is_changed(self) -> bool:
        return any(one.is_changed for one in self.changes)

    @property
    def has_none(self) -> bool:
        return not any(one.now for one in self.changes)


def totals(question: Question, before: Period | None) -> list[tuple[Metric, Change]]:
    now = supervision.totals(question)
    was = supervision.totals(replace(question, period=before)) if before else None
    return [(METRICS[code], Change(now[key], was[key] if was else None)) for key, code in TOTALS.items()]


def places(question: Question, before: Period | None) -> list[SupervisedPlace]:
    """Every station, and every unit where somebody was supervised in one of the periods; changed ones first."""
    now = _by_place(question)
    was = _by_place(replace(question, period=before)) if before else None
    nobody = (0,) * len(_COLUMNS)
    found = []
    for name in dict.fromkeys((*now, *(was or ()))):
        old: Iterable[Count | None] = was.get(name, nobody) if was is not None else (None,) * len(_COLUMNS)
        found.append(SupervisedPlace(name, tuple(map(Change, now.get(name, nobody), old))))
    return sorted(found, key=lambda one: not one.is_changed)


def _by_place(question: Question) -> dict[str, _Numbers]:
    """By the name of a unit; the line of the whole is left out."""
    part = _places_of(question)
    keys = [column.key for column in part.table.columns]
    found = {}
    for row in part.rows:
        if not row.is_total:
            values = dict(zip(keys, (value.shown for value in row.values), strict=True))
            found[str(values["place"])] = tuple(_number(values[key]) for key in _COLUMNS)
    return found


def _places_of(question: Question) -> Part:
    [part] = [one for one in supervision.compute(question).parts if one.table.key == "places"]
    return part


def _number(shown: str | Sentence | Count | None) -> Count:
    return shown if isinstance(shown, int | float) else 0
