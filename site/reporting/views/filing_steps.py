"""What happens to a filing after it was made: the next step of its way, and its stamped paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.downloads import attachment
from core.errors import RuleBroken
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.filings import ScanForm, StepForm
from reporting.models import Filing
from reporting.querysets.filing_rules import keeps_scans
from reporting.querysets.filing_scans import all_scans, scans_of
from reporting.querysets.filing_steps import files_for, next_of, way_of
from reporting.services import filing_scans, filing_steps
from reporting.views.filings import visible_filing
from reporting.words import FilingStep


@permission_required(Permission.FILE_FIGURES)
@actions.once
def filing_step(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Review, gather or archive a filing: for the very body whose step it is, to all others the page does not exist."""
    filing = visible_filing(request, public_id)
    rung = next_of(request.by, filing)
    if rung is None and not (request.method == "POST" and _stands_above(request, filing)):
        raise Http404
    form = StepForm(request.POST or None, initial={"step": rung.step if rung else ""})
    if request.method == "POST" and form.is_valid():
        step, remark = FilingStep(form.cleaned_data["step"]), form.cleaned_data["remark"]
        try:
            filing_steps.take(filing=filing, step=step, remark=remark, by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已记录：%(step)s") % {"step": _(step.label)})
            return redirect("reporting:filing", filing.public_id)
    context = {"form": form, "filing": filing, "step": rung.step if rung else None}
    return render(request, "reporting/filing_step.html", context, status=422 if form.errors else 200)


def _stands_above(request: BanyanRequest, filing: Filing) -> bool:
    """Whoever was offered a step reads what came in between, not that there is no such page."""
    return any(files_for(request.by, rung.body) for rung in way_of(filing))


@permission_required(Permission.FILE_FIGURES)
@actions.once
def filing_scan_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Upload the stamped paper, where the place keeps it."""
    filing = visible_filing(request, public_id)
    kept = keeps_scans(filing.organisation, on=clock.today())
    if not kept or not request.by.may(Permission.FILE_FIGURES, filing.organisation):
        raise Http404
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            filing_scans.add(filing=filing, content=form.cleaned_data["file"], by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error("file", broken.message)
        else:
            messages.success(request, _("盖章扫描件已保存"))
            return redirect("reporting:filing", filing.public_id)
    context = {"form": form, "filing": filing, "scans": scans_of(filing)}
    return render(request, "reporting/filing_scan.html", context, status=422 if form.errors else 200)


@permission_required(Permission.VIEW_FIGURES)
def filing_scan(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The stamped paper, given back as it came."""
    scans = all_scans().visible_to(request.by).select_related("filing__organisation")
    scan = get_object_or_404(scans, public_id=public_id)
    if not keeps_scans(scan.filing.organisation, on=clock.today()):
        raise Http404
    return attachment(scan.file, name=f"{scan.filing.number}-{_('盖章扫描件')}.{scan.file_kind}")
