"""The one writer of workbooks: the same bytes twice, and whatever is typed stays text."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
import time_machine

from core.sheets.reading import read_workbook
from core.sheets.writing import Cell, Plan, Style, write_workbook

FORMULAS = [
    "=1+1", "=HYPERLINK(\"http://x\",\"a\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "{=1+1}", "=IMPORTXML(\"x\",\"y\")", "%0A=1",
    "'=1+1", "\"=1+1\"", ";=1+1", ",=1+1", "|=1", "=", "+", "-", "@", "==1", "=A1:B2", "=DDE(\"a\")", "http://example.test",
    "mailto:a@b", "internal:Sheet1!A1", "file:///etc", "1e9", "0012", "990000199001010017", "TRUE", "#REF!", "2026-01-01",
]  # fmt: skip


def one_column(values: list) -> bytes:
    cells = [Cell(row, 1, value) for row, value in enumerate(values, start=1)]
    return write_workbook([Plan("表", cells, [20])])


def reopened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_forty_payloads_come_back_as_the_texts_they_were() -> None:
    assert len(FORMULAS) == 40
    sheet = reopened(one_column(FORMULAS)).active
    found = [(cell.data_type, cell.value, cell.hyperlink) for (cell,) in sheet.iter_rows()]
    expected = [("s", value.replace("\r", "_x000D_"), None) for value in FORMULAS]
    assert [(kind, value.replace("\r", "_x000D_"), link) for kind, value, link in found] == expected


def test_no_sheet_of_the_file_holds_a_formula_or_a_link() -> None:
    with zipfile.ZipFile(io.BytesIO(one_column(FORMULAS))) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in text
        assert "hyperlink" not in text
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in archive.namelist()


def test_the_same_plan_gives_the_same_bytes_on_another_day() -> None:
    with time_machine.travel(datetime(2026, 1, 1), tick=False):  # noqa: DTZ001
        first = one_column(["云浮", 390, 19.75])
    with time_machine.travel(datetime(2031, 6, 1), tick=False):  # noqa: DTZ001
        assert one_column(["云浮", 390, 19.75]) == first


def test_numbers_are_numbers_and_merged_headings_are_merged() -> None:
    cells = [
        Cell(1, 1, "=标题", Style.TITLE, across=3),
        Cell(2, 1, "县", Style.HEADING, down=2),
        Cell(2, 2, "按主办统计", Style.HEADING, across=2),
        Cell(4, 2, 390, Style.NUMBER),
    ]
    plan = Plan("统计表", cells, [6, 20, 8], heights={1: 30}, repeat_rows=(2, 3), footer="编号 A&B")
    sheet = reopened(write_workbook([plan])).active
    assert sheet["B4"].value == 390
    assert sheet["A1"].value == "=标题"
    assert sheet["A1"].data_type == "s"
    assert {str(found) for found in sheet.merged_cells.ranges} == {"A1:C1", "A2:A3", "B2:C2"}
    assert (sheet.print_title_rows, sheet.print_area) == ("$2:$3", "'统计表'!$A$1:$C$4")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.oddFooter.left.text == "编号 A&&B"
    assert sheet.column_dimensions["B"].width == pytest.approx(20, abs=1)


def test_our_own_reader_reads_it() -> None:
    sheet = read_workbook(one_column(["云浮市民政局", 3260]), name="报送.xlsx").sheets[0]
    assert [row[0] for row in sheet.rows] == ["云浮市民政局", 3260]


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="32,767"):
        one_column(["长" * 32_768])
