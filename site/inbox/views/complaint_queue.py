"""The operator's queue of complaints and suggestions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock, records
from core.errors import RuleBroken
from inbox.answer_times import AnswerTime, answer_time
from inbox.forms.complaints import HandlingForm, QueueForm
from inbox.models import Complaint
from inbox.querysets.complaints import ComplaintQuerySet, all_complaints
from inbox.services import complaints
from inbox.views.complaints import TONES
from inbox.words import ComplaintCategory, ComplaintState
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 20
BEGINNING = 40  # characters of a text that stand in the list


@permission_required(Permission.OPERATE)
def queue(request: BanyanRequest) -> HttpResponse:
    """Open ones first, the oldest on top; the filters stand in the address."""
    filters = QueueForm(request.GET or None)
    found = _asked(all_complaints().visible_to(request.by), filters)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    limit = answer_time(on=clock.today())
    context = {"filters": filters, "page": page, "lines": [_line(one, limit) for one in page], "limit": limit}
    return render(request, "inbox/complaint_queue.html", context)


@member_required
@actions.once
def handle(request: BanyanRequest, code: str) -> HttpResponse:
    """One of them: what was written, and the form that answers it."""
    found = get_object_or_404(all_complaints().visible_to(request.by), code=code)
    form = HandlingForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            kept = complaints.handle(complaint=found, handling=form.handling(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
            if broken.code == "complaint.changed":
                found.refresh_from_db()
                form.look_anew(found.revision)
        else:
            is_answered = kept.state == ComplaintState.ANSWERED
            messages.success(request, _("已答复") if is_answered else _("已存为处理中"))
            return redirect("complaints:handle", code=kept.code)
    limit = answer_time(on=clock.date_of(found.received_at))
    context = {"form": form, "complaint": found, "line": _line(found, limit)}
    return render(request, "inbox/complaint_handle.html", context)


def _asked(found: ComplaintQuerySet, filters: QueueForm) -> ComplaintQuerySet:
    asked = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    state, category = asked.get("state", ""), asked.get("category", "")
    if category:
        found = found.filter(category=category)
    if not state:
        return found.open().oldest()
    return found.newest() if state == "all" else found.filter(state=state).newest()


def _line(complaint: Complaint, limit: AnswerTime | None) -> dict[str, Any]:
    state = ComplaintState(complaint.state)
    text = " ".join(complaint.text.split())
    is_open = state is not ComplaintState.ANSWERED
    return {
        "code": complaint.code,
        "number": records.grouped(complaint.code),
        "category": _(ComplaintCategory(complaint.category).label),
        "state": _(state.label),
        "tone": TONES[state],
        "received_at": complaint.received_at,
        "beginning": text[:BEGINNING] + ("…" if len(text) > BEGINNING else ""),
        "due_on": limit.due_on(complaint) if limit and is_open else None,
    }


def _initial(complaint: Complaint) -> dict[str, Any]:
    return {
        "note": complaint.note or "",
        "answer": complaint.answer or "",
        "revision": complaint.revision,
        "state": ComplaintState.IN_HAND,
    }
