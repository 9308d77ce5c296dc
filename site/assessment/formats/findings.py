"""What a reader found in a file: a question, or the reason why there is none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.rules.wording import QuestionDetails, trouble_with
from core.sentences import NOTHING, Sentence, say

MOST_QUESTIONS = 2_000
TOO_MANY = say("文件里超过%(most)s道题。请分成几个文件再导入。", most=MOST_QUESTIONS)
_SHOWN = 40


class Unfit(Exception):
    """One question can't be taken over exactly; `said` says why. `line` where it is known better than its start."""

    def __init__(self, said: Sentence, line: int | None = None) -> None:
        super().__init__(said)
        self.said, self.line = said, line


class FileRefused(Exception):
    """The file as a whole is not read; `said` says why and what to do."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True)
class Finding:
    """A question of the file and the line (or row) where it starts, counted from 1.

    Without details, `reason` is why it is refused; beside details, it names what was left out.
    """

    line: int
    name: str
    details: QuestionDetails | None = None
    reason: Sentence = NOTHING


@dataclass(frozen=True)
class Written:
    """A file, and the questions that this format can't hold exactly: their code and the reason."""

    content: bytes
    left_out: Sequence[tuple[str, Sentence]] = ()


def found(line: int, details: QuestionDetails, note: Sentence = NOTHING) -> Finding:
    """A question, judged by the rules of the bank."""
    trouble = trouble_with(details)
    if trouble:
        return Finding(line, short(details.title or details.stem), reason=trouble)
    return Finding(line, short(details.title or details.stem), details, note)


def refused(line: int, text: str, why: Unfit) -> Finding:
    return Finding(why.line or line, short(text), reason=why.said)


def short(text: str) -> str:
    """The beginning of a question on one line, to find it in the file."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
