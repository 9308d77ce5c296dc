"""我的学时: one's own ledger; and a person's, for whoever answers for them."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core import clock
from hours import pictures, showing
from hours.querysets import all_entries
from hours.targets import targets_of
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.models import Person
from people.querysets import all_people, all_postings
from people.requests import BanyanRequest

PER_PAGE = 50


@member_required
def mine(request: HttpRequest) -> HttpResponse:
    return _ledger(request, cast(BanyanRequest, request).person, is_own=True)


@permission_required(Permission.VIEW_PEOPLE)
def of_person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The hours of somebody in one's scope: what an officer is asked on the telephone."""
    people = all_people().visible_to(cast(BanyanRequest, request).by, on=clock.today())
    return _ledger(request, get_object_or_404(people, public_id=public_id), is_own=False)


def _ledger(request: HttpRequest, person: Person, *, is_own: bool) -> HttpResponse:
    today = clock.today()
    rule = showing.xueshi_rule(on=today, area_code=_area_code(person, today))
    entries = all_entries().of_person(person).select_related("reversal").order_by("-activity_on", "-id")
    totals, at = showing.totals_of(person, rule), clock.now()
    paginator = Paginator(entries, PER_PAGE)
    paginator.count = totals.all_lines  # counted already
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "person": person,
        "is_own": is_own,
        "totals": totals,
        "targets": [(target, pictures.of_target(target, at=at)) for target in targets_of(person, on=today)],
        "year": pictures.of_year(totals, on=today, at=at),
        "rule": rule,
        "page": page,
        "lines": showing.lines_of(page.object_list, rule),
        "as_of": at,
    }
    return render(request, "hours/ledger_mine.html", context)


def _area_code(person: Person, on: date) -> str:
    held = all_postings().held_on(on).primary().filter(person=person).select_related("organisation").first()
    return held.organisation.area_code if held else ""
