"""我的: one's own record and account, one tap from every page, for whoever works at another desk."""

from django.http import HttpResponse
from django.shortcuts import render

from core import clock
from desks.footing import footing
from hours.querysets import all_entries
from people.access import member_required
from people.requests import BanyanRequest


@member_required
def mine(request: BanyanRequest) -> HttpResponse:
    year = clock.today().year
    entries = all_entries().of_person(request.person).training()
    first, last = clock.today().replace(month=1, day=1), clock.today().replace(month=12, day=31)
    context = {
        "organisation": footing(request).organisation,
        "grants": request.by.grants,
        "year": year,
        "minutes": entries.between(first, last).total_minutes(),
    }
    return render(request, "desks/mine.html", context)
