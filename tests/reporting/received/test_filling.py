"""A filled table is the file that came in, with numbers in the cells that were pointed at, and nothing else changed."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from reporting.rules.received.filling import filled
from reporting.rules.received.markup import NotReadable
from reporting.rules.received.package import Package, recalculating
from reporting.rules.received.sheet_xml import NotWritable, Place, SheetXml
from tests.reporting.received.workbooks import (
    members,
    quarterly,
    remembering,
    saved,
    sparse,
    with_member,
    with_picture_and_second_sheet,
)

SHEET = "xl/worksheets/sheet1.xml"
NUMBERS: dict[Place, int | float] = {(5, 2): 12, (6, 2): 7, (5, 3): 30, (7, 5): 6.5}
CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)


def cells(xml: bytes) -> dict[str, bytes]:
    return {re.search(rb'r="([A-Z]+\d+)"', cell).group(1).decode(): cell for cell in CELL.findall(xml)}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("make", "sheet", "numbers"),
    [
        (quarterly, "表一", NUMBERS),
        (lambda: quarterly(with_formulas=False), "表一", NUMBERS),
        (with_picture_and_second_sheet, "表一", NUMBERS),
        (sparse, "附件", {(9, 4): 3, (5, 4): 4, (12, 1): 5, (2, 3): 6}),
    ],
)
def test_nothing_but_the_cells_changes(
    make: Callable[[], openpyxl.Workbook], sheet: str, numbers: dict[Place, int | float]
) -> None:
    before = saved(make())
    after = filled(before, {sheet: numbers}, {})
    old, new = members(before), members(after)
    assert list(old) == list(new)
    readers = {"xl/worksheets/sheet2.xml"} if "xl/worksheets/sheet3.xml" in old else set()
    assert {name for name in old if old[name] != new[name]} - readers <= {SHEET, "xl/workbook.xml"}
    was, now = cells(old[SHEET]), cells(new[SHEET])
    touched = {f"{'ABCDEFGH'[column - 1]}{row}" for row, column in numbers}
    formulas = {ref for ref, cell in was.items() if b"<f>" in cell}
    assert {ref: cell for ref, cell in was.items() if ref not in touched | formulas} == {
        ref: cell for ref, cell in now.items() if ref not in touched | formulas
    }
    # Around the cells, too: rows, merges, widths, print settings.
    assert CELL.sub(b"", old[SHEET]) in {CELL.sub(b"", new[SHEET]), _without_new_rows(old, new)}
    _same_when_opened(before, after, sheet, numbers)


def _without_new_rows(old: dict[str, bytes], new: dict[str, bytes]) -> bytes:
    bare = CELL.sub(b"", new[SHEET])
    known = set(re.findall(rb"<row [^>]*>", old[SHEET]))
    return re.sub(rb"(<row [^>]*>)</row>", lambda m: m.group() if m.group(1) in known else b"", bare)


def _same_when_opened(before: bytes, after: bytes, name: str, numbers: dict[Place, int | float]) -> None:
    old_book, new_book = (openpyxl.load_workbook(io.BytesIO(content)) for content in (before, after))
    assert old_book.sheetnames == new_book.sheetnames
    for title in old_book.sheetnames:
        old, new = old_book[title], new_book[title]
        assert old.merged_cells.ranges == new.merged_cells.ranges
        assert old.print_area == new.print_area
        assert {key: one.width for key, one in old.column_dimensions.items()} == {
            key: one.width for key, one in new.column_dimensions.items()
        }
        assert old.row_dimensions[3].height == new.row_dimensions[3].height
        for line in old.iter_rows():
            for cell in line:
                twin = new.cell(cell.row, cell.column)
                place = (cell.row, cell.column)
                assert twin.value == (numbers[place] if title == name and place in numbers else cell.value)
                if cell.has_style:
                    for looks in ("border", "font", "alignment", "fill", "number_format"):
                        assert repr(getattr(twin, looks)) == repr(getattr(cell, looks))


def test_the_file_asks_to_be_calculated_and_no_formula_keeps_an_old_result() -> None:
    before = remembering(saved(with_picture_and_second_sheet()))
    before = remembering(remembering(before, "xl/worksheets/sheet2.xml"), "xl/worksheets/sheet3.xml")
    after = filled(before, {"表一": NUMBERS}, {})
    old, new = members(before), members(after)
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"]
    results = [openpyxl.load_workbook(io.BytesIO(content), data_only=True) for content in (before, after)]
    assert [book["表一"]["C7"].value for book in results] == [0, None]
    assert [book["填表说明"]["B2"].value for book in results] == [0, None]  # reads the filled sheet
    assert old["xl/worksheets/sheet3.xml"] == new["xl/worksheets/sheet3.xml"]  # does not
    whole = openpyxl.load_workbook(io.BytesIO(after))
    assert (whole["表一"]["C7"].value, whole["填表说明"]["B2"].value) == ("=SUM(C5:C6)", "=表一!C7*2")


def test_a_formula_is_never_written_over() -> None:
    with pytest.raises(NotWritable):
        filled(saved(quarterly()), {"表一": {(7, 3): 1}}, {})


def test_a_share_fits_the_format_of_its_cell() -> None:
    after = filled(
        saved(quarterly()), {"表一": {(5, 6): 85.3, (6, 6): 85.3, (5, 2): 85}}, {"表一": {(5, 6), (6, 6)}}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(after))["表一"]
    assert [sheet["F5"].value, sheet["F6"].value, sheet["B5"].value] == [0.853, 85.3, 85]
    after = filled(saved(sparse()), {"附件": {(9, 4): 50.0}}, {"附件": {(9, 4)}})
    cell = openpyxl.load_workbook(io.BytesIO(after))["附件"]["D9"]
    assert (cell.value, cell.number_format) == (0.5, "0.0%")  # the look of its column


PREFIXED = (
    b'<?xml version="1.0" encoding="UTF-8"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<x:sheetData><x:row><x:c t="str" s="2"><x:v>a &gt; b</x:v></x:c><x:c a=">"/></x:row><x:row r="4" s="3" customFormat="1"/>'
    b"</x:sheetData></x:worksheet>"
)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_other_writers_prefixes_and_unnumbered_cells(start: bytes) -> None:
    sheet = SheetXml.of(start + PREFIXED)
    assert sorted(sheet.cells) == [(1, 1), (1, 2)]
    after = sheet.filled({(1, 1): 1, (1, 3): 2, (4, 1): 3, (2, 1): 4})
    assert after == start + PREFIXED.replace(
        b'<x:c t="str" s="2"><x:v>a &gt; b</x:v></x:c>', b'<x:c s="2"><x:v>1</x:v></x:c>'
    ).replace(
        b"</x:row>",
        b'<x:c r="C1"><x:v>2</x:v></x:c></x:row><x:row r="2"><x:c r="A2"><x:v>4</x:v></x:c></x:row>',
    ).replace(b'customFormat="1"/>', b'customFormat="1"><x:c r="A4" s="3"><x:v>3</x:v></x:c></x:row>')


def test_an_empty_sheet_gets_its_first_row() -> None:
    xml = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
    assert b'<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>' in SheetXml.of(xml).filled(
        {(2, 2): 1}
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<definedNames/><calcPr calcId='1' fullCalcOnLoad=\"0\"/>", b"<definedNames/><calcPr calcId='1' fullCalcOnLoad=\"1\"/>"),
        (b"<sheets/><pivotCaches/><extLst/>", b'<sheets/><calcPr calcId="0" fullCalcOnLoad="1"/><pivotCaches/><extLst/>'),
        (b"<sheets/>", b'<sheets/><calcPr calcId="0" fullCalcOnLoad="1"/>'),
    ],
)  # fmt: skip
def test_the_flag_stands_where_the_format_wants_it(before: bytes, after: bytes) -> None:
    frame = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</workbook>'
    assert recalculating(frame % before) == frame % after


BOMB = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'
FRAME = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    "xml",
    [
        BOMB,
        BOMB.decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="gb18030"?><a/>',
        b"<worksheet>",
        FRAME % b'<row r="1"><c r="B2"/></row>',
        FRAME % b'<row r="1"><c r="B1"/><c r="B1"/></row>',
        FRAME % b'<row r="0"/>',
        FRAME % b'<row r="9999999"/>',
    ],
)
def test_markup_that_is_no_sheet_is_not_read(xml: bytes) -> None:
    with pytest.raises(NotReadable):
        SheetXml.of(xml)


def test_a_part_that_comes_twice_is_not_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = _twice(saved(quarterly()))
    with pytest.raises(NotReadable):
        Package.of(content)


def _twice(content: bytes) -> bytes:
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    return target.getvalue()


def test_parts_outside_the_file_are_not_followed() -> None:
    content = saved(quarterly())
    relations = members(content)["xl/_rels/workbook.xml.rels"]
    lost = relations.replace(b"/xl/worksheets/sheet1.xml", b"/../../etc/passwd")
    with pytest.raises(NotReadable):
        Package.of(with_member(content, "xl/_rels/workbook.xml.rels", lost))
