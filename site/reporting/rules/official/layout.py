"""A computed form as sheets of a workbook and as lines of a CSV file: merged headings, repeated rows, sign-off lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from core.documents import Heading, Line, Listed, Paragraph, Run, Title
from core.documents import Part as DocumentPart
from core.documents import Table as Grid
from core.sentences import full_date, say
from core.sheets.writing import Cell, Plan, Style
from reporting.rules.official.shape import Column, Computed, Part, Plain, Row

MOST_LETTERS = 31  # of the name of a sheet
SIGNS_ON_A_LINE = 3
POINTS_A_LINE = 16.0
LEAST_WIDTH = 3  # columns of a sheet that still holds the sign-off lines side by side
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def plans(computed: Computed) -> list[Plan]:
    """One sheet a table; the sign-off lines stand on each, because each is a paper of its own."""
    names = _names(computed)
    return [
        _plan(name, computed, part, computed.paragraphs if at == 0 else ())
        for at, (name, part) in enumerate(zip(names, computed.parts, strict=True))
    ]


def document(computed: Computed) -> list[DocumentPart]:
    """What is said in words, the tables under it, and the definitions at the foot."""
    parts: list[DocumentPart] = [Title(computed.title)]
    parts += [Paragraph((Run(words),)) for words in computed.paragraphs]
    for part in computed.parts:
        headings = tuple(_whole_heading(column) for column in part.table.columns)
        rows = tuple(tuple(_written(value.shown) for value in row.values) for row in part.rows)
        widths = tuple(round(column.width) for column in part.table.columns)
        parts += [Heading(part.caption, level=2), Grid((headings, *rows), widths, heading_rows=1)]
    parts.append(Heading(say("口径"), level=2))
    parts.append(Listed(tuple((Run(note),) for note in computed.all_notes), is_numbered=True))
    parts.append(Line(fine_print(computed)))
    return parts


def _written(shown: Plain) -> str:
    return "" if shown is None else str(shown)


def lines(computed: Computed) -> Iterator[list[Plain]]:
    """The tables one below the other, each with its caption and its headings in one line."""
    yield [computed.title]
    for label, text in computed.facts:
        yield [label, text]
    for words in computed.paragraphs:
        yield [words]
    for part in computed.parts:
        yield []
        yield [part.caption]
        yield [_whole_heading(column) for column in part.table.columns]
        for row in part.rows:
            yield [value.shown for value in row.values]


def _names(computed: Computed) -> list[str]:
    """Excel wants them short, different and without its own signs."""
    found: list[str] = []
    for at, part in enumerate(computed.parts, start=1):
        name = _NOT_IN_NAMES.sub("", part.caption)[:MOST_LETTERS] or str(at)
        found.append(name if name not in found else f"{name[: MOST_LETTERS - 4]} {at}")
    return found


def _plan(name: str, computed: Computed, part: Part, paragraphs: Sequence[str]) -> Plan:
    columns = part.table.columns
    width = max(len(columns), LEAST_WIDTH)
    title = computed.title if len(computed.parts) == 1 else f"{computed.title}　{part.caption}"
    facts = "　　".join(f"{label}{text}" for label, text in computed.facts)
    cells = [
        Cell(1, 1, title, Style.TITLE, across=width),
        Cell(2, 1, facts, Style.NOTE, across=width),
    ]
    above, heights = _paragraphs(paragraphs, part, width, row=3)
    headings, first_row = _headings(part, row=3 + len(above))
    foot, heights_of_foot = _foot(computed, first_row + len(part.rows), width)
    return Plan(
        name, _Cells([*cells, *above, *headings], part, first_row, foot),
        widths=[column.width for column in columns] + [9.0] * (width - len(columns)),
        heights={1: 30, 2: 20} | heights | heights_of_foot, repeat_rows=(3 + len(above), first_row - 1),
        footer=computed.title,
        landscape=computed.form.landscape,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a sheet, row by row; those of its lines are made while it is read, because a province has 30,000."""

    above: Sequence[Cell]
    part: Part
    first_row: int
    foot: Sequence[Cell]

    def __iter__(self) -> Iterator[Cell]:
        yield from self.above
        for line, row in enumerate(self.part.rows, start=self.first_row):
            for at, (column, value) in enumerate(
                zip(self.part.table.columns, row.values, strict=True), start=1
            ):
                yield _cell(line, at, column, row, value.shown)
        yield from self.foot


def _paragraphs(
    paragraphs: Sequence[str], part: Part, width: int, *, row: int
) -> tuple[list[Cell], dict[int, float]]:
    """A merged cell grows with no text by itself, so each gets the height that its lines need."""
    room = sum(column.width for column in part.table.columns)
    heights = {
        row + at: POINTS_A_LINE * ceil(2 * len(words) / room) for at, words in enumerate(paragraphs)
    }  # a Chinese character is two wide
    return [
        Cell(row + at, 1, words, Style.NOTE, across=width) for at, words in enumerate(paragraphs)
    ], heights


def _headings(part: Part, *, row: int) -> tuple[list[Cell], int]:
    """The cells, and the first row below them."""
    columns = part.table.columns
    if not part.table.is_grouped:
        return [
            Cell(row, at, column.heading + column.mark, Style.HEADING)
            for at, column in enumerate(columns, start=1)
        ], row + 1
    cells: list[Cell] = []
    at = 1
    for group, across in part.table.groups:
        if group:
            cells.append(Cell(row, at, group, Style.HEADING, across=across))
        at += across
    for at, column in enumerate(columns, start=1):
        below = row + 1 if column.group else row
        cells.append(
            Cell(below, at, column.heading + column.mark, Style.HEADING, down=1 if column.group else 2)
        )
    return cells, row + 2


def _cell(line: int, at: int, column: Column, row: Row, shown: Plain) -> Cell:
    is_number = column.is_number and not isinstance(shown, str)
    styles = (Style.TOTAL_NUMBER, Style.TOTAL_TEXT) if row.is_total else (Style.NUMBER, Style.TEXT)
    style = styles[0] if is_number else styles[1]
    indented = (
        "　" * (row.depth - 1) + shown if at == 1 and row.depth > 1 and isinstance(shown, str) else shown
    )
    return Cell(line, at, indented, style)


def _foot(computed: Computed, row: int, width: int) -> tuple[list[Cell], dict[int, float]]:
    cells: list[Cell] = []
    heights: dict[int, float] = {}
    for at, note in enumerate(computed.all_notes, start=1):
        cells.append(Cell(row, 1, f"{at}. {note}", Style.NOTE, across=width))
        heights[row] = 16.0
        row += 1
    signs = list(computed.sign_off)
    while signs:
        row += 1
        heights[row] = 30.0
        here, signs = signs[:SIGNS_ON_A_LINE], signs[SIGNS_ON_A_LINE:]
        for at, sign in enumerate(here):
            left = 1 + at * width // len(here)
            right = (at + 1) * width // len(here)
            cells.append(Cell(row, left, sign, Style.SIGN, across=right - left + 1))
    cells.append(Cell(row + 1, 1, fine_print(computed), Style.SMALL, across=width))
    return cells, heights


def fine_print(computed: Computed) -> str:
    """Up to when it was counted, and by which rules."""
    moment = say(
        "数据截止%(day)s %(time)s",
        day=full_date(computed.counted_at.date()),
        time=f"{computed.counted_at:%H:%M}",
    )
    return f"{moment}　{computed.rule_version}" if computed.rule_version else moment


def _whole_heading(column: Column) -> str:
    return f"{column.group}：{column.heading}{column.mark}" if column.group else column.heading + column.mark
