"""Registration periods: hours done and missing. The platform counts; it registers nobody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.forms import PeriodForm
from certification.querysets import all_periods, manageable_people
from certification.services import registrations
from core import actions, clock
from core.errors import RuleBroken
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.models import Person
from people.querysets import all_people
from people.requests import BanyanRequest

PER_PAGE = 20


@member_required
def registration_page(request: BanyanRequest) -> HttpResponse:
    """My current period: what is done, what is missing, when re-registration is accepted, and the lines counted."""
    return _show(request, request.person, "certification/registration_page.html")


@permission_required(Permission.VIEW_PEOPLE)
def person_registration(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The same of somebody in one's scope."""
    person = get_object_or_404(all_people().visible_to(request.by, on=clock.today()), public_id=public_id)
    return _show(request, person, "certification/person_registration.html")


@permission_required(Permission.MANAGE_PEOPLE)
@actions.once
def add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Enter a period from the registration certificate."""
    person = get_object_or_404(manageable_people(request.by, on=clock.today()), public_id=public_id)
    form = PeriodForm(request.POST or None, initial={"level": person.qualification})
    if request.method == "POST" and form.is_valid():
        try:
            registrations.add(person=person, details=form.details(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("登记周期已记入"))
            return redirect("certification:person", public_id=person.public_id)
    return render(request, "certification/registration_form.html", {"form": form, "person": person})


@permission_required(Permission.MANAGE_PEOPLE)
@require_POST
@actions.once
def withdraw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Take back a period that was entered wrongly."""
    manageable = all_periods().manageable_by(request.by, on=clock.today()).select_related("person")
    period = get_object_or_404(manageable, public_id=public_id)
    registrations.withdraw(period=period, by=request.by, at=clock.now())
    messages.success(request, _("填错的登记周期已作废"))
    return redirect("certification:person", public_id=period.person.public_id)


def _show(request: BanyanRequest, person: Person, template: str) -> HttpResponse:
    today = clock.today()
    period = registrations.current_period(person, on=today)
    if period is None:
        return render(request, template, {"person": person, "standing": None})
    standing = registrations.standing_of(period)
    context = {
        "person": person,
        "standing": standing,
        "window_state": standing.window.state(today),
        "page": Paginator(standing.lines(), PER_PAGE).get_page(request.GET.get("page")),
        "today": today,
    }
    return render(request, template, context)
