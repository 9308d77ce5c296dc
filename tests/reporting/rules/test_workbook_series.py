"""The whole series of 2022, from .xlsx and .xls, long and wide; and whatever else a grid may hold."""

import datetime
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.grid import Merge, Sheet, Workbook, column_letter
from core.sheets.reading import read_workbook
from courses.words import CREDITED_STATES
from reporting.rules.workbooks.parse import parse_workbooks
from reporting.rules.workbooks.rows import AttendanceRow, Outcome, SheetKind
from tests.reporting import grids

DATA = Path(__file__).parents[2] / "data"


def series(folder):
    return [
        read_workbook(path.read_bytes(), name=path.name) for path in sorted((DATA / folder).glob("*.xlsx"))
    ]


def attendances(rows):
    return [row.value for row in rows if isinstance(row.value, AttendanceRow)]


def as_xls(book):
    """The same cells in the old format."""
    old = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in book.sheets:
        target = old.add_sheet(sheet.name)
        for at, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    target.write(at, column, cell, *([day] if isinstance(cell, datetime.date) else []))
    stream = io.BytesIO()
    old.save(stream)
    return read_workbook(stream.getvalue(), name=book.name)


@pytest.mark.parametrize("folder", ["yunfu-2022", "yunfu-2022-wide"])
def test_the_series_is_read_without_a_doubt(folder):
    rows = parse_workbooks(series(folder))
    assert not [row for row in rows if row.verdict is Outcome.DOUBTFUL]
    read = Counter(row.source.kind for row in rows if row.verdict is Outcome.READ)
    sign_in = SheetKind.ATTENDANCE if folder == "yunfu-2022" else SheetKind.ATTENDANCE_WIDE
    assert read == {
        SheetKind.ORGANISATIONS: 110, SheetKind.PERSONS: 478, SheetKind.CLASSES: 10, SheetKind.SESSIONS: 130, sign_in: 6728
    }  # fmt: skip
    states = [value.state for value in attendances(rows)]
    assert sum(state in CREDITED_STATES for state in states) == 6520
    assert sum(state == "leave" for state in states) == 208


def test_the_wide_and_the_long_sheet_say_the_same():
    def facts(folder):
        return Counter(
            (value.class_code, value.date, value.half_day, value.name, value.organisation, value.state)
            for value in attendances(parse_workbooks(series(folder)))
        )

    assert facts("yunfu-2022") == facts("yunfu-2022-wide")


def test_the_old_format_says_the_same():
    books = series("yunfu-2022-wide")
    assert [row.value for row in parse_workbooks(map(as_xls, books))] == [
        row.value for row in parse_workbooks(books)
    ]


ODD_CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-(10**19), 10**19),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(
        [
            "√", "假", "合计", "实到", "填表人：", "上午", "12月5日", "12月5日下午", "姓名",
            "单位", "备注", "YF2022-01-G", "2022-12-05",
            "180分钟", "990000197311260119", "9.9E+17", "班次编号：YF2022-01-G", "√出勤 ○迟到", "（",
            "①", "Ⅻ", "²", "一二三", "0x1",
        ]
    ),
)  # fmt: skip
HEADINGS = [
    grids.ORGANISATIONS, grids.PERSONS, grids.CLASSES, grids.SESSIONS, grids.ATTENDANCE,
    ("序号", "姓名", "单位", "12月5日", None, "备注"), (),
]  # fmt: skip
MERGES = st.builds(Merge, st.integers(1, 9), st.integers(1, 16), st.integers(1, 12), st.integers(1, 16))


@st.composite
def sheets(draw):
    heading = draw(st.sampled_from(HEADINGS))
    rows = draw(st.lists(st.lists(ODD_CELLS, max_size=16).map(tuple), max_size=8))
    place = draw(st.integers(0, len(rows)))
    return Sheet(
        "签到", (*rows[:place], tuple(heading), *rows[place:]), tuple(draw(st.lists(MERGES, max_size=2)))
    )


def says_something(cells):
    """Beyond doubt: what is text may consist of spaces and signs that nobody sees."""
    return any(cell is not None and not isinstance(cell, str) for cell in cells)


@given(st.lists(sheets(), min_size=1, max_size=2))
def test_no_grid_raises_and_no_row_is_dropped(grid):
    register = grids.listed(grids.CLASSES, grids.training_class(), file="台账.xlsx")
    tabs = [replace(sheet, name=f"表{number}") for number, sheet in enumerate(grid)]
    rows = parse_workbooks([Workbook("随便.xlsx", tuple(tabs)), register])
    for tab in tabs:
        mine = [row for row in rows if (row.sheet_file, row.sheet_name) == ("随便.xlsx", tab.name)]
        filled = {number for number, cells in enumerate(tab.rows, start=1) if says_something(cells)}
        assert filled <= {row.row for row in mine}
        wide = any(row.source.kind is SheetKind.ATTENDANCE_WIDE for row in mine)
        places = Counter((row.row, row.column if wide else None) for row in mine)
        assert set(places.values()) <= {1}, "one verdict a row, in a wide sheet one a box"
    for row in rows:
        assert (row.value is None) == (row.verdict is not Outcome.READ)
        assert bool(row.reason) == (row.verdict is not Outcome.READ)
        assert len(row.reason) <= 300
        assert row.column is None or row.column in {column_letter(number) for number in range(1, 30)}
