"""The two heading rows of a wide sign-in sheet: dates above, half days below, or both in one cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.sentences import say
from core.sheets.grid import Cell, Merge, Sheet
from courses.words import HalfDay
from reporting.rules.workbooks import marks, moments
from reporting.rules.workbooks.cells import Unreadable, compact, is_blank, plain, text
from reporting.rules.workbooks.headings import HEADING_SEARCH_ROWS, Column, Field, columns_of, ordinal_column
from reporting.rules.workbooks.marks import DayPart
from reporting.rules.workbooks.moments import DateSpan
from reporting.rules.workbooks.rows import SheetKind

_HALF_AT_END = re.compile(
    r"^(.*?)[(]?(上午|下午|晚上|晚间|早上|全天|整天|上|下|晚|am|pm)[)]?$", re.IGNORECASE
)
_HEADING_TAIL = re.compile(r"(?:签到|签名|签字|考勤|出勤|签退)$|[(][^)]*[0-9]:[0-9][^)]*[)]$")
_WEEKDAY = re.compile(r"[(]?(?:星期|礼拜|周)[一二三四五六日天][)]?|[(][一二三四五六日天][)]")
_DAY_LABEL = re.compile(r"^第?[0-9一二三四五六七八九十]{1,2}[天日][:(]?(?=.*月)|[)]$")
# Looks as if a date was meant: then an unreadable one is worth a word, an 电话 column is not.
_DATE_MEANT = re.compile(r"[0-9]{1,2}[-/.月][0-9]{1,2}|[0-9]{8}|[0-9一二三四五六七八九十]{1,3}[月日号]")
_DATE_IN_NOTE = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?")
_NO_DATE = Unreadable(say("这一列的表头没有日期，请在表头写明日期和上午、下午"))


@dataclass(frozen=True, slots=True)
class MarkColumn:
    """A column of marks (counted from 0): the day and half day that it stands for; `half` None is the whole day."""

    index: int
    date: datetime.date | Unreadable
    half: HalfDay | None


@dataclass(frozen=True, slots=True)
class WideHeading:
    """Where a wide sheet keeps what; rows count from 1, `top` is the first heading row, `body` the first below."""

    row: int
    top: int
    body: int
    fields: dict[Field, Column]
    ordinal: int | None
    headed: frozenset[int]


def find_wide(sheet: Sheet) -> WideHeading | None:
    """The headings of a wide sheet: a row with 姓名 and, in it or beside it, columns of days or half days."""
    for number, cells in enumerate(sheet.rows[:HEADING_SEARCH_ROWS], start=1):
        fields = columns_of(cells, SheetKind.ATTENDANCE_WIDE)
        if Field.NAME not in fields or columns_of(cells, SheetKind.ATTENDANCE).keys() & {
            Field.DATE,
            Field.STATE,
        }:
            continue
        block = _block(sheet.rows, number)
        if len(block) > 1 or any(_is_day(cell) or _part(cell) for cell in cells):
            headed = frozenset(
                index for at in block for index, cell in enumerate(sheet.rows[at - 1]) if not is_blank(cell)
            )
            return WideHeading(number, min(block), max(block) + 1, fields, ordinal_column(cells), headed)
    return None


def _block(rows: Sequence[Sequence[Cell]], number: int) -> list[int]:
    """The 姓名 row and its neighbours that hold days or half days and no learner."""
    block = [number]
    if number > 1 and _days_stand_over(rows[number - 2], rows[number - 1]):
        block.insert(0, number - 1)
    for below in (number + 1, number + 2):
        if below > len(rows) or not only_headings(rows[below - 1]):
            break
        block.append(below)
    return block


def _days_stand_over(upper: Sequence[Cell], names: Sequence[Cell]) -> bool:
    """Days over boxes without a heading or over half days; a date under the title stands over 序号."""
    over = [index for index, cell in enumerate(upper) if _is_day(cell)]
    return bool(over) and all(
        index >= len(names) or is_blank(names[index]) or _part(names[index]) is not None for index in over
    )


def only_headings(cells: Sequence[Cell]) -> bool:
    """Days, half days, weekdays, names of columns and nothing else: beside a person's name 上 is a mark."""
    said = [cell for cell in cells if not is_blank(cell)]
    return any(_is_day(cell) or _part(cell) or _WEEKDAY.fullmatch(compact(cell)) for cell in said) and all(
        _is_day(cell) or _part(cell) or _WEEKDAY.fullmatch(compact(cell)) or _is_label(cell) for cell in said
    )


