"""Which sheet is it, and where do its headings stand."""

import pytest

from reporting.rules.workbooks.cells import TimeUnit
from reporting.rules.workbooks.headings import Field, find_heading
from reporting.rules.workbooks.rows import SheetKind
from reporting.rules.workbooks.wide_heading import find_wide
from tests.reporting import grids

KINDS = [
    (grids.ORGANISATIONS, SheetKind.ORGANISATIONS),
    (grids.PERSONS, SheetKind.PERSONS),
    (grids.CLASSES, SheetKind.CLASSES),
    (grids.SESSIONS, SheetKind.SESSIONS),
    (grids.ATTENDANCE, SheetKind.ATTENDANCE),
]


@pytest.mark.parametrize(("headings", "kind"), KINDS)
def test_the_five_sheets_are_told_apart_by_their_headings(headings, kind):
    heading = find_heading([["标题"], [], headings])
    assert heading.kind is kind
    assert (heading.row, heading.body) == (3, 4)
    assert find_wide(grids.sheet(headings)) is None


@pytest.mark.parametrize(("headings", "kind"), KINDS)
def test_order_and_unknown_columns_do_not_matter(headings, kind):
    turned = ["填表单位代号", *reversed(headings), "民族", "乡镇主要领导"]
    heading = find_heading([turned])
    assert heading.kind is kind
    assert {field: turned[column.index] for field, column in heading.columns.items()} == {
        field: headings[column.index] for field, column in find_heading([headings]).columns.items()
    }


def test_line_breaks_spaces_stars_and_brackets_do_not_matter():
    heading = find_heading(
        [["序\n号", "姓　名", "*身份证\n号码（必填）", "单位/社工站", "联系 电话", "入职时间"]]
    )
    assert heading.kind is SheetKind.PERSONS
    assert [column.index for column in heading.columns.values()] == [1, 2, 3, 4, 5]
    assert heading.ordinal == 0


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("时长(分钟)", TimeUnit.MINUTE),
        ("时长（小时）", TimeUnit.HOUR),
        ("时长/小时", TimeUnit.HOUR),
        ("学时", TimeUnit.CREDIT_HOUR),
        ("时长", None),
    ],
)
def test_the_heading_names_the_unit(words, unit):
    heading = find_heading([["班次编号", "日期", "时段", "课程", words]])
    assert heading.columns[Field.MINUTES].unit is unit


def test_a_sheet_without_known_headings_is_no_sheet_of_ours():
    assert find_heading([["费用", "金额"], ["住宿", 300]]) is None
    assert find_heading([]) is None


def test_a_date_under_the_title_does_not_make_a_roster_a_sign_in_sheet():
    assert find_wide(grids.sheet(["花名册"], ["2022年12月5日"], grids.PERSONS, grids.person())) is None
