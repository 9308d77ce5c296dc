"""The life of a training import: received, read, confirmed or discarded, undone while nothing hangs on it.

Nothing of the domain is written before confirmation, and then all of it in one transaction or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from core import clock
from core.errors import RuleBroken
from core.models import ImportBatch
from core.progress import Count, Progress, unwatched
from core.sentences import Sentence
from core.services import imports
from core.services.imports import StagedRow
from core.sheets.reading import check_workbook, read_workbook
from core.words import gettext_noop
from courses.models import Attendance, ClassSession, TrainingClass
from hours.models import HourEntry
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from people.models import Person, Posting
from reporting.querysets.imports import TRAINING, import_batches, known_classes, standing_for
from reporting.rules.planning.plan import Plan, PlannedRow
from reporting.rules.planning.whole import plan_import
from reporting.rules.workbooks.parse import parse_workbooks
from reporting.rules.workbooks.rows import SheetKind, summary
from reporting.services.import_undoing import take_back
from reporting.services.import_writing import PlanWriter

MAX_FILES = 200
# Two imports at once would plan against what the other is about to write.
_LOCK = 0x62616E79


def stage(
    *, files: Mapping[str, bytes], by: Authority, at: datetime, organisation: Organisation | None = None
) -> ImportBatch:
    """Receive the workbooks and read them at once, for whoever waits for it: a command, the demo."""
    with transaction.atomic():
        received = receive(files=files, by=by, at=at, organisation=organisation)
        return read(batch=received, by=by, at=at)


def receive(
    *, files: Mapping[str, bytes], by: Authority, at: datetime, organisation: Organisation | None = None
) -> ImportBatch:
    """Keep the workbooks unread; nothing else is written.

    `files` is content by file name. `organisation` is where the importer imports for; without one it is the first
    place where they may. Raises RuleBroken where a file is no workbook, or the actor may import nowhere.
    """
    importer = organisation or _importer(by)
    if importer is None and not by.is_system:
        raise RuleBroken("import.nowhere", "您没有导入培训台账的权限。请联系上级主管授权。")
    if not files or len(files) > MAX_FILES:
        raise RuleBroken("import.files", "请选择要导入的工作簿，一次1至%(most)s个。", most=MAX_FILES)
    for name, content in files.items():
        check_workbook(content, name=name)
    pk = importer.pk if importer else None
    return imports.receive(kind=TRAINING, files=files, organisation_id=pk, by=by, at=at)


@transaction.atomic
def read(*, batch: ImportBatch, by: Authority, at: datetime, progress: Progress = unwatched) -> ImportBatch:
    """Put a verdict on every row of a received batch; nothing else is written.

    Raises RuleBroken where a workbook can't be read or the batch isn't the actor's.
    """
    mine = _mine(batch, by=by)
    plan = _plan(_files(mine), by=by, at=at, progress=progress)
    return imports.stage(batch=mine, rows=_staged(plan.rows), by=by, at=at, progress=progress)


@transaction.atomic
def confirm(
    *, batch: ImportBatch, by: Authority, at: datetime, progress: Progress = unwatched
) -> ImportBatch:
    """Write what the rows say, planned anew from the stored files; doubtful rows are held back.

    Where the database changed since the preview, the stored verdicts are brought up to what is done. Raises
    RuleBroken where the batch isn't waiting or isn't the actor's; then nothing is written.
    """
    _one_at_a_time()
    mine = _mine(batch, by=by)
    plan = _plan(_files(mine), by=by, at=at, progress=progress)
    _bring_up_to_date(mine, plan)
    importer = _organisation(mine.organisation_id)
    try:
        with transaction.atomic():
            writer = PlanWriter(plan, organisation=importer, by=by, at=at, progress=progress)
            writer.write()
    except IntegrityError as error:
        raise RuleBroken("import.moved_on", "系统里的数据刚刚有变动，这次没有写入。请重新确认。") from error
    _count_anew()
    return imports.mark_confirmed(batch=mine, changes=writer.changes, by=by, at=at, count=writer.count)


def _count_anew() -> None:
    """Tell the planner of thousands of new rows now: the figures are opened next, autovacuum comes a minute later."""
    with connection.cursor() as cursor:
        for model in (HourEntry, Attendance, ClassSession, TrainingClass, Person, Posting, Organisation):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


@transaction.atomic
def undo(*, batch: ImportBatch, by: Authority, at: datetime, progress: Progress = unwatched) -> ImportBatch:
    """Take everything back that the batch wrote. Raises RuleBroken, and changes nothing, where something later hangs
    on it, outside the undo window, or where the batch isn't the actor's.
    """
    _one_at_a_time()
    mine = _mine(batch, by=by)
    importer = _organisation(mine.organisation_id)
    undone = imports.mark_undone(batch=mine, by=by, at=at)
    take_back(batch=mine, organisation=importer, by=by, at=at, progress=progress)
    return undone


def discard(*, batch: ImportBatch, by: Authority, at: datetime) -> None:
    """Give up a batch that isn't confirmed. Raises RuleBroken where it isn't the actor's or is confirmed."""
    imports.discard(batch=_mine(batch, by=by), by=by, at=at)


