"""The usual sign-in sheet of a class: a row a learner, a column a half day, a mark in each box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.sentences import NOTHING, Sentence, say
from core.sheets.grid import Cell, Sheet
from courses.words import AttendanceState
from reporting.rules.workbooks import marks
from reporting.rules.workbooks.bystanders import why_no_data
from reporting.rules.workbooks.cells import Unreadable, is_blank, match_key, person_name
from reporting.rules.workbooks.classes import ClassBook, class_of_sheet
from reporting.rules.workbooks.headings import Field, columns_of
from reporting.rules.workbooks.identity import identity_number
from reporting.rules.workbooks.lines import LONGEST_NOTE, Line
from reporting.rules.workbooks.marks import Legend
from reporting.rules.workbooks.rows import (
    AttendanceRow,
    ParsedRow,
    SheetKind,
    Source,
    doubtful,
    read,
    skipped,
)
from reporting.rules.workbooks.wide_heading import MarkColumn, WideHeading, mark_columns, only_headings

_NO_COLUMNS = Unreadable(say("表头里找不到日期和上午、下午，不知道是哪一天的标记，请补上表头后重新上传"))
_SHORTEST_LEGEND = 4
_NO_HEADING = say("这一列没有表头，不知道是哪一天的标记，请在表头写明日期和上午、下午")


@dataclass(frozen=True, slots=True)
class _Wide:
    """All that the reading of one learner's row needs."""

    source: Source
    heading: WideHeading
    columns: Sequence[MarkColumn]
    unheaded: Sequence[int]
    legend: Legend
    class_code: str


@dataclass(frozen=True, slots=True)
class _Learner:
    """Who a row is about."""

    name: str
    identity: str | None
    organisation: str
    note: str

    @property
    def key(self) -> tuple[str, str]:
        return (self.identity or match_key(self.name), "" if self.identity else match_key(self.organisation))


def parse_wide(source: Source, sheet: Sheet, heading: WideHeading, book: ClassBook) -> list[ParsedRow]:
    """One verdict a mark for learners, one a row for everything else.

    An empty box is an absence. A learner who stands in the sheet twice is read once if all marks are equal.
    """
    code = class_of_sheet(sheet.name, sheet.rows[: heading.top - 1], book)
    span = book.dates(code) if isinstance(code, str) else None
    columns = mark_columns(sheet, heading, span)
    legend = marks.legend_of(cell for cells in sheet.rows for cell in _note_cells(cells, heading))
    trouble = code if isinstance(code, Unreadable) else None if columns else _NO_COLUMNS
    wide = _Wide(source, heading, columns, _unheaded(sheet, heading, columns), legend, str(code))
    parsed: list[ParsedRow] = []
    learners: dict[tuple[str, str], list[list[ParsedRow]]] = {}
    for number, cells in enumerate(sheet.rows, start=1):
        reason = _why_no_learner(heading, number, cells)
        if reason or trouble:
            parsed.append(_no_marks(source, number, reason, trouble))
            continue
        learner = _learner(wide, number, cells)
        if isinstance(learner, ParsedRow):
            parsed.append(learner)
        else:
            learners.setdefault(learner.key, []).append(list(_marks(wide, number, cells, learner)))
    for rows in learners.values():
        parsed.extend(_settled(source, rows))
    return sorted(parsed, key=lambda row: row.row)


def _no_marks(source: Source, number: int, reason: Sentence | None, trouble: Unreadable | None) -> ParsedRow:
    if reason or trouble is None:
        return skipped(source, number, reason or NOTHING)
    return doubtful(source, number, trouble.reason)


def _note_cells(cells: Sequence[Cell], heading: WideHeading) -> Iterator[Cell]:
    """Cells that may hold a legend: longer than a mark, and in no learner's row."""
    name = heading.fields[Field.NAME].index
    if any(not is_blank(cell) for cell in cells[:name]) and name < len(cells) and not is_blank(cells[name]):
        return
    yield from (cell for cell in cells if isinstance(cell, str) and len(cell) >= _SHORTEST_LEGEND)


