"""The one writer of workbooks: the same plan gives the same bytes, and no cell is ever a formula.

A plan is plain data, so that whoever lays out a sheet stays pure. Texts are written as texts (identity numbers keep
their digits, "=1+1" stays what somebody typed), dates inside the file are fixed, and pages print on A4 across.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import xlsxwriter

VERSION = f"xlsxwriter {xlsxwriter.__version__}"  # the bytes depend on it; the lock file pins it
FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # a file knows no clock
LONGEST_TEXT = 32_767
A4 = 9
FONT = "宋体"


class Style(StrEnum):
    """How a cell looks; the names are those of the parts of an official table."""

    TITLE = "title"
    NOTE = "note"
    HEADING = "heading"
    TEXT = "text"
    NUMBER = "number"
    TOTAL_TEXT = "total_text"
    TOTAL_NUMBER = "total_number"
    SIGN = "sign"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, or one that spreads `across` columns and `down` rows. Rows and columns count from 1, as in Excel."""

    row: int
    column: int
    value: str | int | float | None
    style: Style = Style.TEXT
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Plan:
    """One sheet. Widths are in characters by column, heights in points by row.

    `cells` are read once, in any order; a long sheet makes them while it is read.
    """

    name: str
    cells: Iterable[Cell]
    widths: Sequence[float]
    heights: Mapping[int, float] = field(default_factory=dict)
    repeat_rows: tuple[int, int] | None = None  # printed on every page
    footer: str = ""  # left of the page number, on every page
    landscape: bool = True


_BORDER: dict[str, Any] = {"border": 1, "valign": "vcenter"}
_FORMATS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {
        "font_name": "黑体",
        "font_size": 16,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    Style.NOTE: {"align": "left", "valign": "vcenter", "text_wrap": True},
    Style.HEADING: _BORDER | {"bold": True, "align": "center", "text_wrap": True},
    Style.TEXT: _BORDER | {"align": "left", "num_format": "@", "text_wrap": True},
    Style.NUMBER: _BORDER | {"align": "right", "num_format": "General"},
    Style.TOTAL_TEXT: _BORDER | {"bold": True, "align": "left", "num_format": "@"},
    Style.TOTAL_NUMBER: _BORDER | {"bold": True, "align": "right", "num_format": "General"},
    Style.SIGN: {"align": "left", "valign": "bottom"},
    Style.SMALL: {"font_size": 8, "align": "left", "valign": "vcenter", "text_wrap": True},
}


def write_workbook(plans: Sequence[Plan], *, title: str = "") -> bytes:
    """The workbook's bytes. Raises ValueError for a text that a cell cannot hold."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "author": "", "created": FIXED})
    formats = {
        style: book.add_format({"font_name": FONT, "font_size": 10.5} | looks)
        for style, looks in _FORMATS.items()
    }
    for plan in plans:
        _write_sheet(book.add_worksheet(plan.name), plan, formats)
    book.close()
    return target.getvalue()


def _write_sheet(sheet: Any, plan: Plan, formats: dict[Style, Any]) -> None:
    for index, width in enumerate(plan.widths):
        sheet.set_column(index, index, width)
    for row, height in plan.heights.items():
        sheet.set_row(row - 1, height)
    last_row = 1
    for cell in plan.cells:
        _write_cell(sheet, cell, formats[cell.style])
        last_row = max(last_row, cell.row + cell.down - 1)
    _set_up_page(sheet, plan, last_row)


def _write_cell(sheet: Any, cell: Cell, looks: Any) -> None:
    row, column = cell.row - 1, cell.column - 1
    if cell.across > 1 or cell.down > 1:
        sheet.merge_range(row, column, row + cell.down - 1, column + cell.across - 1, "", looks)
    if cell.value is None or cell.value == "":
        sheet.write_blank(row, column, None, looks)
    elif isinstance(cell.value, str):
        if len(cell.value) > LONGEST_TEXT:
            raise ValueError("a cell holds no more than 32,767 characters")
        sheet.write_string(row, column, cell.value, looks)
    else:
        sheet.write_number(row, column, cell.value, looks)


def _set_up_page(sheet: Any, plan: Plan, last_row: int) -> None:
    sheet.set_paper(A4)
    sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    if plan.landscape:
        sheet.set_landscape()
    if plan.repeat_rows:
        sheet.repeat_rows(plan.repeat_rows[0] - 1, plan.repeat_rows[1] - 1)
    sheet.print_area(0, 0, last_row - 1, len(plan.widths) - 1)
    sheet.set_footer(f"&L{plan.footer.replace('&', '&&')}&R第 &P 页，共 &N 页")
