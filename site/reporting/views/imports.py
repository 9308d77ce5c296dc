"""The training import on pages: upload, a verdict on every row, confirmation, undo."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from core.models import ImportBatch
from core.services import imports
from core.words import ImportState
from inbox.querysets.jobs import all_jobs
from inbox.services import jobs
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.imports import UploadForm
from reporting.jobs import CONFIRM, READ, UNDO
from reporting.querysets.imports import import_batches
from reporting.services import training_import
from reporting.views.import_tables import Choice, batch_lines, counts_table, row_lines, totals

PER_PAGE = 50


@permission_required(Permission.IMPORT_TRAINING)
def import_list(request: BanyanRequest) -> HttpResponse:
    page = Paginator(import_batches(request.by), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "batches": batch_lines(page, at=clock.now())}
    return render(request, "reporting/import_list.html", context)


@permission_required(Permission.IMPORT_TRAINING)
@actions.once
def import_new(request: BanyanRequest) -> HttpResponse:
    """Choose the workbooks; they are kept, and a job puts a verdict on every row."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = training_import.receive(files=form.contents(), by=request.by, at=clock.now())
        except RuleBroken as refusal:
            form.add_error("workbooks", refusal.message)
        else:
            return _start(request, READ, batch, origin=reverse("reporting:import_new"))
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/import_form.html", {"form": form}, status=status)


@permission_required(Permission.IMPORT_TRAINING)
def import_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    batch = _mine(request, public_id)
    choice = Choice.of(request.GET, batch)
    page = Paginator(choice.rows(batch), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch_lines([batch], at=clock.now())[0],
        "job": all_jobs().about(batch).open().first(),
        "person_id": request.by.person_id,
        "counts": counts_table(batch, choice),
        "totals": totals(batch),
        "choice": choice,
        "page": page,
        "rows": row_lines(page),
    }
    return render(request, "reporting/import_page.html", context)


@require_POST
@permission_required(Permission.IMPORT_TRAINING)
@actions.once
def import_confirm(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    batch = _mine(request, public_id)
    imports.require_state(batch, ImportState.STAGED)
    return _start(request, CONFIRM, batch)


@require_POST
@permission_required(Permission.IMPORT_TRAINING)
@actions.once
def import_discard(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_import.discard(batch=_mine(request, public_id), by=request.by, at=clock.now())
    messages.success(request, _("已放弃，上传的文件已删除，没有写入任何数据"))
    return redirect("reporting:import_list")


@permission_required(Permission.IMPORT_TRAINING)
@actions.once
def import_undo(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Say what undoing means (GET), then let a job do it."""
    batch = _mine(request, public_id)
    if request.method != "POST":
        context = {"batch": batch_lines([batch], at=clock.now())[0], "totals": totals(batch)}
        return render(request, "reporting/import_undo.html", context)
    imports.require_undoable(batch, at=clock.now())
    return _start(request, UNDO, batch)


def _start(request: BanyanRequest, kind: str, batch: ImportBatch, *, origin: str = "") -> HttpResponse:
    """Hand a step to a worker and lead to the page of its job. Without an origin the way back is the batch."""
    job = jobs.start(
        kind=kind,
        parameters={"batch": batch.pk},
        subject=batch,
        origin=origin or reverse("reporting:import_page", args=[batch.public_id]),
        by=request.by,
        at=clock.now(),
    )
    return redirect("jobs:job", job.public_id)


def _mine(request: BanyanRequest, public_id: UUID) -> ImportBatch:
    return get_object_or_404(import_batches(request.by), public_id=public_id)