def _unheaded(sheet: Sheet, heading: WideHeading, columns: Sequence[MarkColumn]) -> list[int]:
    """Columns among the marks, or right after them, over which no heading stands at all."""
    if not columns:
        return []
    first, last = columns[0].index, columns[-1].index
    width = max(len(cells) for cells in sheet.rows)
    end = min((index for index in heading.headed if index > last), default=width)
    known = {column.index for column in columns}
    return [index for index in range(first, end) if index not in heading.headed and index not in known]


def _why_no_learner(heading: WideHeading, number: int, cells: Sequence[Cell]) -> Sentence | None:
    if all(is_blank(cell) for cell in cells):
        return say("空行")
    if number < heading.top:
        return say("标题或说明行")
    if number < heading.body:
        return say("表头")
    if columns_of(cells, SheetKind.ATTENDANCE_WIDE) == heading.fields or only_headings(cells):
        return say("重复的表头")
    if marks.legend_of(cells):
        return say("说明行，不是一条记录")
    return why_no_data(cells, heading.ordinal)


def _learner(wide: _Wide, number: int, cells: Sequence[Cell]) -> _Learner | ParsedRow:
    line = Line(wide.heading.fields, cells)
    name = line.required(Field.NAME, person_name)
    identity = line.required(Field.IDENTITY, identity_number) if line.has(Field.IDENTITY) else None
    unit = line.named(Field.ORGANISATION)
    if line.troubled or name is None:
        return line.doubts(wide.source, number)
    return _Learner(name, identity, unit, line.note())


def _marks(wide: _Wide, number: int, cells: Sequence[Cell], learner: _Learner) -> Iterator[ParsedRow]:
    for column in wide.columns:
        cell = cells[column.index] if column.index < len(cells) else None
        yield _mark(wide, number, cell, column, learner)
    for index in wide.unheaded:
        if index < len(cells) and not is_blank(cells[index]):
            yield doubtful(wide.source, number, _NO_HEADING, index)


def _mark(wide: _Wide, number: int, cell: Cell, column: MarkColumn, learner: _Learner) -> ParsedRow:
    if isinstance(column.date, Unreadable):
        return doubtful(wide.source, number, column.date.reason, column.index)
    mark = marks.sheet_mark(cell, legend=wide.legend, own_name=learner.name)
    if isinstance(mark, Unreadable):
        return doubtful(wide.source, number, mark.reason, column.index)
    remark = "" if mark.state == AttendanceState.PRESENT else learner.note
    value = AttendanceRow(
        class_code=wide.class_code,
        date=column.date,
        half_day=column.half,
        name=learner.name,
        identity=learner.identity,
        organisation=learner.organisation,
        state=mark.state,
        note="；".join(part for part in (mark.note, remark) if part)[:LONGEST_NOTE],
    )
    return read(wide.source, number, value, column.index)


def _settled(source: Source, same: Sequence[Sequence[ParsedRow]]) -> Iterator[ParsedRow]:
    """The rows of one learner: one row as it is, equal rows once, rows that contradict each other not at all."""
    first, *others = same
    if any(_says(row) != _says(first) for row in others):
        numbers = "、".join(str(row[0].row) for row in same)
        for row in same:
            yield doubtful(
                source,
                row[0].row,
                say(
                    "同单位的同名学员出现在第%(rows)s行，标记不同。是同一人请删去一行，是两个人请加上身份证号一列",
                    rows=numbers,
                ),
            )
        return
    yield from first
    for row in others:
        yield skipped(source, row[0].row, say("重复的行，与第%(row)s行相同", row=first[0].row))


def _says(row: Sequence[ParsedRow]) -> list[tuple[object, ...]]:
    return [(mark.column, mark.verdict, mark.value) for mark in row]
