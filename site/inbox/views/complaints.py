"""投诉与建议: the form for anybody, and the receipt. No log-in, no script."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import actions, clock, rates, records
from inbox.answer_times import answer_time
from inbox.forms.complaints import ComplaintForm, ReceiptForm
from inbox.models import Complaint
from inbox.querysets.complaints import all_complaints
from inbox.services import complaints
from inbox.words import ComplaintState

A_WINDOW = 10 * 60  # seconds
MOST_SENT = 20  # forms from one address in a window: a whole class may stand behind one hotspot
MOST_LOOKED_UP = 60  # receipts from one address in a window; a code has 75 random bits
TONES = {ComplaintState.WAITING: "due", ComplaintState.IN_HAND: "plain", ComplaintState.ANSWERED: "done"}


@never_cache
@actions.once
def write(request: HttpRequest) -> HttpResponse:
    """The form. A link may name the category and the page that it is about."""
    named = {name: request.GET[name] for name in ("category", "page") if name in request.GET}
    form = ComplaintForm(request.POST or None, initial=named)
    status = 200
    if request.method == "POST" and form.is_valid():
        if _is_within(request, "complaint", limit=MOST_SENT):
            filed = complaints.file(said=form.said(), at=clock.now())
            return redirect("feedback:receipt", code=filed.code)
        form.add_error(None, _("这个网络刚才提交的比较多，请过10分钟再提交。您写的内容还在下面。"))
        status = 429
    context = {"form": form, "receipt": ReceiptForm(), "answer_time": answer_time(on=clock.today())}
    return render(request, "inbox/complaint_form.html", context, status=status)


@require_safe
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """From a code on paper to its address."""
    form = ReceiptForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("feedback:receipt", code=form.cleaned_data["code"])
    return render(request, "inbox/complaint_find.html", {"form": form})


@require_safe
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """State and answer, for whoever has the code. What was written is shown, the contact is not."""
    if not _is_within(request, "receipt", limit=MOST_LOOKED_UP):
        busy = render(request, "inbox/complaint_busy.html", {"code": code}, status=429)
        busy.headers["Retry-After"] = str(A_WINDOW)
        return busy
    found = all_complaints().filter(code=records.normalise_code(code)).first()
    if found is None:
        raise Http404
    response = render(request, "inbox/complaint_receipt.html", _shown(found))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _shown(found: Complaint) -> dict[str, object]:
    limit = answer_time(on=clock.date_of(found.received_at))
    is_answered = found.state == ComplaintState.ANSWERED
    return {
        "complaint": found,
        "number": records.grouped(found.code),
        "tone": TONES[ComplaintState(found.state)],
        "is_new": found.state == ComplaintState.WAITING,
        "answer": found.answer if is_answered else "",
        "due_on": limit.due_on(found) if limit and not is_answered else None,
        "is_due_verified": limit is not None and limit.is_verified,
    }


def _is_within(request: HttpRequest, name: str, *, limit: int) -> bool:
    address = get_adapter(request).get_client_ip(request)
    return rates.is_within(name, who=address, limit=limit, seconds=A_WINDOW, at=clock.now())
