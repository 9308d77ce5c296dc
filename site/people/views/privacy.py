"""隐私说明: public, with its older versions; whoever is logged in can say that they have read it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import actions, clock
from core.addresses import local_address
from people.access import member_required, reading_can_wait
from people.models import Person
from people.privacy import contact, notice_in_force, notices
from people.querysets import all_acknowledgements, all_postings
from people.requests import BanyanRequest
from people.services import privacy


@reading_can_wait
@require_safe
def notice(request: HttpRequest, number: str = "") -> HttpResponse:
    """The version in force, or the one with this number."""
    today = clock.today()
    in_force = notice_in_force(on=today)
    shown = next((one for one in notices() if one.number == number), None) if number else in_force
    if shown is None:
        raise Http404
    person: Person | None = getattr(request, "person", None) or None
    read = all_acknowledgements().of_person(person).filter(version=shown.number).first() if person else None
    context = {
        "notice": shown,
        "is_in_force": shown == in_force,
        "in_force": in_force,
        "versions": notices(),
        "contact": contact(on=today, area_code=_area_code(person, on=today)),
        "read": read,
        "may_read": person is not None and read is None and shown == in_force,
        "next": local_address(request.GET.get("next", ""), otherwise=""),
    }
    return render(request, "people/privacy.html", context)


@require_POST
@member_required
@actions.once
def acknowledge(request: BanyanRequest) -> HttpResponse:
    """我已阅读, then on to where they were going."""
    number = request.POST.get("version", "")
    shown = next((one for one in notices() if one.number == number), None)
    if shown is None:
        raise Http404
    privacy.acknowledge(person=request.person, notice=shown, by=request.by, at=clock.now())
    messages.success(request, _("已记下您读过这一版隐私说明"))
    return redirect(local_address(request.POST.get("next", ""), otherwise=reverse("privacy:notice")))


def _area_code(person: Person | None, *, on: date) -> str:
    """The most local contact is that of the place where the person is posted."""
    if person is None:
        return ""
    held = all_postings().held_on(on).primary().filter(person=person).select_related("organisation").first()
    return held.organisation.area_code if held else ""
