"""The life of an import: received, staged, confirmed or discarded, undone, and its files deleted in the end.

What a row means is the business of the app that owns the kind; here stand only its batch and its verdict.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core import events
from core.errors import RuleBroken
from core.models import ImportBatch, ImportChange, ImportFile, ImportRow
from core.progress import Count, Progress, unwatched
from core.records import digest
from core.sentences import NOTHING, Sentence
from core.words import ImportState, Verdict, gettext_noop

UNDO_WINDOW = timedelta(hours=24)
STAGING_WINDOW = timedelta(hours=24)
_BATCH = 1_000  # rows a statement, and a step of the progress


@dataclass(frozen=True)
class StagedRow:
    """A row's verdict before it is stored; `payload` is JSON-ready and is stored encrypted."""

    sheet: str
    row: int
    verdict: Verdict
    reason: Sentence = NOTHING
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
def receive(
    *, kind: str, files: Mapping[str, bytes], organisation_id: int | None, by: events.Actor, at: datetime
) -> ImportBatch:
    """Keep an upload, unread."""
    batch = ImportBatch.objects.create(
        kind=kind, organisation_id=organisation_id, staged_by=by.person_id, staged_at=at
    )
    ImportFile.objects.bulk_create(
        ImportFile(batch=batch, name=name, digest=digest(content), content=content)
        for name, content in files.items()
    )
    events.record("core.import.received", by=by, at=at, subject=batch, data={"kind": kind})
    return batch


@transaction.atomic
def stage(
    *,
    batch: ImportBatch,
    rows: Iterable[StagedRow],
    by: events.Actor,
    at: datetime,
    progress: Progress = unwatched,
) -> ImportBatch:
    """Put the verdicts beside a received upload; nothing of the domain is written.

    Raises RuleBroken where it was read already, and lets Stopped pass.
    """
    locked = _lock(batch, ImportState.RECEIVED)
    staged = list(rows)
    _keep(locked, staged, progress)
    locked.state, locked.counts = ImportState.STAGED, _counts(staged)
    locked.save(update_fields=["state", "counts"])
    events.record("core.import.staged", by=by, at=at, subject=locked, data={"kind": locked.kind})
    return locked


@transaction.atomic
def restate(*, batch: ImportBatch, rows: Iterable[StagedRow]) -> ImportBatch:
    """Replace the verdicts of a staged batch: what stood beside it changed between preview and confirmation."""
    locked = _lock(batch, ImportState.STAGED)
    staged = list(rows)
    locked.rows.all().delete()
    _keep(locked, staged, unwatched)
    locked.counts = _counts(staged)
    locked.save(update_fields=["counts"])
    return locked


@transaction.atomic
def mark_confirmed(
    *,
    batch: ImportBatch,
    changes: Sequence[Change],
    by: events.Actor,
    at: datetime,
    count: Count | None = None,
) -> ImportBatch:
    """`count` is told of each change that is kept. Raises RuleBroken where the batch is not waiting for confirmation."""
    locked = _lock(batch, ImportState.STAGED)
    for first in range(0, len(changes), _BATCH):
        kept = [
            ImportChange(
                batch=locked, subject_type=change.subject_type, subject_id=change.subject_id, created=change.created,
                before=change.before, after=change.after,
            )
            for change in changes[first : first + _BATCH]
        ]  # fmt: skip
        ImportChange.objects.bulk_create(kept)
        if count is not None:
            count.add(len(kept))
    locked.state, locked.confirmed_at, locked.undo_until = ImportState.CONFIRMED, at, at + UNDO_WINDOW
    locked.save(update_fields=["state", "confirmed_at", "undo_until"])
    events.record("core.import.confirmed", by=by, at=at, subject=locked, data={"counts": locked.counts})
    return locked


@transaction.atomic
def mark_undone(*, batch: ImportBatch, by: events.Actor, at: datetime) -> ImportBatch:
    """Raises RuleBroken outside the undo window."""
    locked = _lock(batch, ImportState.CONFIRMED)
    require_undoable(locked, at=at)
    locked.state, locked.undone_at = ImportState.UNDONE, at
    locked.save(update_fields=["state", "undone_at"])
    events.record("core.import.undone", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def discard(*, batch: ImportBatch, by: events.Actor, at: datetime) -> None:
    """Give up a batch that isn't confirmed; its files and rows go at once."""
    locked = _lock(batch, ImportState.RECEIVED, ImportState.STAGED)
    locked.state = ImportState.DISCARDED
    locked.save(update_fields=["state"])
    _delete_personal_data(locked)
    events.record("core.import.discarded", by=by, at=at, subject=locked)


@transaction.atomic
def purge_expired(*, at: datetime) -> int:
    """Delete files and rows whose window has closed; return the number of batches cleaned."""
    closed = ImportBatch.objects.filter(undo_until__lt=at) | ImportBatch.objects.filter(
        state__in=[ImportState.RECEIVED, ImportState.STAGED], staged_at__lt=at - STAGING_WINDOW
    )
    batches = list(closed.filter(files__isnull=False).distinct())
    for batch in batches:
        _delete_personal_data(batch)
    return len(batches)


def require_state(batch: ImportBatch, *expected: ImportState) -> None:
    """Raises RuleBroken where the batch stands elsewhere."""
    if batch.state not in expected:
        raise RuleBroken(
            "import.state",
            "这批导入的状态是“%(state)s”，不能再做这一步。请刷新页面查看。",
            state=ImportState(batch.state),
        )


def require_undoable(batch: ImportBatch, *, at: datetime) -> None:
    """Raises RuleBroken where the batch isn't confirmed, or longer ago than the window."""
    require_state(batch, ImportState.CONFIRMED)
    if batch.undo_until is None or at > batch.undo_until:
        raise RuleBroken("import.undo_closed", "已超过24小时，不能整批撤销。请逐条更正。")


def _keep(batch: ImportBatch, rows: list[StagedRow], progress: Progress) -> None:
    count = Count(progress, total=len(rows), unit=gettext_noop("行"))
    for first in range(0, len(rows), _BATCH):
        kept = [
            ImportRow(
                batch=batch, sheet=row.sheet, row=row.row, column=row.column, verdict=row.verdict,
                reason=row.reason, payload=row.payload,
            )
            for row in rows[first : first + _BATCH]
        ]  # fmt: skip
        ImportRow.objects.bulk_create(kept)
        count.add(len(kept))


def _lock(batch: ImportBatch, *expected: ImportState) -> ImportBatch:
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    require_state(locked, *expected)
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