def _mine(batch: ImportBatch, *, by: Authority) -> ImportBatch:
    found = import_batches(by).filter(pk=batch.pk).first()
    if found is None:
        raise RuleBroken("import.not_yours", "这批导入不在您的管理范围。请联系上传的同事，或由上级主管办理。")
    return found


def _organisation(pk: int | None) -> Organisation | None:
    return all_organisations().filter(pk=pk).first() if pk else None


def _one_at_a_time() -> None:
    """Until the end of the transaction; whoever comes second plans against what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _importer(by: Authority) -> Organisation | None:
    """The highest organisation that a grant opens for imports."""
    paths = by.scope(Permission.IMPORT_TRAINING).paths
    found = all_organisations().current().filter(path__in=paths)
    return min(found, key=lambda one: (one.path.count("/"), one.pk), default=None)


def _files(batch: ImportBatch) -> dict[str, bytes]:
    """Raises RuleBroken where they have been deleted, a day after the upload."""
    found = {file.name: file.content for file in batch.files.order_by("pk")}
    if not found:
        raise RuleBroken("import.files_gone", "上传的文件过了保存期限，已自动删除。请重新上传。")
    return found


def _plan(files: Mapping[str, bytes], *, by: Authority, at: datetime, progress: Progress) -> Plan:
    count, books = Count(progress, total=len(files), unit=gettext_noop("个文件")), []
    for name, content in files.items():
        books.append(read_workbook(content, name=name))
        count.add(1)
    rows = parse_workbooks(books, known_classes=known_classes(by))
    progress(0, len(rows), gettext_noop("行"))
    return plan_import(rows, standing_for(rows, by=by, today=clock.date_of(at)))


def _staged(rows: Iterable[PlannedRow]) -> list[StagedRow]:
    return [
        StagedRow(
            sheet=kind_shown(row.parsed.source.kind).label,
            row=row.parsed.row,
            verdict=row.verdict,
            reason=row.reason,
            column=row.column or "",
            payload={
                "file": row.parsed.source.file,
                "tab": row.parsed.source.sheet,
                "wide": row.parsed.source.kind is SheetKind.ATTENDANCE_WIDE,
                "summary": summary(row.parsed.value).packed() if row.parsed.value else "",
            },
        )
        for row in rows
    ]


def kind_shown(kind: SheetKind) -> SheetKind:
    """The wide sign-in sheet counts with the long one."""
    return SheetKind.ATTENDANCE if kind is SheetKind.ATTENDANCE_WIDE else kind


def _bring_up_to_date(batch: ImportBatch, plan: Plan) -> None:
    stored = list(batch.rows.order_by("pk").values_list("sheet", "row", "column", "verdict", "reason"))
    fresh = _staged(plan.rows)
    if stored != _facts(fresh):
        imports.restate(batch=batch, rows=fresh)
        batch.refresh_from_db()


def _facts(rows: Sequence[StagedRow]) -> list[tuple[str, int, str, str, Sentence]]:
    return [(row.sheet, row.row, row.column, row.verdict.value, row.reason) for row in rows]
