"""上级来表 on pages: upload, point at headings or cells, fill, and open every filled cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from inbox.services import jobs
from organisations.models import Organisation
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.received_tables import FillForm, PointForm, ReceiveForm
from reporting.jobs import FILL_TABLE
from reporting.models import ReceivedTable, TableMapping
from reporting.querysets import choices
from reporting.querysets.received_tables import (
    all_filled,
    all_mappings,
    all_received,
    grids_of,
    named_places,
    offered_places,
)
from reporting.querysets.received_values import counted_again
from reporting.rules.periods import Period
from reporting.rules.received.grid import Grid, moved
from reporting.rules.received.mapping import Point, points_of, resolve
from reporting.rules.received.markup import NotReadable
from reporting.rules.received.measures import OFFERED
from reporting.rules.received.sheet_xml import Place, place_of, reference
from reporting.services import received_tables
from reporting.views.received_shown import (
    definitions_of,
    filled_cells,
    left_to_the_pen,
    measures_of,
    record_of,
    say_point,
    shown_rows,
)
from reporting.words import Axis

PER_PAGE = 50
MOST_LISTED = 60  # cells left to the pen, by name; the number of all of them stands above


@dataclass
class Pointing:
    """One sheet of a table as somebody works on it: which one, at which cell, and what was pointed at so far."""

    request: BanyanRequest
    table: ReceivedTable

    @cached_property
    def grids(self) -> list[Grid]:
        return grids_of(self.table)

    @cached_property
    def number(self) -> int:
        """Raises Http404 for a sheet that the table does not have."""
        text = self._told("sheet") or "0"
        if not text.isascii() or not text.isdigit() or int(text[:3]) >= len(self.grids):
            raise Http404
        return int(text[:3])

    @property
    def grid(self) -> Grid:
        return self.grids[self.number]

    @cached_property
    def place(self) -> Place | None:
        """The cell that was pointed at. Raises Http404 for none of the table."""
        text = self._told("at")
        if not text:
            return None
        try:
            row, column = place_of(text)
        except NotReadable as error:
            raise Http404 from error
        if row > self.grid.size[0] or column > self.grid.size[1]:
            raise Http404
        return self.grid.anchor((row, column))

    def _told(self, name: str) -> str:
        """By the form, or by the address of the page."""
        return str(self.request.POST.get(name, self.request.GET.get(name, "")))

    @property
    def at(self) -> str:
        """C5, or nothing."""
        return reference(self.place) if self.place else ""

    @cached_property
    def mapping(self) -> TableMapping | None:
        return all_mappings().of_sheet(self.table.organisation, self.grid)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        return points_of(self.mapping.points) if self.mapping else ()

    @property
    def revision(self) -> int:
        return self.mapping.revision if self.mapping else 0

    @cached_property
    def places(self) -> list[Organisation]:
        return offered_places(self.table.organisation)

    @cached_property
    def proposals(self) -> list[tuple[Point, str, Organisation]]:
        """Row headings that are exactly the name of a place, where nothing was said of the row yet."""
        said = {point.row for point in self.points if point.axis == Axis.ROW}
        texts = {place: self.grid.words(place) for place in self.grid.texts if place[0] not in said}
        named = named_places(self.table.organisation, texts.values())
        found: dict[int, tuple[Point, str, Organisation]] = {}
        for place, text in sorted(texts.items()):
            if text in named and place[0] not in found:
                scope = str(named[text].public_id)
                found[place[0]] = Point(Axis.ROW.value, *place, scope=scope), text, named[text]
        return list(found.values())

    def address(self, name: str = "received_table") -> str:
        return f"{reverse(f'reporting:{name}', args=[self.table.public_id])}?sheet={self.number}"

    def initial(self) -> dict[str, Any]:
        """What was said of the cell, or what its words propose."""
        known = next((point for point in self.points if point.place == self.place), None)
        if known is not None:
            return known.as_record()
        text = self.grid.words(self.place) if self.place else ""
        scope = named_places(self.table.organisation, [text]).get(text)
        metric = next((one.code for one in OFFERED if one.name == text), "")
        axis = Axis.CELL if not text else Axis.ROW if scope else Axis.COLUMN
        return {
            "axis": axis.value, "metric": metric,
            "scope": str(scope.public_id) if scope else "",
        }  # fmt: skip

    def form(self, data: Any = None) -> PointForm | None:
        if self.place is None:
            return None
        return PointForm(data, place=self.place, places=self.places, initial=self.initial())


@permission_required(Permission.VIEW_FIGURES)
def received_list(request: BanyanRequest) -> HttpResponse:
    tables = all_received().visible_to(request.by).light()
    page = Paginator(tables, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_file": bool(request.by.scope(Permission.FILE_FIGURES))}
    return render(request, "reporting/received_list.html", context)


@permission_required(Permission.FILE_FIGURES)
@actions.once
def received_new(request: BanyanRequest) -> HttpResponse:
    """Upload the table of a higher body."""
    offered = choices.offered(request.by, Permission.FILE_FIGURES)
    form = ReceiveForm(request.POST or None, request.FILES or None, choices=offered)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        chosen = next(one for one in offered if str(one.public_id) == form.cleaned_data["organisation"])
        try:
            table = received_tables.receive(
                organisation=chosen, name=str(file.name), content=file.read(), by=request.by, at=clock.now()
            )
        except RuleBroken as refusal:
            form.add_error("workbook", refusal.message)
        else:
            return redirect("reporting:received_table", table.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/received_form.html", {"form": form}, status=status)


@permission_required(Permission.VIEW_FIGURES)
def received_table(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    pointing = _visible(request, public_id)
    return _page(pointing, pointing.form())


@require_POST
@permission_required(Permission.FILE_FIGURES)
@actions.once
def received_point(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Keep what a heading or a cell means, or take it back."""
    pointing = _editable(request, public_id)
    form = pointing.form(request.POST)
    if form is None or pointing.place is None:
        raise Http404
    if "clear" in request.POST:
        points = [Point(axis.value, *pointing.place) for axis in Axis]
    elif form.is_valid():
        points = [form.point()]
    else:
        return _page(pointing, form, status=422)
    try:
        _save(pointing, points)
    except RuleBroken as refusal:
        form.add_error(None, refusal.message)
        return _page(_editable(request, public_id), form, status=422)  # as it stands now
    return redirect(f"{pointing.address()}#table")


