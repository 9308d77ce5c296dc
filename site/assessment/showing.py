"""Questions and rows of an import as plain data for pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessment.formats import FileRefused
from assessment.formats.findings import short
from assessment.formats.texts import decoded
from assessment.models import Question, QuestionVersion
from assessment.rules.bank import next_states
from assessment.services.question_imports import unpacked
from assessment.words import QuestionFormat, QuestionKind, QuestionState
from core.models import ImportBatch, ImportRow
from core.sentences import Sentence, say
from core.words import ImportState, Verdict

_TONES = {QuestionState.LIVE: "done", QuestionState.REVIEW: "due", QuestionState.RETIRED: "plain"}
_STEPS = {
    QuestionState.DRAFT: say("退回草稿"), QuestionState.REVIEW: say("送审"), QuestionState.LIVE: say("确认上线"),
    QuestionState.RETIRED: say("设为失效"),
}  # fmt: skip
_VERDICT_TONES = {Verdict.NEW: "done", Verdict.CHANGED: "due", Verdict.DOUBTFUL: "problem"}


@dataclass(frozen=True)
class BankLine:
    """A question in the list."""

    number: int
    code: str
    stem: str
    kind: Sentence
    category: str
    tags: tuple[str, ...]
    state: Sentence
    tone: str


@dataclass(frozen=True)
class VersionLine:
    """A version with its options as they are read."""

    version: QuestionVersion
    kind: Sentence
    options: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class RowLine:
    """What an import would do with a question."""

    row: int
    name: str
    kind: Sentence | str
    verdict: Sentence
    tone: str
    reason: Sentence


def bank_lines(questions: Iterable[Question]) -> list[BankLine]:
    """Of questions `with_current`."""
    return [_bank_line(one) for one in questions]


def _bank_line(one: Any) -> BankLine:
    state = QuestionState(one.state)
    return BankLine(
        number=one.pk,
        code=one.code,
        stem=short(one.title or one.current_stem or ""),
        kind=QuestionKind(one.current_kind).label if one.current_kind else Sentence(""),
        category=one.category,
        tags=tuple(tag.text for tag in one.tags.all()),
        state=state.label,
        tone=_TONES.get(state, "plain"),
    )


def version_lines(versions: Iterable[QuestionVersion]) -> list[VersionLine]:
    return [VersionLine(one, QuestionKind(one.kind).label, tuple(one.options)) for one in versions]


def step_lines(state: QuestionState) -> list[tuple[str, Sentence]]:
    """What may be done with a question in this state: the state it leads to, and the words of the button."""
    return [(to.value, _STEPS[to]) for to in next_states(state)]


def import_totals(batch: ImportBatch) -> dict[str, int]:
    """Questions by verdict."""
    totals: Counter[str] = Counter()
    for verdicts in batch.counts.values():
        totals.update(verdicts)
    return {verdict.value: totals[verdict.value] for verdict in Verdict}


def row_lines(rows: Iterable[ImportRow]) -> list[RowLine]:
    return [_row_line(row) for row in rows]


def _row_line(row: ImportRow) -> RowLine:
    verdict, stored = Verdict(row.verdict), row.payload or {}
    return RowLine(
        row=row.row,
        name=stored.get("name", ""),
        kind=unpacked(row).kind.label if "details" in stored else "",
        verdict=verdict.label,
        tone=_VERDICT_TONES.get(verdict, "plain"),
        reason=row.reason,
    )


def is_workbook(batch: ImportBatch) -> bool:
    return QuestionFormat.WORKBOOK.value in batch.counts


def text_of(batch: ImportBatch) -> str:
    """The text that was read, to be mended; empty for a workbook and where it is deleted already."""
    file = batch.files.first() if batch.state == ImportState.STAGED and not is_workbook(batch) else None
    try:
        return decoded(file.content) if file else ""
    except FileRefused:
        return ""
