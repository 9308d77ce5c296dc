"""Workbooks as higher bodies send them: merged headings, borders, formulas, a picture, a print area, two sheets."""

from __future__ import annotations

import base64
import io
import zipfile
from datetime import date

import openpyxl
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

THIN = Border(*(Side(style="thin") for _ in range(4)))
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
STATIONS = ("东湖县青石镇社工站", "东湖县白鹭镇社工站")


def quarterly(
    title: str = "2026年第一季度社会工作培训情况统计表", *, with_formulas: bool = True
) -> openpyxl.Workbook:
    """A row for each station and a sum, a merged heading over two columns, one column that nobody here can know."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表一"
    sheet["A1"] = title
    sheet["A1"].font = Font(name="黑体", size=16)
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "填报单位：东湖县民政局"
    for place, text in {
        "A3": "单位",
        "B3": "培训情况",
        "D3": "经费（元）",
        "E3": "人均学时",
        "F3": "备注",
    }.items():
        sheet[place] = text
    for merged in ("A3:A4", "B3:C3", "D3:D4", "E3:E4", "F3:F4"):
        sheet.merge_cells(merged)
    sheet["B4"], sheet["C4"] = "人数", "人次"
    for row, name in enumerate((*STATIONS, "合计"), start=5):
        sheet.cell(row, 1, name)
    if with_formulas:
        sheet["C7"] = "=SUM(C5:C6)"
    _dress(sheet)
    sheet.column_dimensions["A"].width = 31.5
    sheet.row_dimensions[3].height = 40
    sheet.print_area = "A1:F7"
    sheet.print_title_rows = "3:4"
    return book


def with_picture_and_second_sheet() -> openpyxl.Workbook:
    book = quarterly()
    sheet = book["表一"]
    sheet.add_image(Image(io.BytesIO(DOT)), "H2")
    other = book.create_sheet("填表说明")
    other["A1"] = "一、人数不重复计算。"
    other["B2"] = "=表一!C7*2"
    other["C3"] = date(2026, 3, 31)
    other.sheet_state = "visible"
    third = book.create_sheet("附表")
    third["A1"] = "=1+1"
    third["A1"].fill = PatternFill("solid", fgColor="FFFF00")
    return book


def sparse() -> openpyxl.Workbook:
    """Empty rows and cells that the file does not even name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附件"
    sheet["B2"], sheet["D2"] = "指标", "数值"
    sheet["B9"] = "期数"
    sheet.column_dimensions["D"].number_format = "0.0%"
    return book


def _dress(sheet: Worksheet) -> None:
    for line in sheet["A3:F7"]:
        for cell in line:
            cell.border = THIN
            cell.alignment = Alignment(horizontal="center", wrap_text=True)
    sheet["E5"].number_format = "0.0"
    sheet["F5"].number_format = "0.00%"


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def with_member(content: bytes, name: str, text: bytes) -> bytes:
    """The same file with one part exchanged, or a new one."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for known, old in (members(content) | {name: text}).items():
            archive.writestr(known, old)
    return target.getvalue()


def remembering(content: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """As Excel saves it: the formulas with what they came to."""
    old = members(content)[part]
    return with_member(
        content,
        part,
        old.replace(b"<v></v>", b"<v>0</v>").replace(b"<v/>", b"<v>0</v>").replace(b"<v />", b"<v>0</v>"),
    )
