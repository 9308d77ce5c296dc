"""The whole series of 2022, from .xlsx and .xls, long and wide; and whatever else a grid may hold."""

import datetime
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.grid import Merge, Sheet, Workbook, column_letter
from core.sheets.reading import read_workbook
from courses.words import CREDITED_STATES
from reporting.rules.planning.standing import Standing
from reporting.rules.planning.whole import plan_import
from reporting.rules.workbooks.parse import parse_workbooks
from reporting.rules.workbooks.rows import AttendanceRow, Outcome, PersonRow, SheetKind
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


def dirtied(folder, edit):
    """The series after somebody worked on the roster in Excel."""
    books = []
    for path in sorted((DATA / folder).glob("*.xlsx")):
        content = path.read_bytes()
        if path.name == "人员花名册.xlsx":
            book = openpyxl.load_workbook(path)
            edit(book.active)
            stream = io.BytesIO()
            book.save(stream)
            content = stream.getvalue()
        books.append(read_workbook(content, name=path.name))
    return books


def work_on(sheet):
    """Row 4 is the first person; each kind of dirt on a row of its own."""
    sheet["D4"] = sheet["D4"].value.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    sheet["B5"] = f"{sheet['B5'].value[0]}　{sheet['B5'].value[1:]} "
    sheet["D6"] = float(sheet["D6"].value)
    wrong = (int(sheet["D7"].value[-1]) + 1) % 10
    sheet["D7"] = sheet["D7"].value[:-1] + str(wrong)
    sheet["F8"] = "南山镇社工站"
    sheet["E9"], sheet["L9"] = 1978.04, "2021年2月23日"
    sheet.append([cell.value for cell in sheet[10]])
    sheet.append(["合计", None, None, 479])
    sheet.append(["填表人：黄局", None, None, "审核人：", None, "填报日期：2023-03-01"])
    sheet.insert_rows(3, amount=2)
    sheet["A3"] = "注：本表由各县（市、区）汇总"


@pytest.mark.parametrize("folder", ["yunfu-2022", "yunfu-2022-wide"])
def test_dirt_in_the_roster_holds_back_three_people_and_their_sign_ins(folder):
    clean = parse_workbooks(series(folder))
    rows = parse_workbooks(dirtied(folder, work_on))
    made = plan_import(rows, Standing(today=datetime.date(2026, 3, 16))).rows
    roster = [row for row in made if row.parsed.source.kind is SheetKind.PERSONS]
    assert Counter(row.verdict.value for row in roster) == {"new": 475, "doubtful": 3, "skipped": 3 + 2 + 3}
    doubtful = {row.parsed.row: (row.column, row.reason) for row in roster if row.verdict == "doubtful"}
    assert {row: column for row, (column, _) in doubtful.items()} == {8: "D", 9: "D", 10: "F"}
    assert [
        "设为“文本”" in doubtful[8][1],
        "校验码" in doubtful[9][1],
        "南山镇社工站" in doubtful[10][1],
    ] == [True] * 3
    assert "与第12行相同" in next(row.reason for row in roster if row.parsed.row == 484)
    held_back = {row.value.name for row in clean if isinstance(row.value, PersonRow) and 6 <= row.row <= 8}
    units = {
        row.value.organisation for row in clean if isinstance(row.value, PersonRow) and 6 <= row.row <= 8
    }
    waiting = [
        row for row in made if isinstance(row.parsed.value, AttendanceRow) and row.verdict == "doubtful"
    ]
    assert {row.parsed.value.name for row in waiting} <= held_back
    assert {row.parsed.value.organisation for row in waiting} <= units
    theirs = [
        value for value in attendances(clean) if value.name in held_back and value.organisation in units
    ]
    assert len(waiting) == len(theirs) > 0


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
