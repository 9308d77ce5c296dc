"""The life of an import: staged, confirmed or discarded, undone, and its files deleted in the end.

What a row means is the business of the app that owns the kind; here stand only its batch and its verdict.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core import events
from core.errors import RuleBroken
from core.models import ImportBatch, ImportChange, ImportFile, ImportRow
from core.records import digest
from core.words import ImportState, Verdict

UNDO_WINDOW = timedelta(hours=24)
STAGING_WINDOW = timedelta(hours=24)


@dataclass(frozen=True)
class StagedRow:
    """A row's verdict before it is stored; `payload` is JSON-ready and is stored encrypted."""

    sheet: str
    row: int
    verdict: Verdict
    reason: str = ""
    column: str = ""
    payload: Any = None


@dataclass(frozen=True)
class Change:
    """One object that a confirmed batch made (`before` is None) or changed."""

    subject_type: str
    subject_id: int
    created: bool
    before: Any = None
    after: Any = None


@transaction.atomic
def stage(
    *,
    kind: str,
    files: Mapping[str, bytes],
    rows: Iterable[StagedRow],
    organisation_id: int | None,
    by: events.Actor,
    at: datetime,
) -> ImportBatch:
    """Keep an upload and its verdicts; nothing of the domain is written."""
    staged = list(rows)
    batch = ImportBatch.objects.create(
        kind=kind,
        organisation_id=organisation_id,
        staged_by=by.person_id,
        staged_at=at,
        counts=_counts(staged),
    )
    ImportFile.objects.bulk_create(
        ImportFile(batch=batch, name=name, digest=digest(content), content=content)
        for name, content in files.items()
    )
    _keep(batch, staged)
    events.record("core.import.staged", by=by, at=at, subject=batch, data={"kind": kind})
    return batch


@transaction.atomic
def restate(*, batch: ImportBatch, rows: Iterable[StagedRow]) -> ImportBatch:
    """Replace the verdicts of a staged batch: what stood beside it changed between preview and confirmation."""
    locked = _lock(batch, expected=ImportState.STAGED)
    staged = list(rows)
    locked.rows.all().delete()
    _keep(locked, staged)
    locked.counts = _counts(staged)
    locked.save(update_fields=["counts"])
    return locked


@transaction.atomic
def mark_confirmed(
    *, batch: ImportBatch, changes: Iterable[Change], by: events.Actor, at: datetime
) -> ImportBatch:
    """Raises RuleBroken where the batch is not waiting for confirmation."""
    locked = _lock(batch, expected=ImportState.STAGED)
    ImportChange.objects.bulk_create(
        (
            ImportChange(
                batch=locked, subject_type=change.subject_type, subject_id=change.subject_id, created=change.created,
                before=change.before, after=change.after,
            )
            for change in changes
        ),
        batch_size=2_000,
    )  # fmt: skip
    locked.state, locked.confirmed_at, locked.undo_until = ImportState.CONFIRMED, at, at + UNDO_WINDOW
    locked.save(update_fields=["state", "confirmed_at", "undo_until"])
    events.record("core.import.confirmed", by=by, at=at, subject=locked, data={"counts": locked.counts})
    return locked


@transaction.atomic
def mark_undone(*, batch: ImportBatch, by: events.Actor, at: datetime) -> ImportBatch:
    """Raises RuleBroken outside the undo window."""
    locked = _lock(batch, expected=ImportState.CONFIRMED)
    if locked.undo_until is None or at > locked.undo_until:
        raise RuleBroken("import.undo_closed", "已超过24小时，不能整批撤销。请逐条更正。")
    locked.state, locked.undone_at = ImportState.UNDONE, at
    locked.save(update_fields=["state", "undone_at"])
    events.record("core.import.undone", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def discard(*, batch: ImportBatch, by: events.Actor, at: datetime) -> None:
    """Give up a staged batch; its files and rows go at once."""
    locked = _lock(batch, expected=ImportState.STAGED)
    locked.state = ImportState.DISCARDED
    locked.save(update_fields=["state"])
    _delete_personal_data(locked)
    events.record("core.import.discarded", by=by, at=at, subject=locked)


@transaction.atomic
def purge_expired(*, at: datetime) -> int:
    """Delete files and rows whose window has closed; return the number of batches cleaned."""
    closed = ImportBatch.objects.filter(undo_until__lt=at) | ImportBatch.objects.filter(
        state=ImportState.STAGED, staged_at__lt=at - STAGING_WINDOW
    )
    batches = list(closed.filter(files__isnull=False).distinct())
    for batch in batches:
        _delete_personal_data(batch)
    return len(batches)


def _keep(batch: ImportBatch, rows: list[StagedRow]) -> None:
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                batch=batch, sheet=row.sheet, row=row.row, column=row.column, verdict=row.verdict,
                reason=row.reason, payload=row.payload,
            )
            for row in rows
        ),
        batch_size=2_000,
    )  # fmt: skip


def _lock(batch: ImportBatch, *, expected: ImportState) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != expected:
        raise RuleBroken(
            "import.state", f"这批导入的状态是“{ImportState(locked.state).label}”，不能再做这一步。"
        )
    return locked


def _delete_personal_data(batch: ImportBatch) -> None:
    batch.files.all().delete()
    batch.rows.update(payload=None)
    batch.changes.update(before=None, after=None)


def _counts(rows: list[StagedRow]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.sheet, Counter())[row.verdict.value] += 1
    return {sheet: dict(verdicts) for sheet, verdicts in counts.items()}
