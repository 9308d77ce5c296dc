"""Aiken, Moodle XML and the Excel template by their descriptions; files meant to harm are refused unread."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from assessment import formats
from assessment.formats.findings import FileRefused
from assessment.words import QuestionFormat, QuestionKind


@pytest.mark.parametrize("text", [
    "题干\nA. 甲\nB. 乙\nANSWER: B", "题干\r\nA) 甲\r\nB) 乙\r\nANSWER: B\r\n", "\n题干\na) 甲\nb)乙\nANSWER: b\n",
    "题干\nＡ．甲\nＢ．　乙\nANSWER：Ｂ", "题干\nA、甲\nB、乙\n答案：B", "\ufeff\ufeff题干\nA）甲\nB）乙\n正确答案：B。",
])  # fmt: skip
def test_aiken_takes_its_variants(text: str) -> None:
    (finding,) = formats.read(QuestionFormat.AIKEN, text.encode())
    assert finding.details is not None
    assert finding.details.options == (("甲", False), ("乙", True))


@pytest.mark.parametrize(("text", "line", "word"), [
    ("题干\n第二行\nA. 甲\nB. 乙\nANSWER: B", 2, "一行"),
    ("题干\nA. 甲\n接着写\nB. 乙\nANSWER: B", 3, "一行"),
    ("题干\nA. 甲\nB. 乙\nANSWER: C", 4, "字母"),
    ("题干\nA. 甲\nB. 乙\nC. 丙\nANSWER: A, B", 5, "单选"),
    ("题干\nA. 甲\nC. 乙\nANSWER: A", 3, "应当是“B”"),
    ("题干\nA. 甲\nB. 乙", 1, "ANSWER"),
    ("A. 甲\nB. 乙\nANSWER: B", 1, "没有题干"),
    ("ANSWER: B", 1, "没有题目"),
    ("题干\nA. 甲\nANSWER: A", 1, "2至6个"),
])  # fmt: skip
def test_aiken_refuses_by_line(text: str, line: int, word: str) -> None:
    (finding,) = formats.read(QuestionFormat.AIKEN, text.encode())
    assert finding.details is None
    assert (finding.line, word in finding.reason) == (line, True), finding.reason


def xml(question: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{question}\n</quiz>'.encode()


def one(kind: str, inside: str, stem: str = "<![CDATA[<p>题干</p>]]>") -> bytes:
    return xml(
        f'<question type="{kind}"><name><text>题名</text></name>\n<questiontext format="html"><text>{stem}</text>'
        f"</questiontext>{inside}<penalty>0.3333333</penalty><hidden>1</hidden></question>"
    )


def answer(text: str, fraction: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


def test_moodle_xml_takes_every_kind_that_the_bank_has() -> None:
    why = '<feedback format="html"><text>&lt;b&gt;因为&lt;/b&gt;</text></feedback>'
    single = one(
        "multichoice", "<single>true</single>" + answer("甲", "100", why) + answer("乙", "-33.33333")
    )
    several = one(
        "multichoice",
        "<single>false</single>" + "".join(answer(text, "33.33333") for text in "甲乙丙") + answer("丁", "0"),
    )
    true_false = one("truefalse", answer("true", "0") + answer("false", "100"))
    short = one("shortanswer", "<usecase>0</usecase>" + answer("北京", "100") + answer("*", "0"))
    kinds = []
    for content in (single, several, true_false, short, one("essay", "")):
        (finding,) = formats.read(QuestionFormat.MOODLE_XML, content)
        assert finding.details is not None, finding.reason
        assert (finding.details.stem, finding.details.title) == ("题干", "题名")
        kinds.append(finding.details.kind)
        if content == single:
            assert finding.details.whys == ("因为", "")
        if content == short:
            assert (finding.details.options, "不得分" in finding.reason) == ((("北京", True),), True)
    assert kinds == [
        QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE, QuestionKind.SHORT, QuestionKind.SHORT,
    ]  # fmt: skip


@pytest.mark.parametrize(("inside", "word"), [
    ("<single>1</single>" + answer("甲", "100") + answer("乙", "-33.33333"), "倒扣"),
    ("<single>0</single>" + answer("甲", "50") + answer("乙", "50") + answer("丙", "-50"), "倒扣"),
    ("<single>0</single>" + answer("甲", "50") + answer("乙", "50") + answer("丙", "-100"), ""),
    ("<defaultgrade>2.0000000</defaultgrade>", "每题分值"), ("<shuffleanswers>false</shuffleanswers>", "打乱"),
    ("<answernumbering>none</answernumbering>", "编号样式"), ("<difficulty>hard</difficulty>", "<difficulty>"),
    ("<coursetags><tag><text>甲</text></tag></coursetags>", "课程标签"), ("<maxwordlimit>300</maxwordlimit>", "作答设置"),
    ("<defaultgrade>1.0000000</defaultgrade><shuffleanswers>1</shuffleanswers><answernumbering>abc</answernumbering>"
     "<hint><text></text></hint><coursetags/><showstandardinstruction>0</showstandardinstruction>", ""),
])  # fmt: skip
def test_moodle_xml_names_what_is_left_out(inside: str, word: str) -> None:
    (finding,) = formats.read(
        QuestionFormat.MOODLE_XML, one("multichoice" if "answer fr" in inside else "essay", inside)
    )
    assert finding.details is not None, finding.reason
    assert ("隐藏状态" in finding.reason, word in finding.reason) == (True, True), finding.reason
    assert finding.reason.count("不带入") == (2 if word else 1)


@pytest.mark.parametrize(("content", "word"), [
    (one("matching", ""), "配对题"), (one("numerical", ""), "数值题"), (one("cloze", ""), "完形"),
    (one("calculated", ""), "计算题"), (one("somethingnew", ""), "somethingnew"), (one("description", ""), "说明"),
    (one("essay", "", "<![CDATA[<img src='@@PLUGINFILE@@/a.png'>]]>"), "图片"),
    (one("essay", "", "x</text><file name='a' encoding='base64'>AA==</file><text>"), "附件"),
    (one("essay", "<image>pics/a.gif</image>"), "附件"),
    (one("essay", "", "<p>没有转义</p>"), "转义"),
    (one("shortanswer", "<usecase>1</usecase>" + answer("Ab", "100")), "大小写"),
    (one("multichoice", "<single>true</single>" + answer("甲", "50") + answer("乙", "100")), "部分分"),
    (one("multichoice", "<single>true</single>" + answer("甲", "二") + answer("乙", "100")), "fraction"),
])  # fmt: skip
def test_moodle_xml_refuses_by_name(content: bytes, word: str) -> None:
    (finding,) = formats.read(QuestionFormat.MOODLE_XML, content)
    assert finding.details is None
    assert (finding.line in (3, 4), word in finding.reason) == (True, True), finding.reason


BOMB = '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(("content", "word"), [
    (f'<?xml version="1.0"?>\n{BOMB}<quiz>&b;</quiz>'.encode(), "第2行"),
    (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "DOCTYPE"),
    (b"<quiz>" + b"<a>" * 200 + b"</a>" * 200 + b"</quiz>", "嵌套"),
    (b"<quiz>" + b"<a/>" * 300_000 + b"</quiz>", "嵌套"),
    (b"<quiz>\n<question>\n</quiz>", "第3行"),
    (b"<quiz>&nothing;</quiz>", "第1行"),
    (b"<html><body/></html>", "quiz"),
    (b"<quiz></quiz>", "没有题目"),
    (b" " * 5_000_000, "4 MB"),
])  # fmt: skip
def test_harmful_and_broken_xml_is_refused_with_its_line(content: bytes, word: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        formats.read(QuestionFormat.MOODLE_XML, content)
    assert word in refusal.value.said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gbk"])
def test_xml_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    text = one("essay", "").decode().replace('"UTF-8"', f'"{encoding}"')
    (finding,) = formats.read(QuestionFormat.MOODLE_XML, text.encode(encoding))
    assert finding.details is not None
    assert finding.details.stem == "题干"


@pytest.mark.parametrize("encoding", ["windows-1251", "shift_jis"])
def test_xml_in_an_encoding_that_nobody_knows_here_is_refused(encoding: str) -> None:
    text = one("essay", "", "кий").decode().replace('"UTF-8"', f'"{encoding}"').replace("题名", "a")
    with pytest.raises(FileRefused, match=encoding):
        formats.read(QuestionFormat.MOODLE_XML, text.encode(encoding))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in [("说明文字",), ("题型", "题干", "选项A", "选项B", "选项C", "正确答案", "解析"), *rows]:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_template_takes_what_people_type() -> None:
    content = workbook(
        ("单选题", "题一", "甲", 2, None, "b", "因为"), (None,) * 7, ("多选题", "题二", "甲", "乙", "丙", "A、C", None),
        ("判断题", "题三", None, None, None, "√", None), ("简答题", "题四", "北京", None, None, None, None),
    )  # fmt: skip
    findings = formats.read(QuestionFormat.WORKBOOK, content)
    assert [finding.line for finding in findings] == [3, 5, 6, 7]
    assert [finding.details and [right for _text, right in finding.details.options] for finding in findings] == [
        [False, True], [True, False, True], [True, False], [True],
    ]  # fmt: skip


def test_the_template_takes_short_names_and_full_width_letters() -> None:
    content = workbook(
        ("单选", "题一", "甲", "乙", None, "Ｂ", None), ("多选", "题二", "甲", "乙", "丙", "答案：A、C", None),
        ("判断", "题三", None, None, None, "答案：对", None), ("简答", "题四", "北京", None, None, None, None),
        ("单选题", "题五", "甲", "乙", None, "A、", None),
    )  # fmt: skip
    assert [finding.reason for finding in formats.read(QuestionFormat.WORKBOOK, content)] == [""] * 5


SINGLE = ("单选题", "题", "甲", "乙", "A")


def sheets(*sheets_: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    for at, rows in enumerate(sheets_):
        sheet = book.active if at == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_template_names_the_columns_that_it_leaves_out() -> None:
    headings = ("题型", "题干", "选项A", "选项 Ｂ", "正确答案", "难度", None)
    content = sheets([("说明",)], [headings, (*SINGLE, 3, "备注"), SINGLE], [headings])
    first, second = formats.read(QuestionFormat.WORKBOOK, content)
    assert first.details
    assert second.details
    assert ("“难度”" in first.reason, "G列" in first.reason, second.reason) == (True, True, "")


def test_an_option_without_a_place_refuses_its_question() -> None:
    headings = ("题型", "题干", "选项A", "选项B", "正确答案", "选项G")
    refused, taken = formats.read(QuestionFormat.WORKBOOK, sheets([headings, (*SINGLE, "庚"), SINGLE]))
    assert (refused.details, "选项A至选项F" in refused.reason) == (None, True)
    assert taken.details


@pytest.mark.parametrize(("more", "others", "word"), [
    ((), [SINGLE], "工作表"), (("题干",), [], "“题干”有两列"), (("难度", "难度"), [], "“难度”有两列"),
])  # fmt: skip
def test_sheets_and_columns_that_stand_twice_are_refused(
    more: tuple[str, ...], others: list[tuple[object, ...]], word: str
) -> None:
    headings = ("题型", "题干", "选项A", "选项B", "正确答案")
    with pytest.raises(FileRefused, match=word):
        formats.read(QuestionFormat.WORKBOOK, sheets([(*headings, *more), SINGLE], [headings, *others]))


@pytest.mark.parametrize(("row", "word"), [
    (("问答", "题", None, None, None, "A", None), "题型"),
    (("单选题", "题", "甲", "乙", None, "D", None), "字母"),
    (("单选题", "题", "甲", None, "丙", "A", None), "空的"),
    (("判断题", "题", None, None, None, "也许", None), "对"),
    (("单选题", None, "甲", "乙", None, "A", None), "题干"),
    (("简答题", "题", "甲", None, None, "甲", None), "空着"),
])  # fmt: skip
def test_the_template_refuses_by_row(row: tuple[object, ...], word: str) -> None:
    (finding,) = formats.read(QuestionFormat.WORKBOOK, workbook(row))
    assert finding.details is None
    assert (finding.line, word in finding.reason) == (3, True), finding.reason


def test_bombs_and_strangers_are_no_workbooks() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 250_000_000)
    for content in (target.getvalue(), b"%PDF-1.4", workbook()[:200]):
        with pytest.raises(FileRefused):
            formats.read(QuestionFormat.WORKBOOK, content)


@pytest.mark.parametrize(("format_", "content"), [
    (QuestionFormat.GIFT, b"a{T}\n\n" * 500_000), (QuestionFormat.AIKEN, b"ANSWER: A\n" * 300_000),
])  # fmt: skip
def test_more_questions_than_a_file_may_hold_are_not_read_to_the_end(
    format_: QuestionFormat, content: bytes
) -> None:
    with pytest.raises(FileRefused, match="2000"):
        formats.read(format_, content)


def test_the_format_of_a_file_is_guessed() -> None:
    assert formats.guess(workbook()) is QuestionFormat.WORKBOOK
    assert formats.guess(one("essay", "")) is QuestionFormat.MOODLE_XML
    assert formats.guess("题\nA. 甲\nB. 乙\nANSWER: A".encode()) is QuestionFormat.AIKEN
    assert formats.guess("题{T}".encode()) is QuestionFormat.GIFT
