"""对应: what somebody pointed at in a table, and which cells that fills. Nothing is filled that nobody pointed at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.sentences import Sentence, say
from reporting.rules.received.grid import Grid
from reporting.rules.received.measures import Measure, lacks
from reporting.rules.received.sheet_xml import Place
from reporting.words import Axis, Span

MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Point:
    """One answer to one cell: a heading says something of its whole column or row, a cell of itself.

    What a point leaves empty, another one says: a column its metric, a row its scope.
    """

    axis: str
    row: int
    column: int
    metric: str = ""
    side: str = ""
    split: str = ""
    span: str = ""
    scope: str = ""
    by_hand: bool = False

    @property
    def key(self) -> tuple[str, int, int]:
        return self.axis, self.row, self.column

    @property
    def place(self) -> Place:
        return self.row, self.column

    @property
    def says_something(self) -> bool:
        return self.by_hand or any((self.metric, self.side, self.split, self.span, self.scope))

    def as_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ByHand:
    """A cell that the platform leaves empty, and why."""

    place: Place
    reason: Sentence


@dataclass(frozen=True)
class Resolved:
    """What a mapping comes to on one sheet."""

    targets: Mapping[Place, Measure]
    by_hand: tuple[ByHand, ...]


def points_of(records: Iterable[Mapping[str, Any]]) -> tuple[Point, ...]:
    return tuple(Point(**record) for record in records)


def pointed(points: Iterable[Point], new: Point) -> tuple[Point, ...]:
    """The points with this one at its place; one that says nothing takes the old one away."""
    others = [point for point in points if point.key != new.key]
    return tuple(sorted([*others, new] if new.says_something else others, key=lambda point: point.key))


def resolve(grid: Grid, points: Iterable[Point]) -> Resolved:
    """Which cells are filled with what, and which stay for somebody's pen."""
    said = tuple(points)
    answers = _of_blocks(grid, said)
    for point in said:
        if point.axis == Axis.CELL and grid.is_blank(point.place):
            answers[point.place] = _joined(answers.get(point.place), point)
    targets: dict[Place, Measure] = {}
    by_hand: dict[Place, Sentence] = {}
    for place, answer in answers.items():
        measure = _measure(answer)
        reason = say("选了手填") if answer.by_hand else lacks(measure)
        if reason is None:
            targets[place] = measure
        else:
            by_hand[place] = reason
    for place in _inside_the_table(grid, [*targets, *by_hand]):
        if place not in targets:
            by_hand.setdefault(place, say("没有对应的指标"))
    return Resolved(
        dict(sorted(targets.items())), tuple(ByHand(place, by_hand[place]) for place in sorted(by_hand))
    )


def _of_blocks(grid: Grid, points: tuple[Point, ...]) -> dict[Place, Point]:
    """Where a row that was pointed at crosses a column that was. Of two headings above each other the lower one wins."""
    columns, rows = _reach(grid, points, Axis.COLUMN), _reach(grid, points, Axis.ROW)
    found: dict[Place, Point] = {}
    for row, column in ((row, column) for row in rows for column in columns):
        above = [one for one in columns[column] if grid.merge_at(one.place).bottom < row]
        beside = [one for one in rows[row] if grid.merge_at(one.place).right < column]
        if above and beside and grid.is_blank((row, column)):
            found[row, column] = _all_of([*above, *beside])
    return found


def _reach(grid: Grid, points: tuple[Point, ...], axis: Axis) -> dict[int, list[Point]]:
    """By column (or row) the points that speak of it, from the outermost heading to the innermost."""
    found: dict[int, list[Point]] = {}
    for point in sorted(points, key=lambda point: point.place):
        merge = grid.merge_at(point.place)
        if point.axis != axis:
            continue
        is_column = axis == Axis.COLUMN
        first, last = (merge.left, merge.right) if is_column else (merge.top, merge.bottom)
        for at in range(first, last + 1):
            found.setdefault(at, []).append(point)
    return found


def _all_of(points: Iterable[Point]) -> Point:
    joined: Point | None = None
    for point in points:
        joined = _joined(joined, point)
    assert joined is not None  # noqa: S101 - called with a column and a row at least
    return joined


def _joined(before: Point | None, point: Point) -> Point:
    """The later one says what counts, and leaves standing what it does not speak of."""
    if before is None:
        return point
    return replace(
        before,
        metric=point.metric or before.metric,
        side=point.side or before.side,
        split=point.split or before.split,
        span=point.span or before.span,
        scope=point.scope or before.scope,
        by_hand=point.by_hand or (before.by_hand and not point.metric),
    )


def _measure(point: Point) -> Measure:
    return Measure(point.metric, point.side, point.split, point.span or Span.PERIOD.value, point.scope)


def _inside_the_table(grid: Grid, known: list[Place]) -> list[Place]:
    """The blank cells beside and below a heading of the table that these cells belong to."""
    if not known:
        return []
    first_row, first_column = min(row for row, _ in known), min(column for _, column in known)
    rows = _run(first_row, lambda row: _is_row(grid, row, first_column))
    columns = _run(
        first_column, lambda column: bool(grid.column_label((first_row, column))), most=grid.size[1]
    )
    rows |= {row for row, _ in known}
    columns |= {column for _, column in known}
    return [
        (row, column) for row in sorted(rows) for column in sorted(columns) if grid.is_blank((row, column))
    ]


def _is_row(grid: Grid, row: int, first_column: int) -> bool:
    return row <= grid.size[0] and any(grid.words((row, column)) for column in range(1, first_column))


def _run(start: int, holds: Callable[[int], bool], *, most: int = 10**6) -> set[int]:
    found: set[int] = set()
    at = start
    while at <= most and holds(at):
        found.add(at)
        at += 1
    return found
