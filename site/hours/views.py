"""我的学时: one's own ledger. There is no address under which to open another person's."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from hours import showing
from hours.querysets import all_entries
from people.access import member_required
from people.models import Person
from people.querysets import all_postings
from people.requests import BanyanRequest

PER_PAGE = 50


@member_required
def mine(request: HttpRequest) -> HttpResponse:
    person = cast(BanyanRequest, request).person
    today = clock.today()
    rule = showing.xueshi_rule(on=today, area_code=_area_code(person, today))
    entries = all_entries().of_person(person).select_related("reversal").order_by("-activity_on", "-id")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "totals": showing.totals_of(person, rule),
        "rule": rule,
        "page": page,
        "lines": showing.lines_of(page.object_list, rule),
        "as_of": clock.now(),
    }
    return render(request, "hours/ledger_mine.html", context)


def _area_code(person: Person, on: date) -> str:
    held = all_postings().held_on(on).primary().filter(person=person).select_related("organisation").first()
    return held.organisation.area_code if held else ""
