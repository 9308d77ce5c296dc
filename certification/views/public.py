"""The public check: no log-in, no script, no cookie."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.forms import CodeForm
from certification.services import verification
from certification.words import Outcome
from core import clock, rates, records

PER_MINUTE = 30  # checks from one address; a person who types needs two

STATUS = {Outcome.MISTYPED: 404, Outcome.UNKNOWN: 404}


@require_safe
@never_cache
def form(request: HttpRequest) -> HttpResponse:
    """One field. The code goes into the address, so that the answer can be sent on and opened again."""
    entered = CodeForm(request.GET or None)
    if entered.is_bound and entered.is_valid():
        code = records.normalise_code(entered.cleaned_data["code"])
        if code.isascii() and code.isalnum():
            return redirect("verify:answer", code=code)
        entered.add_error("code", _("编号只有数字和字母。请对照证书重新填写。"))
    return _public(render(request, "certification/verify_form.html", {"form": entered}))


@require_safe
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The answer card. Whoever asks too often is asked to wait."""
    now = clock.now()
    address = get_adapter(request).get_client_ip(request)
    if not rates.is_within("verify", who=address, limit=PER_MINUTE, seconds=60, at=now):
        busy = render(request, "certification/verify_busy.html", {"code": code}, status=429)
        busy.headers["Retry-After"] = "60"
        return _public(busy)
    found = verification.look_up(code)
    context = {"answer": found, "code": records.grouped(found.code), "now": now, "form": CodeForm()}
    status = STATUS.get(found.outcome, 200)
    return _public(render(request, "certification/verify_answer.html", context, status=status))


def _public(response: HttpResponse) -> HttpResponse:
    """Search engines keep no list of holders."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
