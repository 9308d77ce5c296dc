"""The one writer of .docx files: reopened as a reader of Word would."""

import io
import zipfile
from datetime import datetime

import docx
import time_machine

from core.documents import Heading, Line, Listed, Paragraph, Run, Table, Title, write_document

PARTS = [
    Title("社会工作简报"),
    Line("（总第3期）", side="centre"),
    Heading("一、市级动态"),
    Paragraph((Run("本月开班"), Run("两期", is_bold=True), Run("。\x00\x0b"))),
    Listed(((Run("核对名册"),), (Run("打印签到表"),)), is_numbered=True),
    Table((("姓名", "单位"), ("", "")), widths=(1, 3), heading_rows=1),
]


def reopened(content: bytes):
    return docx.Document(io.BytesIO(content))


def test_a_document_opens_again_with_its_texts_in_order() -> None:
    found = reopened(write_document(PARTS, title="社会工作简报"))
    assert [one.text for one in found.paragraphs] == [
        "社会工作简报", "（总第3期）", "一、市级动态", "本月开班两期。", "1．核对名册", "2．打印签到表",
    ]  # fmt: skip
    assert [run.text for run in found.paragraphs[3].runs if run.bold] == ["两期"]
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [["姓名", "单位"], ["", ""]]


def test_chinese_is_set_in_a_chinese_font_and_headings_are_headings() -> None:
    content = write_document(PARTS, title="社会工作简报")
    assert [one.style.name for one in reopened(content).paragraphs][2] == "Heading 1"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert 'w:eastAsia="仿宋"' in text
    assert 'w:eastAsia="黑体"' in text


def test_the_same_parts_give_the_same_bytes_on_another_day() -> None:
    with time_machine.travel(datetime(2026, 1, 1), tick=False):  # noqa: DTZ001
        first = write_document(PARTS, title="社会工作简报")
    with time_machine.travel(datetime(2031, 6, 1), tick=False):  # noqa: DTZ001
        assert write_document(PARTS, title="社会工作简报") == first
    assert reopened(first).core_properties.author == ""
