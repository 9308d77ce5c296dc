"""Workbooks to rows with verdicts. Nothing is dropped: every row that says something gets its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.sentences import say
from core.sheets.grid import Cell, Sheet, Workbook
from reporting.rules.workbooks.bystanders import why_no_data
from reporting.rules.workbooks.cells import compact, is_blank
from reporting.rules.workbooks.classes import ClassBook, KnownClass, class_of_sheet
from reporting.rules.workbooks.duplicates import settle_duplicates
from reporting.rules.workbooks.headings import Field, Heading, find_heading, letters, repeats_heading
from reporting.rules.workbooks.lines import Line
from reporting.rules.workbooks.moments import DateSpan
from reporting.rules.workbooks.readers import READERS, Context
from reporting.rules.workbooks.rows import ClassRow, ParsedRow, SheetKind, Source, doubtful, skipped
from reporting.rules.workbooks.wide import parse_wide
from reporting.rules.workbooks.wide_heading import WideHeading, find_wide

_NOT_RECOGNISED = say(
    "认不出这是哪张表，整张没有读。请保留组织机构、人员花名册、培训班台账、课程安排表或签到表的表头后重新上传"
)
# Whoever has this many digits in the identity column is a person, whatever the row begins with.
_DIGITS_OF_A_PERSON = 15


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    sheet: Sheet
    heading: Heading | WideHeading | None


def parse_workbooks(
    workbooks: Iterable[Workbook], *, known_classes: Iterable[KnownClass] = ()
) -> tuple[ParsedRow, ...]:
    """The verdicts on all rows of all sheets, in the order of the files.

    The registers among them are read first: sign-in sheets take the years of their dates, and often their class,
    from there. `known_classes` are those of earlier uploads; the register in hand goes before them. Never raises
    for what stands in a cell.
    """
    found = [_look_at(book.name, sheet) for book in workbooks for sheet in book.sheets]
    earlier = list(known_classes)
    registers = {
        place: _parse_list(sheet, ClassBook(earlier))
        for place, sheet in enumerate(found)
        if sheet.source.kind == SheetKind.CLASSES
    }
    book = ClassBook([*earlier, *_classes_in(row for rows in registers.values() for row in rows)])
    rows: list[ParsedRow] = []
    for place, sheet in enumerate(found):
        rows.extend(registers[place] if place in registers else _parse(sheet, book))
    return tuple(settle_duplicates(rows))


def _look_at(file: str, sheet: Sheet) -> _Found:
    wide = find_wide(sheet)
    if wide is not None:
        return _Found(Source(file, sheet.name, SheetKind.ATTENDANCE_WIDE, letters(wide.fields)), sheet, wide)
    heading = find_heading(sheet.rows)
    kind = heading.kind if heading else SheetKind.UNKNOWN
    columns = heading.columns if heading else {}
    return _Found(Source(file, sheet.name, kind, letters(columns)), sheet, heading)


def _classes_in(rows: Iterable[ParsedRow]) -> list[KnownClass]:
    values = [row.value for row in rows]
    return [
        KnownClass(value.code, value.name, DateSpan(value.starts_on, value.ends_on))
        for value in values
        if isinstance(value, ClassRow)
    ]


def _parse(found: _Found, book: ClassBook) -> list[ParsedRow]:
    if isinstance(found.heading, WideHeading):
        return parse_wide(found.source, found.sheet, found.heading, book)
    return _parse_list(found, book) if found.heading else _unrecognised(found)


def _unrecognised(found: _Found) -> list[ParsedRow]:
    """One doubt for the whole sheet, on its first row; a hidden sheet is somebody's list of choices."""
    filled = [number for number, cells in enumerate(found.sheet.rows, start=1) if not _is_empty(cells)]
    if found.sheet.hidden:
        return [skipped(found.source, number, say("隐藏的工作表，没有读")) for number in filled]
    return [doubtful(found.source, number, _NOT_RECOGNISED) for number in filled[:1]] + [
        skipped(found.source, number, say("认不出的表，没有读")) for number in filled[1:]
    ]


def _parse_list(found: _Found, book: ClassBook) -> list[ParsedRow]:
    heading = found.heading
    if not isinstance(heading, Heading):
        return []
    above = found.sheet.rows[: heading.row - 1]
    context = Context(found.source, book, class_of_sheet(found.sheet.name, above, book))
    rows = _with_merged_cells(found.sheet, heading)
    return [
        _row(context, heading, number, cells, rows[number - 1])
        for number, cells in enumerate(found.sheet.rows, start=1)
    ]


def _row(
    context: Context, heading: Heading, number: int, cells: Sequence[Cell], filled: Sequence[Cell]
) -> ParsedRow:
    if _is_empty(cells):
        return skipped(context.source, number, say("空行"))
    if number < heading.row:
        return skipped(context.source, number, say("标题或说明行"))
    if number == heading.row:
        return skipped(context.source, number, say("表头"))
    if repeats_heading(cells, heading):
        return skipped(context.source, number, say("重复的表头"))
    line = Line(heading.columns, filled)
    if sum(char.isdigit() for char in compact(line.cell(Field.IDENTITY))) < _DIGITS_OF_A_PERSON:
        reason = why_no_data(cells, heading.ordinal)
        if reason:
            return skipped(context.source, number, reason)
    return READERS[heading.kind](line, number, context)


def _with_merged_cells(sheet: Sheet, heading: Heading) -> list[Sequence[Cell]]:
    """Below the headings, a cell merged over several rows says the same in each: a day over its half days."""
    rows: list[Sequence[Cell]] = list(sheet.rows)
    for merge in sheet.merged:
        if merge.top < heading.body or merge.bottom == merge.top or merge.top > len(rows):
            continue
        left = merge.left - 1
        upper = sheet.rows[merge.top - 1]
        value = upper[left] if left < len(upper) else None
        for number in range(merge.top + 1, min(merge.bottom, len(rows)) + 1):
            cells = list(rows[number - 1])
            if left < len(cells):
                cells[left] = value
                rows[number - 1] = cells
    return rows


def _is_empty(cells: Sequence[Cell]) -> bool:
    return all(is_blank(cell) for cell in cells)
