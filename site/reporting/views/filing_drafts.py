"""Drafts of filings: kept from the check page, taken up again, deleted, and filed by a job where many people are counted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from inbox.services import jobs
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.jobs import FILE
from reporting.models import FilingDraft
from reporting.querysets.filing_drafts import all_drafts, savers_of
from reporting.services import filing_drafts
from reporting.services.filing_drafts import Target
from reporting.views.asked import Asked


@dataclass(frozen=True)
class DraftLine:
    """A draft in the list: who saved it, and where it goes on."""

    draft: FilingDraft
    saver: str
    url: str


def draft_lines(request: BanyanRequest) -> list[DraftLine]:
    """Two questions."""
    drafts = list(all_drafts().visible_to(request.by).select_related("organisation", "corrects"))
    savers = savers_of(drafts)
    return [DraftLine(draft, savers.get(draft.saved_by or 0, ""), _url(draft)) for draft in drafts]


def draft_for(request: BanyanRequest, target: Target) -> FilingDraft | None:
    """The draft that the page begins with. A form that is sent holds it until the answer: see `core.conflicts.hold`."""
    if request.method == "POST":
        standing = filing_drafts.begin(target)
        visible = all_drafts().visible_to(request.by).filter(pk=standing.pk if standing else 0)
        return standing if visible.exists() else None
    return target.drafts().filter(pk__in=all_drafts().visible_to(request.by).values("pk")).first()


def start(request: BanyanRequest, draft: FilingDraft) -> HttpResponse:
    """Let a job file the draft: it holds the draft's id and nothing that was written."""
    job = jobs.start(
        kind=FILE, parameters={"draft": draft.pk}, subject=draft, origin=reverse("reporting:filing_list"),
        by=request.by, at=clock.now(),
    )  # fmt: skip
    return redirect("jobs:job", job.public_id)


def saved(request: BanyanRequest, draft: FilingDraft) -> HttpResponse:
    messages.success(request, _("草稿已保存。本单位能报送的同事都能接着办。"))
    return redirect(_url(draft))


@require_POST
@permission_required(Permission.FILE_FIGURES)
@actions.once
def draft_discard(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = all_drafts().visible_to(request.by).select_related("organisation")
    draft = get_object_or_404(found, public_id=public_id)
    filing_drafts.discard(draft=draft, by=request.by, at=clock.now())
    messages.success(request, _("草稿已删除"))
    return redirect("reporting:filing_list")


def _url(draft: FilingDraft) -> str:
    """The check page of what the draft is to file."""
    if draft.corrects is not None:
        return reverse("reporting:filing_correct", args=[draft.corrects.public_id])
    parameters = Asked(draft.organisation, draft.period, draft.unit).parameters()
    parameters["organisation"] = parameters.pop("scope")
    return f"{reverse('reporting:filing_new')}?{urlencode(parameters | {'recipient': draft.recipient})}"
