"""A higher body's pages: ask for a filing, give one back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from organisations.querysets import all_organisations
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.duties import DutyForm, ReturnForm
from reporting.querysets.duties import may_ask
from reporting.querysets.filing_steps import may_return
from reporting.querysets.filings import all_filings
from reporting.rules.filing_sheet import ordered
from reporting.services import duties
from reporting.services.filings import document_of


@permission_required(Permission.FILE_FIGURES)
@actions.once
def duty_new(request: BanyanRequest) -> HttpResponse:
    """Ask a unit below one's own to file a year by a day."""
    units = may_ask(request.by)
    form = DutyForm(request.POST or None, choices=units)
    if request.method == "POST" and form.is_valid():
        unit = all_organisations().get(public_id=form.cleaned_data["organisation"])
        year, due_on = form.cleaned_data["report_year"], form.cleaned_data["due_on"]
        try:
            duties.ask(organisation=unit, report_year=year, due_on=due_on, by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已布置，填报单位会在待办里看到。"))
            return redirect("reporting:filing_list")
    return render(request, "reporting/duty_form.html", {"form": form}, status=422 if form.errors else 200)


@permission_required(Permission.FILE_FIGURES)
@actions.once
def filing_return(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Give a filing back with a remark; it stays as filed."""
    visible = all_filings().visible_to(request.by).select_related("organisation__parent")
    filing = get_object_or_404(visible, public_id=public_id)
    if not may_return(request.by, filing):
        raise Http404
    form = ReturnForm(request.POST or None, rows=ordered(document_of(filing)))
    if request.method == "POST" and form.is_valid():
        try:
            remark, cells = form.cleaned_data["remark"], form.cells()
            duties.give_back(filing=filing, remark=remark, cells=cells, by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已退回，填报单位会在待办里看到意见。"))
            return redirect("reporting:filing", filing.public_id)
    context = {"form": form, "filing": filing}
    return render(request, "reporting/filing_return.html", context, status=422 if form.errors else 200)
