"""Aiken: a question on one line, its choices, the letter of the right one. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from assessment.formats.findings import MOST_QUESTIONS, Finding, Unfit, Written, found, refused
from assessment.formats.texts import decoded, lines_of
from assessment.rules.wording import QuestionDetails
from assessment.words import QuestionKind
from core.sentences import NOTHING, Sentence, say

_CHOICE = re.compile(r"([A-Za-zＡ-Ｚａ-ｚ])[).）．、][ \t\u3000]*(.*)")
# Before a question begins, "U.S. law" may begin one; "A) …" and "A. …" belong to a question that is missing.
_STRAY_CHOICE = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ](?:[)）．]|[.](?=[ \t])).*")
_ANSWER = re.compile(r"(?:ANSWER|(?:正确)?答案)\s*[:：]\s*(.*)", re.IGNORECASE)
_LETTER = re.compile(r"([A-Za-z])[).、。]?")


@dataclass
class _Open:
    """A question whose answer has not come yet; the first trouble refuses it as a whole."""

    line: int
    stem: str
    choices: list[str] = field(default_factory=list)
    trouble: Unfit | None = None

    def blame(self, said: Sentence, line: int) -> None:
        self.trouble = self.trouble or Unfit(said, line)


def read(content: bytes) -> list[Finding]:
    """Raises FileRefused for a file that is no text."""
    findings: list[Finding] = []
    current: _Open | None = None
    after_blank = True
    for number, raw in enumerate(lines_of(decoded(content)), 1):
        line = raw.strip()
        if len(findings) > MOST_QUESTIONS:
            break  # more than any file may hold: what reads it says so
        if not line:
            after_blank = True
            continue
        if answer := _ANSWER.fullmatch(line):
            findings.append(_closed(current, answer[1].strip(), line, number))
            current = None
        elif current is None:
            current = _begun(line, number)
        elif choice := _CHOICE.fullmatch(line):
            _add(current, choice[1], choice[2].strip(), number)
        elif current.choices and after_blank:
            findings.append(_unfinished(current))
            current = _begun(line, number)
        else:
            current.blame(_ONE_LINE, number)
        after_blank = False
    return [*findings, _unfinished(current)] if current else findings


_ONE_LINE = say("题干和每个选项只能各占一行，选项写成“A. ”或“A) ”。请并成一行，或改正这一行。")


def _begun(line: str, number: int) -> _Open:
    opened = _Open(number, line)
    if _STRAY_CHOICE.fullmatch(line):
        opened.blame(say("这个选项上面没有题干。请补上题干，或删去这一行。"), number)
    return opened


def _add(current: _Open, letter: str, text: str, number: int) -> None:
    expected = chr(ord("A") + len(current.choices))
    current.choices.append(text)
    if unicodedata.normalize("NFKC", letter).upper() != expected:
        current.blame(say("选项字母应当是“%(letter)s”。请按 A、B、C 的顺序写。", letter=expected), number)


def _unfinished(current: _Open) -> Finding:
    current.blame(say("这一题没有“ANSWER: 字母”一行。请在选项下面补上正确选项的字母。"), current.line)
    assert current.trouble is not None  # noqa: S101
    return refused(current.line, current.stem, current.trouble)


def _closed(current: _Open | None, answer: str, line: str, number: int) -> Finding:
    if current is None:
        return refused(number, line, Unfit(say("这一行答案上面没有题目。请补上题干和选项，或删去这一行。")))
    letter = _LETTER.fullmatch(unicodedata.normalize("NFKC", answer))
    place = ord(letter[1].upper()) - ord("A") if letter else -1
    if not 0 <= place < len(current.choices):
        current.blame(
            say("答案要是选项中的一个字母；Aiken 只有单选题。请改正，多选题请用 Excel 模板或 GIFT。"), number
        )
    if current.trouble:
        return refused(current.line, current.stem, current.trouble)
    options = tuple((text, at == place) for at, text in enumerate(current.choices))
    return found(current.line, QuestionDetails("", QuestionKind.SINGLE, current.stem, options))


def write(questions: Iterable[QuestionDetails]) -> Written:
    """Only what Aiken holds exactly: single choice on single lines, without a word of explanation."""
    blocks, left_out = [], []
    for question in questions:
        if why := _too_much(question):
            left_out.append((question.code, why))
            continue
        lines = [question.stem]
        lines += [f"{chr(ord('A') + at)}. {text}" for at, (text, _right) in enumerate(question.options)]
        right = next(at for at, (_text, is_right) in enumerate(question.options) if is_right)
        blocks.append("\n".join([*lines, f"ANSWER: {chr(ord('A') + right)}"]))
    return Written(("\n\n".join(blocks) + "\n").encode(), left_out)


def _too_much(question: QuestionDetails) -> Sentence:
    if question.kind is not QuestionKind.SINGLE:
        return say("Aiken 只能放单选题")
    if question.explanation or question.whys:
        return say("Aiken 放不下解析")
    texts = [question.stem, *(text for text, _right in question.options)]
    reads_otherwise = _ANSWER.fullmatch(question.stem) or _STRAY_CHOICE.fullmatch(question.stem)
    if any("\n" in text for text in texts) or reads_otherwise:
        return say("Aiken 的题干和选项只能各占一行")
    return NOTHING
