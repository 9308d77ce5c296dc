"""Filings: the list, the check before filing, the frozen table with its proofs, and the correction."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import actions, clock
from core.downloads import attachment
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.filings import WAITING, CorrectionForm, FilingFilter, FilingForm
from reporting.models import Filing
from reporting.querysets import choices
from reporting.querysets.duties import all_duties, may_ask
from reporting.querysets.filing_rules import keeps_scans
from reporting.querysets.filing_scans import scans_of
from reporting.querysets.filing_steps import may_return, next_of, stages, waiting
from reporting.querysets.filings import FilingQuerySet, all_filings
from reporting.services import filing_drafts, filings
from reporting.services.filing_drafts import Target
from reporting.services.filings import document_of
from reporting.views.asked import Asked, organisation_or_404
from reporting.views.filing_checks import Checklist, check_page
from reporting.views.filing_drafts import draft_for, draft_lines, saved, start
from reporting.views.filing_tables import against_corrected, against_now, changes, sheet
from reporting.words import FilingState, VisitsUnit

PER_PAGE = 50


@permission_required(Permission.VIEW_FIGURES)
def filing_list(request: BanyanRequest) -> HttpResponse:
    form = FilingFilter(request.GET)
    page = Paginator(_found(request, form), PER_PAGE).get_page(request.GET.get("page"))
    due = all_duties().visible_to(request.by).open().select_related("organisation")
    context = {
        "page": page,
        "form": form,
        "duties": due,
        "drafts": draft_lines(request),
        "may_file": bool(request.by.scope(Permission.FILE_FIGURES)),
        "may_ask": bool(may_ask(request.by)),
    }
    return render(request, "reporting/filing_list.html", context)


def _found(request: BanyanRequest, form: FilingFilter) -> FilingQuerySet:
    """What the address asks for; a word that is none of the choices asks for nothing."""
    state, year = form.chosen()
    found = all_filings().visible_to(request.by)
    if state == WAITING:
        mine = waiting(request.by, on=clock.today())
        found = found.filter(pk__in=mine.values("pk"))
    elif state:
        found = found.in_state(FilingState(state))
    if year:
        found = found.filter(report_year=year)
    return found.light().newest_first()


@permission_required(Permission.FILE_FIGURES)
@actions.once
def filing_new(request: BanyanRequest) -> HttpResponse:
    """Choose (GET), check (GET with a choice), save a draft or file (POST of the checked choice)."""
    offered = choices.offered(request.by, Permission.FILE_FIGURES)
    data = request.POST if request.method == "POST" else request.GET
    if "organisation" in data:
        chosen = organisation_or_404(request, data["organisation"], Permission.FILE_FIGURES)
        offered = offered if chosen in offered else [*offered, chosen]
    form = FilingForm(data if "organisation" in data else None, choices=offered)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "reporting/filing_form.html", {"form": form}, status=status)
    asked = Asked(chosen, form.cleaned_data["period"], form.unit)
    target = Target(chosen, asked.period, form.goes_to(chosen))
    checklist = Checklist(request, chosen, asked.period, draft=draft_for(request, target))
    if request.method != "POST" or not checklist.form.is_valid():
        return check_page(request, asked, checklist, target.recipient)
    return _save_or_file(request, target, asked.unit, checklist)


def _save_or_file(
    request: BanyanRequest, target: Target, unit: VisitsUnit | None, checklist: Checklist
) -> HttpResponse:
    """Of a valid form: a filing of many people is saved as a draft too, for the job that files it."""
    at = clock.now()
    is_long = filing_drafts.is_long(target.organisation, on=clock.date_of(at))
    if checklist.saves or is_long:
        said = checklist.form.said()
        draft = filing_drafts.save(target=target, unit=unit, said=said, by=request.by, at=at)
        return saved(request, draft) if checklist.saves else start(request, draft)
    filing = filings.file(
        organisation=target.organisation, period=target.period, unit=unit, recipient=target.recipient,
        answers=checklist.form.answers(), by=request.by, at=at,
    )  # fmt: skip
    messages.success(request, _("已报送，编号%(number)s") % {"number": filing.number})
    return redirect("reporting:filing", filing.public_id)


@permission_required(Permission.VIEW_FIGURES)
def filing_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    filing = visible_filing(request, public_id)
    document = document_of(filing)
    corrected = getattr(filing, "correction", None)
    returned = getattr(filing, "returned", None)
    context = sheet(filing, document, returned.remarks.all() if returned else ())
    context |= against_corrected(filing, document) | {
        "filing": filing,
        "corrected": corrected,
        "now": [] if corrected else against_now(filing, document),
        "may_file": request.by.may(Permission.FILE_FIGURES, filing.organisation),
        "returned": returned,
        "may_return": may_return(request.by, filing),
        "next": next_of(request.by, filing),
        "stages": stages(filing),
        "keeps_scans": keeps_scans(filing.organisation, on=clock.today()),
        "scans": scans_of(filing),
    }
    return render(request, "reporting/filing_page.html", context)


@permission_required(Permission.VIEW_FIGURES)
def filing_print(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    filing = visible_filing(request, public_id)
    context = sheet(filing, document_of(filing)) | {"filing": filing}
    return render(request, "reporting/filing_print.html", context)


@permission_required(Permission.VIEW_FIGURES)
def filing_workbook(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The stored bytes, as they were filed."""
    filing = visible_filing(request, public_id)
    return attachment(filing.workbook, name=f"{filing.number}.xlsx")


