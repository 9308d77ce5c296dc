"""Uploaded workbooks: what opens, at which rows, and what is refused before and around the parser."""

import datetime
import io
import random
import zipfile

import openpyxl
import pytest
import xlsxwriter
import xlwt

from core.errors import RuleBroken
from core.sheets.grid import Merge, column_letter
from core.sheets.reading import read_workbook

SCANNED = datetime.datetime.fromisoformat("2022-12-05T08:52")


def xlsx(fill):
    book = openpyxl.Workbook()
    fill(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def refusal(content, name="表.xlsx"):
    with pytest.raises(RuleBroken) as caught:
        read_workbook(content, name=name)
    assert caught.value.code == "workbook.unreadable"
    return caught.value.message


def repacked(content, **entries):
    """The same archive with entries replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            if entry.filename not in entries:
                archive.writestr(entry.filename, source.read(entry))
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_cells_keep_their_types_and_excel_s_own_row_numbers():
    def fill(sheet):
        sheet["C4"], sheet["D4"], sheet["E4"], sheet["F4"] = "字", 44, 5.5, True
        sheet["G4"], sheet["H4"] = datetime.date(2022, 12, 5), SCANNED
        sheet["I4"], sheet["J4"] = datetime.time(8, 52), 990000197311260119

    sheet = read_workbook(xlsx(fill), name="表.xlsx").sheets[0]
    assert sheet.rows[:3] == ((None,) * 10,) * 3
    assert sheet.rows[3][2:9] == (
        "字", 44, 5.5, True, datetime.date(2022, 12, 5), SCANNED, datetime.time(8, 52)
    )  # fmt: skip
    assert isinstance(sheet.rows[3][3], int)
    assert isinstance(sheet.rows[3][9], float), "18 digits are more than Excel keeps: never shown as exact"


def test_merged_ranges_and_hidden_sheets_are_told():
    book = openpyxl.Workbook()
    book.active["A1"] = "题"
    book.active.merge_cells("A1:C2")
    book.create_sheet("选项").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    visible, hidden = read_workbook(stream.getvalue(), name="表.xlsx").sheets
    assert visible.merged == (Merge(1, 1, 2, 3),)
    assert (visible.hidden, hidden.hidden, hidden.name, hidden.rows) == (False, True, "选项", ())


def test_an_old_xls_opens_also_under_a_wrong_suffix():
    book = xlwt.Workbook()
    sheet = book.add_sheet("花名册")
    sheet.write(2, 1, "姓名")
    sheet.write(3, 1, datetime.date(2022, 12, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    stream = io.BytesIO()
    book.save(stream)
    read = read_workbook(stream.getvalue(), name="花名册.xlsx")
    assert read.sheets[0].rows == (
        (None, None),
        (None, None),
        (None, "姓名"),
        (None, datetime.date(2022, 12, 5)),
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"\0" * 4096, "空的"),
        ("姓名,身份证号\n王芳,1".encode("gbk"), "CSV"),
        ("姓名\t身份证号\n".encode(), "CSV"),
        ("<html><table><tr><td>姓名</td></tr></table>".encode(), "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "网页或 XML"),
        (b"%PDF-1.7 nothing", "已损坏"),
        (b"PK\x03\x04" + b"0" * 60, "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "已损坏"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_way_out(content, says):
    message = refusal(content)
    assert says in message
    assert "请" in message


def test_a_password_is_named():
    ole = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    assert "密码" in refusal(ole)


def test_a_cut_or_damaged_file_is_refused():
    content = xlsx(lambda sheet: sheet.append(["姓名"] * 50))
    assert "已损坏" in refusal(content[: len(content) // 2])
    broken = bytearray(content)
    broken[60:90] = b"\xff" * 30
    assert "已损坏" in refusal(bytes(broken))


def test_a_document_that_is_no_workbook_is_refused():
    word = repacked(xlsx(lambda sheet: None), **{"xl/workbook.xml": b"<w:document/>"})
    assert "已损坏" in refusal(word)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "hello")
    assert "不是 .xlsx" in refusal(stream.getvalue())


def test_macros_are_refused():
    assert "宏" in refusal(repacked(xlsx(lambda sheet: None), **{"xl/vbaProject.bin": b"\0" * 10}))


def test_a_bomb_is_refused_before_it_is_opened():
    content = repacked(xlsx(lambda sheet: None), **{"xl/media/a.xml": b" " * 150_000_000})
    assert len(content) < 300_000
    assert "解开后过大" in refusal(content)


def test_a_header_that_lies_about_the_size_gains_nothing():
    honest = repacked(xlsx(lambda sheet: None), **{"xl/media/a.xml": b" " * 150_000_000})
    size = (150_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    message = refusal(honest.replace(size, (1000).to_bytes(4, "little")))
    assert "解开后过大" in message or "已损坏" in message


def test_too_many_entries_are_refused():
    entries = {f"xl/media/{number}.png": b"x" for number in range(2_100)}
    assert "解开后过大" in refusal(repacked(xlsx(lambda sheet: None), **entries))


def test_entity_bombs_are_refused():
    strings = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><sst>&b;</sst>'
    assert "已损坏" in refusal(repacked(xlsx(lambda sheet: None), **{"xl/sharedStrings.xml": strings}))


def test_the_last_possible_cell_ends_the_parser_and_not_us():
    def fill(sheet):
        sheet["A1"] = 1
        sheet["XFD190000"] = 2

    content = xlsx(fill)
    assert len(content) < 10_000
    assert "范围过大" in refusal(content)


def test_too_many_rows_are_refused():
    def fill(sheet):
        sheet["A1"] = 1
        sheet["A200001"] = 2

    assert "200,000" in refusal(xlsx(fill))


def test_too_many_sheets_are_refused():
    book = openpyxl.Workbook()
    for number in range(200):
        book.create_sheet(f"班{number}")
    stream = io.BytesIO()
    book.save(stream)
    assert "200张" in refusal(stream.getvalue())


def test_one_long_text_in_every_cell_is_refused():
    """One shared text of 32,000 signs, two thousand times over: the file is small, what it says is not."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    signs = random.Random(7)
    text = "".join(chr(signs.randrange(0x4E00, 0x9FA5)) for _ in range(32_000))
    for row in range(2000):
        sheet.write_string(row, 0, text)
    book.close()
    assert len(stream.getvalue()) < 200_000
    assert "范围过大" in refusal(stream.getvalue())


def test_the_message_names_the_file_but_no_person_s_number():
    message = refusal(b"", name="王芳990000197311260119\n花名册.xlsx")
    assert "990000" not in message
    assert "\n" not in message
    assert "花名册.xlsx" in message


def test_columns_are_called_as_excel_calls_them():
    assert [column_letter(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