def _is_label(cell: Cell) -> bool:
    return bool(columns_of([cell], SheetKind.ATTENDANCE_WIDE)) or ordinal_column([cell]) is not None


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, datetime.date):
        return True
    if isinstance(cell, int | float):
        return not isinstance(cell, bool) and isinstance(moments.date(cell), datetime.date)
    return isinstance(cell, str) and len(text(cell)) <= 24 and bool(_DATE_MEANT.search(_split(cell)[0]))


def _part(cell: Cell) -> DayPart | None:
    """The half day that a heading cell names, alone or after a date."""
    if not isinstance(cell, str):
        return None
    return _split(cell)[1]


def _split(cell: Cell) -> tuple[str, DayPart | None]:
    """A heading cell's date part and its half day: 12月5日（周一）上午签到 gives 12月5日 and the morning."""
    typed = _HEADING_TAIL.sub("", _WEEKDAY.sub("", plain(cell).replace(" ", "")))
    found = _HALF_AT_END.match(typed)
    # 线下 and 以上 end like half days: before one stands a date or nothing.
    if not found or (found.group(1) and not re.search("[0-9]", found.group(1))):
        return _DAY_LABEL.sub("", typed), None
    part = marks.day_part(found.group(2))
    return _DAY_LABEL.sub("", found.group(1)), part if isinstance(part, DayPart) else None


def mark_columns(sheet: Sheet, heading: WideHeading, span: DateSpan | None) -> list[MarkColumn]:
    """Every column of marks, with its day looked up in the days of the class where the year is missing."""
    rows = range(heading.top, heading.body)
    width = max((len(sheet.rows[row - 1]) for row in rows), default=0)
    taken = {column.index for column in heading.fields.values()} | {heading.ordinal}
    halves = _halves(sheet, heading)
    columns: list[MarkColumn] = []
    day: datetime.date | Unreadable | None = _day_of_notes(sheet.rows[: heading.top - 1])
    for index in range(width):
        cells = [sheet.rows[row - 1][index] for row in rows if index < len(sheet.rows[row - 1])]
        if index in taken:
            continue
        own = next((_read_day(cell, span) for cell in cells if _is_day(cell)), None)
        part = next((part for part in map(_part, cells) if part), None) or halves.get(index)
        if own is None and part is None:
            continue
        day = own or day
        columns.append(MarkColumn(index, day or _NO_DATE, part.half if part else None))
    return columns


def _read_day(cell: Cell, span: DateSpan | None) -> datetime.date | Unreadable:
    day = moments.date(_split(cell)[0] if isinstance(cell, str) else cell, span)
    return day or _NO_DATE


def _day_of_notes(above: Sequence[Sequence[Cell]]) -> datetime.date | None:
    """The only full date above the headings: a sheet for one day writes 2022年12月5日 under its title."""
    found = {
        day
        for cells in above
        for cell in cells
        for typed in ([cell] if isinstance(cell, datetime.date) else _DATE_IN_NOTE.findall(plain(cell)))
        if isinstance(day := moments.date(typed), datetime.date)
    }
    return found.pop() if len(found) == 1 else None


def _halves(sheet: Sheet, heading: WideHeading) -> dict[int, DayPart]:
    """Half days by position where no cell names any: a day merged over two columns is morning and afternoon."""
    cells = [cell for row in range(heading.top, heading.body) for cell in sheet.rows[row - 1]]
    if any(_part(cell) is not None for cell in cells):
        return {}
    by_place: dict[int, DayPart] = {}
    for merge in sheet.merged:
        if (
            heading.top <= merge.top < heading.body
            and 1 < _width(merge) <= len(HalfDay)
            and _merges_day(sheet, merge)
        ):
            by_place |= dict(zip(range(merge.left - 1, merge.right), map(DayPart, HalfDay), strict=False))
    return by_place


def _width(merge: Merge) -> int:
    return merge.right - merge.left + 1


def _merges_day(sheet: Sheet, merge: Merge) -> bool:
    cells = sheet.rows[merge.top - 1]
    return merge.left <= len(cells) and _is_day(cells[merge.left - 1])
