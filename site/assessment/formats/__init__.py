"""Files of questions: pure readers (bytes to findings with line numbers) and writers, by format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assessment.formats import aiken, gift, gift_writing, moodle_xml, moodle_xml_writing, workbook
from assessment.formats.findings import MOST_QUESTIONS, TOO_MANY, FileRefused, Finding, Unfit, Written
from assessment.formats.texts import MOST_BYTES
from assessment.rules.wording import QuestionDetails
from assessment.words import QuestionFormat
from core.sentences import say

__all__ = [
    "ENDINGS",
    "MOST_BYTES",
    "MOST_QUESTIONS",
    "FileRefused",
    "Finding",
    "Written",
    "guess",
    "read",
    "write",
]

ENDINGS = {
    QuestionFormat.WORKBOOK: "xlsx", QuestionFormat.GIFT: "gift.txt", QuestionFormat.AIKEN: "aiken.txt",
    QuestionFormat.MOODLE_XML: "xml",
}  # fmt: skip
_READERS: dict[QuestionFormat, Callable[[bytes], list[Finding]]] = {
    QuestionFormat.WORKBOOK: workbook.read, QuestionFormat.GIFT: gift.read, QuestionFormat.AIKEN: aiken.read,
    QuestionFormat.MOODLE_XML: moodle_xml.read,
}  # fmt: skip
_WRITERS: dict[QuestionFormat, Callable[[Sequence[QuestionDetails]], Written]] = {
    QuestionFormat.WORKBOOK: workbook.write, QuestionFormat.GIFT: gift_writing.write, QuestionFormat.AIKEN: aiken.write,
    QuestionFormat.MOODLE_XML: moodle_xml_writing.write,
}  # fmt: skip
_ANSWERS = (
    b"ANSWER",
    "答案".encode(),
    "正确答案".encode(),
    "答案".encode("gb18030"),
    "正确答案".encode("gb18030"),
)


def read(format_: QuestionFormat, content: bytes) -> list[Finding]:
    """Every question of the file, in its order, each taken over exactly or refused with its reason.

    Raises FileRefused where the file as a whole can't be read, holds nothing, or holds too much.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(say("文件超过4 MB。请分成几个文件再导入。"))
    try:
        findings = _READERS[format_](content)
    except Unfit as why:  # of something that stands outside a question
        raise FileRefused(why.said) from why
    if not findings:
        raise FileRefused(say("文件里没有题目。请核对所选的格式，或对照模板填写。"))
    if len(findings) > MOST_QUESTIONS:
        raise FileRefused(TOO_MANY)
    return findings


def write(format_: QuestionFormat, questions: Sequence[QuestionDetails]) -> Written:
    return _WRITERS[format_](questions)


def guess(content: bytes) -> QuestionFormat:
    """The format that a file seems to have; reading it says the rest."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return QuestionFormat.WORKBOOK
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if head.startswith(b"<"):
        return QuestionFormat.MOODLE_XML
    lines = [line.strip().upper() for line in content.replace(b"\0", b"").splitlines()]
    has_answers = any(line.startswith(_ANSWERS) for line in lines)
    return QuestionFormat.AIKEN if has_answers and b"{" not in content else QuestionFormat.GIFT