@require_POST
@permission_required(Permission.FILE_FIGURES)
@actions.once
def received_places(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Take over the proposed places of the rows."""
    pointing = _editable(request, public_id)
    points = [point for point, _text, _place in pointing.proposals]
    if points:
        try:
            _save(pointing, points)
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("已采用，请核对。"))
    return redirect(f"{pointing.address()}#table")


@require_POST
@permission_required(Permission.FILE_FIGURES)
@actions.once
def received_fill(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    pointing = _editable(request, public_id)
    form = FillForm(request.POST)
    if not form.is_valid():
        return _page(pointing, None, fill=form, status=422)
    try:
        return redirect(_fill(pointing, form.cleaned_data["period"]))
    except RuleBroken as refusal:
        form.add_error(None, refusal.message)
        return _page(pointing, None, fill=form, status=422)


def _fill(pointing: Pointing, period: Period) -> str:
    """Where the filled table is: its page, or that of the job that fills a large one."""
    table, by, at = pointing.table, pointing.request.by, clock.now()
    if not received_tables.is_long(table=table, period=period, at=at):
        made = received_tables.fill(table=table, period=period, by=by, at=at)
        return reverse("reporting:received_filled", args=[made.public_id])
    job = jobs.start(
        kind=FILL_TABLE, parameters={"table": table.pk, "period": period.as_record()}, subject=table,
        origin=pointing.address(), by=by, at=at,
    )  # fmt: skip
    return reverse("jobs:job", args=[job.public_id])


@permission_required(Permission.VIEW_FIGURES)
def received_filled(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Every filled cell with the way to its rows; on request beside what it would be now."""
    visible = all_filled().visible_to(request.by).select_related("table__organisation")
    filled = get_object_or_404(
        visible.defer("content", "table__content", "table__sheets"), public_id=public_id
    )
    compared = "compare" in request.GET
    record = record_of(filled)
    now = counted_again(filled, measures_of(record), at=clock.now()) if compared else {}
    cells = filled_cells(record, now)
    context = {
        "filled": filled,
        "cells": cells,
        "by_hand": left_to_the_pen(record),
        "compared": compared,
        "differs": any(cell.now for cell in cells),
        "definitions": definitions_of(record),
    }
    return render(request, "reporting/received_filled.html", context)


@permission_required(Permission.VIEW_FIGURES)
def received_workbook(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    visible = (
        all_filled().visible_to(request.by).select_related("table").defer("table__content", "table__sheets")
    )
    filled = get_object_or_404(visible, public_id=public_id)
    stem = filled.table.name.removesuffix(".xlsx")
    return attachment(filled.content, name=f"{stem}{_('（已填）')}.xlsx")


def _visible(request: BanyanRequest, public_id: UUID) -> Pointing:
    tables = all_received().visible_to(request.by).select_related("organisation").defer("content")
    return Pointing(request, get_object_or_404(tables, public_id=public_id))


def _editable(request: BanyanRequest, public_id: UUID) -> Pointing:
    tables = all_received().editable_by(request.by).select_related("organisation").defer("content")
    return Pointing(request, get_object_or_404(tables, public_id=public_id))


def _save(pointing: Pointing, points: list[Point]) -> None:
    seen = pointing.request.POST.get("seen", "")
    received_tables.point(
        table=pointing.table, sheet=pointing.number, points=points, seen=int(seen) if seen.isdigit() else -1,
        by=pointing.request.by, at=clock.now(),
    )  # fmt: skip


def _page(
    pointing: Pointing, form: PointForm | None, *, fill: FillForm | None = None, status: int = 200
) -> HttpResponse:
    request, table = pointing.request, pointing.table
    may_file = request.by.may(Permission.FILE_FIGURES, table.organisation)
    context = _mapped(pointing) | {
        "table": table,
        "pointing": pointing,
        "form": form if may_file else None,
        "pointed": pointing.grid.label(pointing.place) if pointing.place else "",
        "fill": fill or (FillForm(None) if may_file else None),
        "proposals": pointing.proposals if may_file else [],
        "changes": _changes(pointing),
        "is_kept": _is_kept(pointing),
        "filled": all_filled().filter(table=table).light(),
        "may_file": may_file,
    }
    return render(request, "reporting/received_table.html", context, status=status)


def _mapped(pointing: Pointing) -> dict[str, Any]:
    """The sheet with what was pointed at, what that fills, and what it leaves to the pen."""
    grid, points = pointing.grid, pointing.points
    found = resolve(grid, points)
    names = {str(one.public_id): one for one in pointing.places}
    said = [
        (grid.words(point.place) or reference(point.place), Axis(point.axis).label, say_point(point, names))
        for point in points
    ]
    return {
        "rows": shown_rows(grid, points, found, names, address=pointing.address(), at=pointing.place),
        "points": said,
        "targets": len(found.targets),
        "by_hand": [grid.label(cell.place) for cell in found.by_hand[:MOST_LISTED]],
        "left": len(found.by_hand),
    }


def _changes(pointing: Pointing) -> list[Any]:
    """What moved since the nearest table whose mapping is kept; nothing where this layout has one of its own."""
    if pointing.points:
        return []
    nearest = all_mappings().nearest(pointing.table.organisation, pointing.grid)
    return list(moved(nearest.landmarks, pointing.grid.landmarks)) if nearest else []


def _is_kept(pointing: Pointing) -> bool:
    """Whether the mapping was made for an earlier table and is proposed for this one."""
    mapping = pointing.mapping
    return bool(mapping and pointing.points and mapping.saved_at < pointing.table.uploaded_at)
