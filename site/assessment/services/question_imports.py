"""Import questions from a file: read, shown with a verdict on each, confirmed as one. Nothing is half imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from assessment import formats
from assessment.formats import FileRefused, Finding
from assessment.models import Question
from assessment.querysets import QUESTIONS
from assessment.rules import QuestionDetails
from assessment.services import bank
from assessment.services.bank import Bank
from assessment.words import QuestionFormat, QuestionKind, TagKind
from core.errors import RuleBroken
from core.models import ImportBatch, ImportRow
from core.sentences import gettext_noop, together
from core.services import imports
from core.services.imports import Change, StagedRow
from core.words import ImportState, Verdict
from organisations.authority import Authority

SUBJECT = "assessment.question"
BANK_CHANGED = gettext_noop("读取之后题库有改动，判定已经更新。请再看一遍，再确认导入。")
_LOCK = 0x71756573  # "ques": one confirmation at a time


@transaction.atomic
def stage(*, name: str, content: bytes, format_: QuestionFormat, by: Authority, at: datetime) -> ImportBatch:
    """Read a file and keep it with a verdict on every question. Nothing is written to the bank.

    Raises RuleBroken where the file as a whole is refused; then nothing is kept.
    """
    bank.require_editor(by)
    try:
        findings = formats.read(format_, content)
    except FileRefused as refusal:
        raise RuleBroken("questions.file_refused", refusal.said) from refusal
    batch = imports.receive(kind=QUESTIONS, files={name: content}, organisation_id=None, by=by, at=at)
    return imports.stage(batch=batch, rows=list(_rows(findings, format_)), by=by, at=at)


def _rows(findings: list[Finding], format_: QuestionFormat) -> Iterator[StagedRow]:
    standing = Bank([finding.details for finding in findings if finding.details is not None])
    for finding in findings:
        if finding.details is None:
            yield StagedRow(
                format_.value, finding.line, Verdict.DOUBTFUL, finding.reason, payload={"name": finding.name}
            )
            continue
        judged = standing.judge(finding.details)
        reason = together([judged.reason, finding.reason])
        payload = {"name": finding.name, "details": _packed(finding.details), "over": judged.over}
        yield StagedRow(
            format_.value,
            finding.line,
            judged.verdict,
            reason,
            payload=payload,
        )


@transaction.atomic
def confirm(*, batch: ImportBatch, without_refused: bool, by: Authority, at: datetime) -> int:
    """Write the questions of a staged batch to the bank, all or none; how many were written.

    Raises RuleBroken where some are refused and the rest was not asked for, where the bank would answer otherwise
    than it did when the file was read, or where the batch stands elsewhere.
    """
    bank.require_editor(by)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    imports.require_state(locked, ImportState.STAGED)
    _one_at_a_time()
    if _verdicts(_judged_anew(locked)) != _stored_verdicts(locked):
        raise RuleBroken("questions.bank_changed", BANK_CHANGED)
    refused = locked.rows.filter(verdict=Verdict.DOUBTFUL).count()
    if refused and not without_refused:
        raise RuleBroken(
            "questions.some_refused",
            "有%(count)s道题不能导入。请改好后重新读取，或勾选“先导入其余的题”。",
            count=refused,
        )
    written = [
        Change(SUBJECT, bank.keep(details=unpacked(row), by=by, at=at).pk, created=row.verdict == Verdict.NEW)
        for row in locked.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).order_by("pk")
    ]
    if not written:
        raise RuleBroken("questions.nothing_new", "这个文件里没有新增或更新的题，不用导入。")
    imports.mark_confirmed(batch=locked, changes=written, by=by, at=at)
    return len(written)


@transaction.atomic
def bring_up_to_date(*, batch: ImportBatch, by: Authority) -> bool:
    """Put today's verdicts into a staged batch; whether any of them is another than was shown.

    Raises RuleBroken where the batch stands elsewhere, or its file was deleted meanwhile.
    """
    bank.require_editor(by)
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    imports.require_state(locked, ImportState.STAGED)
    fresh = _judged_anew(locked)
    if _verdicts(fresh) == _stored_verdicts(locked):
        return False
    imports.restate(batch=locked, rows=fresh)
    return True


def _judged_anew(batch: ImportBatch) -> list[StagedRow]:
    """The file's questions against the bank as it stands; those that stand there already are locked."""
    file, row = batch.files.first(), batch.rows.first()
    if file is None or row is None:
        raise RuleBroken("questions.file_gone", "这个文件读取已超过24小时，内容已经删除。请重新读取。")
    format_ = QuestionFormat(row.sheet)
    findings = formats.read(format_, file.content)
    codes = [one.details.code for one in findings if one.details is not None and one.details.code]
    list(Question.objects.select_for_update().filter(code__in=codes).order_by("pk"))
    return list(_rows(findings, format_))


def _verdicts(rows: list[StagedRow]) -> list[tuple[str, str]]:
    return [(row.verdict.value, row.payload.get("over", "")) for row in rows]


def _stored_verdicts(batch: ImportBatch) -> list[tuple[str, str]]:
    return [(row.verdict, (row.payload or {}).get("over", "")) for row in batch.rows.order_by("pk")]


def _one_at_a_time() -> None:
    """Until the end of the transaction: codes that are new to the bank have no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def discard(*, batch: ImportBatch, by: Authority, at: datetime) -> None:
    """Give up a staged file; it is deleted."""
    bank.require_editor(by)
    imports.discard(batch=batch, by=by, at=at)


def unpacked(row: ImportRow) -> QuestionDetails:
    """The question of a staged row."""
    stored: dict[str, Any] = row.payload["details"]
    return QuestionDetails(
        **stored | {
            "kind": QuestionKind(stored["kind"]),
            "options": tuple((text, right) for text, right in stored["options"]),
            "whys": tuple(stored["whys"]),
            "tags": tuple((TagKind(kind), text) for kind, text in stored["tags"]),
        }
    )  # fmt: skip


def _packed(details: QuestionDetails) -> dict[str, Any]:
    return asdict(details)
