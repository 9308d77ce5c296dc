"""Take in the table of a higher body, keep what was pointed at in it, and fill it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from core import clock, events, records
from core.errors import RuleBroken
from core.progress import Count, Progress, unwatched
from core.sentences import Sentence, say
from core.sheets.reading import read_workbook
from core.uploads import MAX_BYTES
from core.words import gettext_noop
from hours.models import HourEntry
from hours.querysets import all_entries
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from organisations.scope import scope_of
from reporting.models import FilledTable, ReceivedTable, TableMapping
from reporting.querysets.received_tables import grids_of, places_of, resolved
from reporting.querysets.received_values import Values
from reporting.rules.metrics import METRICS
from reporting.rules.periods import Period
from reporting.rules.quantities import Share
from reporting.rules.received.filling import filled
from reporting.rules.received.grid import Grid, TooLarge
from reporting.rules.received.mapping import MOST_POINTS, Point, Resolved, pointed, points_of
from reporting.rules.received.markup import NotReadable
from reporting.rules.received.measures import OFFERED, Measure, period_of
from reporting.rules.received.package import Package
from reporting.rules.received.sheet_xml import Number, Place, SheetXml
from reporting.services.official import is_of_many
from reporting.words import Axis

MOST_SHEETS = 20
MOST_COUNTINGS = 30  # places and periods of one table: more take longer than somebody waits
CELLS = gettext_noop("个格")
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_OFFERED = {metric.code for metric in OFFERED}


@transaction.atomic
def receive(
    *, organisation: Organisation, name: str, content: bytes, by: Authority, at: datetime
) -> ReceivedTable:
    """Keep a workbook as it came. Raises RuleBroken for what is no .xlsx, is protected, has macros, or is no form at all."""
    require(by, Permission.FILE_FIGURES, organisation)
    grids = _grids(content, name)
    made = ReceivedTable.objects.create(
        organisation=organisation, name=name[-200:], content=content, uploaded_by=by.person_id, uploaded_at=at,
        sheets=[grid.as_record() for grid in grids],
    )  # fmt: skip
    data = {"organisation": organisation.pk, "sheets": len(grids)}
    events.record("reporting.received_table.uploaded", by=by, at=at, subject=made, data=data)
    return made


@transaction.atomic
def point(
    *, table: ReceivedTable, sheet: int, points: Sequence[Point], seen: int, by: Authority, at: datetime
) -> TableMapping:
    """Keep what was pointed at in a sheet, for this table and for later ones of its layout.

    `seen` is the revision of the mapping that the officer saw. A point that says nothing takes back what was said at its
    cell. Raises RuleBroken where somebody else has saved since, or for a cell that no number may go into.
    """
    require(by, Permission.FILE_FIGURES, table.organisation)
    grid = grids_of(table)[sheet]
    _refuse_wrong(table.organisation, grid, points)
    mapping = _held(table.organisation, grid, at=at)
    if mapping.revision != seen:
        raise RuleBroken(
            "received.changed_meanwhile",
            "别人刚改过这张表的对应，您这次没有保存。页面上已是最新的对应，请核对后再保存一次。",
        )
    said = points_of(mapping.points)
    for one in points:
        said = pointed(said, one)
    if len(said) > MOST_POINTS:
        raise RuleBroken("received.too_many", "指定的格太多。请指定行和列的标题，不要逐格指定。")
    mapping.points = [one.as_record() for one in said]
    mapping.revision += 1
    mapping.saved_by, mapping.saved_at = by.person_id, at
    mapping.save(update_fields=["points", "revision", "saved_by", "saved_at"])
    data = {"table": table.pk, "points": len(said), "revision": mapping.revision}
    events.record("reporting.received_table.mapped", by=by, at=at, subject=mapping, data=data)
    return mapping


def is_long(*, table: ReceivedTable, period: Period, at: datetime) -> bool:
    """Whether filling is better done by a job: many places or periods to count, or an organisation of many people."""
    found = [resolved(table.organisation, grid) for grid in grids_of(table)]
    measures = [measure for one in found for measure in one.targets.values()]
    countings = {(measure.scope, measure.span) for measure in measures}
    if len(countings) > MOST_COUNTINGS:
        return True
    last_day = min(period.days()[1], clock.date_of(at))
    return bool(countings) and is_of_many(scope_of(table.organisation), on=last_day)


@transaction.atomic
def fill(
    *, table: ReceivedTable, period: Period, by: Authority, at: datetime, progress: Progress = unwatched
) -> FilledTable:
    """Fill every cell that was pointed at, and freeze the file with its values, definitions and place in the ledger.

    Nobody writes to the ledger meanwhile: all cells are of one moment. Raises RuleBroken where nothing is to be filled,
    or where a scope is no longer below the organisation.
    """
    require(by, Permission.FILE_FIGURES, table.organisation)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {HourEntry._meta.db_table} IN SHARE MODE")
    grids = grids_of(table)
    found = [resolved(table.organisation, grid) for grid in grids]
    places = _places(table.organisation, found)
    total = sum(len(one.targets) for one in found)
    counted = _counted(
        grids, found, Values(places, period, at), period, Count(progress, total=total, unit=CELLS)
    )
    if not counted.cells:
        raise RuleBroken(
            "received.nothing_to_fill", "还没有可填的格。请先在表上点行、列的标题或单个格，选好指标再填。"
        )
    content = filled(table.content, counted.numbers, counted.shares)
    record = records.canonical_json(_record(table, period, counted, at=at))
    made = FilledTable.objects.create(
        table=table, content=content, sha256=records.digest(content), record=record,
        record_sha256=records.digest(record), cells=len(counted.cells), filled_by=by.person_id, filled_at=at,
        ledger_position=all_entries().aggregate(last=Max("pk"))["last"] or 0,
        report_year=period.report_year, first_day=period.first_day, last_day=period.last_day,
    )  # fmt: skip
    data = {"table": table.pk, "cells": made.cells, "sha256": made.sha256}
    events.record("reporting.received_table.filled", by=by, at=at, subject=made, data=data)
    return made


@dataclass
class _Counted:
    """What goes into the file, by sheet, and what is said of each cell."""

    numbers: dict[str, dict[Place, Number]]
    shares: dict[str, set[Place]]
    cells: list[dict[str, Any]]
    by_hand: list[dict[str, Any]]


def _counted(
    grids: Sequence[Grid], found: Sequence[Resolved], values: Values, period: Period, count: Count
) -> _Counted:
    made = _Counted({}, {}, [], [])
    for grid, one in zip(grids, found, strict=True):
        made.by_hand += [_left(grid, cell.place, cell.reason) for cell in one.by_hand]
        for place, measure in one.targets.items():
            value = values.value(measure)
            count.add(1)
            shown = value.shown()
            if shown is None:
                made.by_hand.append(_left(grid, place, say("没有可除的数")))
                continue
            made.numbers.setdefault(grid.name, {})[place] = shown
            if isinstance(value, Share):
                made.shares.setdefault(grid.name, set()).add(place)
            made.cells.append(_cell(grid, place, measure, values, period) | {"value": str(shown)})
    return made


def _cell(grid: Grid, place: Place, measure: Measure, values: Values, period: Period) -> dict[str, Any]:
    scope = values.places[measure.scope]
    return {
        "sheet": grid.name,
        "row": place[0],
        "column": place[1],
        "label": grid.label(place),
        "measure": asdict(measure) | {"scope": str(scope.public_id)},
        "scope_name": scope.name,
        "period": period_of(period, measure.span).as_record(),
        "definition": METRICS[measure.metric].as_record(),
        "version": values.version(measure),
    }


def _left(grid: Grid, place: Place, reason: Sentence) -> dict[str, Any]:
    return {"sheet": grid.name, "label": grid.label(place), "reason": reason.packed()}


def _record(table: ReceivedTable, period: Period, counted: _Counted, *, at: datetime) -> dict[str, Any]:
    return {
        "table": str(table.public_id),
        "received_sha256": records.digest(table.content),
        "organisation": table.organisation.name,
        "period": period.as_record(),
        "counted_at": at.isoformat(),
        "cells": counted.cells,
        "by_hand": counted.by_hand,
    }


def _grids(content: bytes, name: str) -> list[Grid]:
    if content.startswith(_OLD_FORMAT):
        raise RuleBroken(
            "received.old_format",
            "这是旧格式 .xls，或者设有打开密码。请在 Excel 或 WPS 中另存为不带密码的 .xlsx 再上传。",
        )
    if len(content) > MAX_BYTES:
        raise RuleBroken("received.too_large", "文件超过5 MB。请删去图片和无关的工作表再上传。")
    if name.lower().endswith(".xlsm"):
        raise RuleBroken(
            "received.macros", "这是带宏的工作簿。请在 Excel 或 WPS 中另存为不带宏的 .xlsx 再上传。"
        )
    book = read_workbook(content, name=name)
    try:
        package = Package.of(content)
        parts = {title: SheetXml.of(package.read(part)) for title, part in package.sheets.items()}
        shown = [sheet for sheet in book.sheets if not sheet.hidden and sheet.name in parts]
        grids = [Grid.of(sheet, parts[sheet.name].formulas) for sheet in shown[:MOST_SHEETS]]
    except NotReadable as error:
        raise RuleBroken(
            "received.unreadable",
            "这个文件的内部结构和 Excel 的不同，填了可能打不开。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。",
        ) from error
    except TooLarge as error:
        raise RuleBroken(
            "received.no_form", "有工作表超过300行或60列，不像要填的表。请只留下要填的工作表再上传。"
        ) from error
    if not any(grid.texts for grid in grids):
        raise RuleBroken("received.empty", "表里没有文字，看不出要填什么。请确认上传的是上级发来的表。")
    return grids


def _refuse_wrong(organisation: Organisation, grid: Grid, points: Iterable[Point]) -> None:
    for one in points:
        rows, columns = grid.size
        if not (1 <= one.row <= rows and 1 <= one.column <= columns) or one.axis not in set(Axis):
            raise RuleBroken("received.no_such_cell", "表里没有这一格。请在表上重新点。")
        if one.metric and one.metric not in _OFFERED:
            raise RuleBroken("received.no_such_metric", "没有这个指标。请重新选择。")
        refused = grid.refuses(one.place) if one.axis == Axis.CELL and one.says_something else None
        if refused is not None:
            raise RuleBroken(
                "received.not_blank", "%(why)s，不能填数。请点空格，或者点行、列的标题。", why=refused
            )
    _scopes(organisation, {one.scope for one in points})


def _places(organisation: Organisation, found: Iterable[Resolved]) -> dict[str, Organisation]:
    wanted = {measure.scope for one in found for measure in one.targets.values()}
    return _scopes(organisation, wanted) | {"": organisation}


def _scopes(organisation: Organisation, wanted: Iterable[str]) -> dict[str, Organisation]:
    """By public id. Raises RuleBroken for one that is not below the organisation."""
    ids = {UUID(text) for text in wanted if text}
    known: Mapping[str, Organisation] = {
        str(one.public_id): one for one in places_of(organisation).filter(public_id__in=ids)
    }
    if len(known) < len(ids):
        raise RuleBroken("received.scope", "对应里有一个单位已作废，或者不归本单位统计。请在表上重新选单位。")
    return dict(known)


def _held(organisation: Organisation, grid: Grid, *, at: datetime) -> TableMapping:
    """The mapping of this layout under its lock, so that of two who save at once the second sees the first."""
    fresh = TableMapping(
        organisation=organisation, fingerprint=grid.fingerprint, landmarks=grid.landmarks, saved_at=at
    )
    TableMapping.objects.bulk_create([fresh], ignore_conflicts=True)
    return TableMapping.objects.select_for_update().get(
        organisation=organisation, fingerprint=grid.fingerprint
    )
