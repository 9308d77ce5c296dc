"""The case library, for whoever is logged in."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.words import CaseOrigin
from courses.case_querysets import all_cases
from courses.words import CaseKind
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 20


@require_safe
@member_required
def case_list(request: BanyanRequest) -> HttpResponse:
    """By kind; the kind stands in the address."""
    chosen = request.GET.get("kind", "")
    found = all_cases().published()
    if chosen in set(CaseKind):
        found = found.of_kind(CaseKind(chosen))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cases": [(one, _(CaseKind(one.case_kind).label)) for one in page],
        "kinds": [(kind.value, _(kind.label), kind == chosen) for kind in CaseKind],
        "chosen": chosen,
    }
    return render(request, "courses/case_list.html", context)


@require_safe
@member_required
def case(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(all_cases().live(), public_id=public_id)
    context = {
        "page": found,
        "kind": _(CaseKind(found.case_kind).label),
        "origin": _(CaseOrigin(found.origin).label),
    }
    return render(request, "courses/case.html", context)
