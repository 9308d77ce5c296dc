"""Look a check code up: for officers who hold a printed table or hear its code on the phone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from core import clock, rates
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest
from reporting.forms.filings import CheckCodeForm
from reporting.querysets.filings import all_filings
from reporting.services import check_codes

PER_MINUTE = 20  # look-ups of one account; each makes a whole filing again


@permission_required(Permission.VIEW_FIGURES)
def check_code(request: BanyanRequest) -> HttpResponse:
    """One field. Whose paper it is may be another's: the answer has no figures, and a link only to what one may see."""
    form = CheckCodeForm(request.GET or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, {"form": form}, status=422 if form.is_bound else 200)
    within = rates.is_within(
        "filing-code", who=f"account {request.user.pk}", limit=PER_MINUTE, seconds=60, at=clock.now()
    )
    if not within:
        response = _page(request, {"form": form, "is_busy": True}, status=429)
        response.headers["Retry-After"] = "60"
        return response
    found = check_codes.look_up(form.cleaned_data["code"])
    opens = found.filing and all_filings().visible_to(request.by).filter(pk=found.filing.pk).exists()
    context = {"form": form, "found": found, "filing": found.filing, "opens": opens}
    return _page(request, context, status=200 if found.filing else 404)


def _page(request: BanyanRequest, context: dict[str, object], *, status: int) -> HttpResponse:
    return render(request, "reporting/check_code.html", context, status=status)
