"""Long jobs on pages: one's own list, and a page for each that may be left and come back to."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import actions, clock
from inbox.models import Job
from inbox.querysets.jobs import all_jobs
from inbox.services import jobs
from inbox.views.job_tables import line_of
from inbox.words import OPEN_JOBS
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 50
SECONDS = 2  # between two looks of a page that is open


@member_required
def job_list(request: BanyanRequest) -> HttpResponse:
    page = Paginator(all_jobs().visible_to(request.by).newest_first(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    at = clock.now()
    context = {"page": page, "lines": [line_of(job, at=at) for job in page]}
    return render(request, "inbox/job_list.html", context)


@member_required
def job_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    return _show(request, public_id, "inbox/job_page.html")


@member_required
def job_now(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The part of the page that moves, for the page that is open."""
    return _show(request, public_id, "inbox/_job_now.html")


@require_POST
@member_required
@actions.once
def job_cancel(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    job = jobs.cancel(job=_mine(request, public_id), by=request.by, at=clock.now())
    return redirect("jobs:job", job.public_id)


def _show(request: BanyanRequest, public_id: UUID, template: str) -> HttpResponse:
    """Whoever sees the end of a job needs no to-do for it any more."""
    job, at = _mine(request, public_id), clock.now()
    if job.state not in OPEN_JOBS and job.seen_at is None:
        jobs.see(job=job, by=request.by, at=at)
    return render(request, template, {"line": line_of(job, at=at), "seconds": SECONDS})


def _mine(request: BanyanRequest, public_id: UUID) -> Job:
    return get_object_or_404(all_jobs().visible_to(request.by), public_id=public_id)