@permission_required(Permission.VIEW_FIGURES)
def filing_proof(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Make the filing again and say whether it is the same."""
    filing = visible_filing(request, public_id)
    context = {"filing": filing, "made": filings.reproduce(filing), "renderer": filings.RENDERER}
    return render(request, "reporting/filing_proof.html", context)


@permission_required(Permission.FILE_FIGURES)
@actions.once
def filing_correct(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The differences to what was filed, and the reason; the correction is a filing of its own."""
    scope = request.by.scope(Permission.FILE_FIGURES)
    fileable = all_filings().visible_to(request.by).filter(scope.condition("organisation"))
    filing = get_object_or_404(fileable.select_related("organisation", "returned"), public_id=public_id)
    draft = draft_for(request, Target.of(filing))
    form = CorrectionForm(request.POST or None, initial={"reason": draft.reason if draft else ""})
    checklist = Checklist(request, filing.organisation, filing.period, filed=filing, draft=draft)
    if request.method == "POST" and all([form.is_valid(), checklist.form.is_valid()]):
        return _correct(request, filing, form.cleaned_data["reason"], checklist)
    context = changes(document_of(filing), filings.draft(filing)) | checklist.context()
    context |= {"filing": filing, "form": form, "returned": getattr(filing, "returned", None)}
    wrong = form.errors or checklist.form.errors
    return render(request, "reporting/filing_correct.html", context, status=422 if wrong else 200)


def _correct(request: BanyanRequest, filing: Filing, reason: str, checklist: Checklist) -> HttpResponse:
    at = clock.now()
    if filing_drafts.is_long(filing.organisation, on=clock.date_of(at)):
        said = checklist.form.said()
        draft = filing_drafts.save_correction(filing=filing, reason=reason, said=said, by=request.by, at=at)
        return start(request, draft)
    answers = checklist.form.answers()
    made = filings.correct(filing=filing, reason=reason, answers=answers, by=request.by, at=at)
    messages.success(request, _("已更正，新的编号%(number)s") % {"number": made.number})
    return redirect(reverse("reporting:filing", args=[made.public_id]))


def visible_filing(request: BanyanRequest, public_id: UUID) -> Filing:
    """With its frozen bytes. Raises Http404 for others' filings."""
    related = (
        all_filings()
        .visible_to(request.by)
        .select_related("organisation__parent", "corrects", "correction", "returned__body")
        .prefetch_related("acts")
    )
    return get_object_or_404(related, public_id=public_id)
