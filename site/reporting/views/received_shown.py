"""A higher body's table as a page draws it, and where the rows of a filled cell are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from core.sentences import Sentence, listed, quote, say
from organisations.models import Organisation
from reporting.models import FilledTable
from reporting.querysets.named import value_label
from reporting.rules.metrics import METRICS
from reporting.rules.periods import Period
from reporting.rules.received.grid import Grid
from reporting.rules.received.mapping import Point, Resolved
from reporting.rules.received.measures import Counted, Measure, counted_from, opens_at
from reporting.rules.received.sheet_xml import Place, reference
from reporting.words import Dimension, Side, Span

Names = Mapping[str, Organisation]
_FORM_OF = {
    Counted.STAFF: "personal-hours",
    Counted.MARKS: "class-register",
    Counted.NEW_WORKERS: "pre-service",
}


@dataclass(frozen=True)
class ShownCell:
    """One cell of the table: what stands in it, what is said of it, and the address that points at it."""

    ref: str
    text: str
    note: Sentence
    tone: str
    url: str
    across: int
    down: int
    is_current: bool


@dataclass(frozen=True)
class FilledCell:
    """A filled cell with its value, what it means, where its rows are, and what it would be now where that differs."""

    label: str
    value: str
    meaning: Sentence
    url: str
    now: str = ""


def shown_rows(
    grid: Grid, points: Sequence[Point], found: Resolved, names: Names, *, address: str, at: Place | None
) -> list[list[ShownCell]]:
    """The rows of the table; a merged range is one cell at its first place."""
    said = {point.place: say_point(point, names) for point in points}
    by_hand = {cell.place: cell.reason for cell in found.by_hand}
    rows, columns = grid.size

    def cell(place: Place) -> ShownCell:
        merge = grid.merge_at(place)
        note, tone = _note(grid, place, said, found, by_hand)
        return ShownCell(
            reference(place), grid.texts.get(place, ""), note, tone, f"{address}&at={reference(place)}#point",
            merge.right - merge.left + 1, merge.bottom - merge.top + 1, place == at,
        )  # fmt: skip

    return [
        [
            cell((row, column))
            for column in range(1, columns + 1)
            if grid.anchor((row, column)) == (row, column)
        ]
        for row in range(1, rows + 1)
    ]


def say_point(point: Point, names: Names) -> Sentence:
    """人数、按主办统计."""
    if point.by_hand:
        return say("手填")
    words: list[str] = []
    if point.metric in METRICS:
        words.append(
            say("%(metric)s（%(unit)s）", metric=METRICS[point.metric].name, unit=METRICS[point.metric].unit)
        )
    if point.side:
        words.append(Side(point.side).label)
    if point.split:
        words.append(_split(point.split))
    if point.scope:
        words.append(quote(names[point.scope].name) if point.scope in names else say("（没有这个单位）"))
    if point.span:
        words.append(Span(point.span).label)
    return listed(words)


def filled_cells(record: Mapping[str, Any], now: Mapping[int, str]) -> list[FilledCell]:
    """`now` is by the number of the cell in the record; a cell that is not in it was not counted again."""
    found = []
    for at, cell in enumerate(record["cells"]):
        value, again = cell["value"], now.get(at, cell["value"])
        found.append(
            FilledCell(
                f"{cell['sheet']} {cell['label']}",
                value,
                _meaning(cell),
                rows_url(cell),
                again if again != value else "",
            )
        )
    return found


def record_of(filled: FilledTable) -> dict[str, Any]:
    """The frozen value as it was filled."""
    found: dict[str, Any] = json.loads(bytes(filled.record))
    return found


def measures_of(record: Mapping[str, Any]) -> list[Measure]:
    return [Measure(**cell["measure"]) for cell in record["cells"]]


def left_to_the_pen(record: Mapping[str, Any]) -> list[tuple[str, Sentence]]:
    """The cells that were left empty, each with the reason."""
    return [
        (f"{cell['sheet']} {cell['label']}", Sentence.unpacked(cell["reason"])) for cell in record["by_hand"]
    ]


def definitions_of(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each metric of the table once: its name and its definition as they were frozen."""
    found = {cell["measure"]["metric"]: cell["definition"] for cell in record["cells"]}
    return [
        (say("%(metric)s（%(unit)s）", metric=one["name"], unit=one["unit"]), one["text"])
        for one in found.values()
    ]


def rows_url(cell: Mapping[str, Any]) -> str:
    """The page with the rows of a filled cell: lines of the ledger, or the official form that names the people."""
    measure = Measure(**cell["measure"])
    asked = {"scope": measure.scope} | _period(cell["period"])
    source = counted_from(measure.metric)
    if measure.split:
        asked |= {measure.split.partition(":")[0]: measure.value}
    if source is not Counted.LINES:
        return f"{reverse('reporting:official_form', args=[_FORM_OF[source]])}?{urlencode(asked)}"
    if measure.metric.startswith("visits."):
        asked["visits"] = measure.metric.removeprefix("visits.")
    asked |= {"side": measure.side, "level": opens_at(measure.metric).value}
    return f"{reverse('reporting:figure_lines')}?{urlencode(asked)}"


def _note(
    grid: Grid,
    place: Place,
    said: Mapping[Place, Sentence],
    found: Resolved,
    by_hand: Mapping[Place, Sentence],
) -> tuple[Sentence, str]:
    if place in found.targets:
        metric = METRICS[found.targets[place].metric]
        return said.get(place) or say("填%(metric)s", metric=metric.name), "done"
    if place in said:
        return said[place], "plain"
    if place in by_hand:
        return say("手填"), "due"
    return (say("公式"), "plain") if place in grid.formulas else (Sentence(), "plain")


def _meaning(cell: Mapping[str, Any]) -> Sentence:
    measure = Measure(**cell["measure"])
    metric = METRICS[measure.metric]
    words: list[str] = [
        say("%(metric)s（%(unit)s）", metric=metric.name, unit=metric.unit),
        quote(cell["scope_name"]),
    ]
    if measure.side:
        words.append(Side(measure.side).label)
    if measure.split:
        words.append(_split(measure.split))
    return listed([*words, Period.from_record(cell["period"]).label])


def _split(split: str) -> Sentence:
    name, _, value = split.partition(":")
    return say("%(what)s：%(value)s", what=Dimension(name).label, value=value_label(Dimension(name), value))


def _period(record: Mapping[str, Any]) -> dict[str, str]:
    names = {"report_year": "year"}
    return {names.get(name, name): str(value) for name, value in record.items()}
