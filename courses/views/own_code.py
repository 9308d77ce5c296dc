"""代扫: the learner shows a code of their own, and whoever runs the class scans it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.models import ClassSession
from courses.querysets import all_attendances, all_sessions
from courses.services import attendance, personal_code
from courses.services.personal_code import Shown
from courses.views.run import absolute, qr
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@dataclass(frozen=True)
class Offer:
    """A session that whoever was scanned can be signed in to or out of."""

    session: ClassSession
    is_in: bool
    leaves: bool


@member_required
def own_code(request: BanyanRequest) -> HttpResponse:
    """One's own code, to be held out. It renews itself, with or without script."""
    return render(request, "courses/own_code.html", _own(request))


@member_required
def own_code_part(request: BanyanRequest) -> HttpResponse:
    """The changing part alone, for the script that swaps it."""
    return render(request, "courses/own_code_live.html", _own(request))


@member_required
@actions.once
def scan_person(request: BanyanRequest, code: str) -> HttpResponse:
    """Where a person's own code leads whoever runs classes; to everybody else it leads nowhere."""
    at = clock.now()
    if not request.by.holds(Permission.RUN_SIGN_IN):
        raise Http404
    shown, broken = personal_code.shown_by(code, at=at), ""
    is_valid = shown is not None and (shown.may_finish if request.method == "POST" else shown.is_fresh)
    if shown is None or not is_valid:
        return render(request, "courses/own_code_stale.html")
    offers = _offers(request, shown, at)
    if request.method == "POST":
        session = _chosen(request, offers)
        scanned = attendance.sign_out_for if "leaves" in request.POST else attendance.sign_in_for
        try:
            scanned(session=session, person=shown.person, by=request.by, at=at)
        except RuleBroken as refused:
            broken = refused.message
        else:
            return redirect("courses:sign_in", public_id=session.public_id)
    context = {"shown": shown, "offers": offers, "broken": broken}
    return render(request, "courses/scan_person.html", context, status=409 if broken else 200)


def _offers(request: BanyanRequest, shown: Shown, at: datetime) -> list[Offer]:
    """The sessions of today that let people in, and those that let out whoever is in."""
    sessions = all_sessions().managed_by(request.by, Permission.RUN_SIGN_IN).filter(held_on=clock.date_of(at))
    lets_in = Q(opened_at__isnull=False, closed_at=None)
    found = sessions.filter(lets_in | Q(sign_out_opened_at__isnull=False))
    came = set(all_attendances().came().filter(person=shown.person).values_list("session", flat=True))
    return [
        Offer(
            session,
            is_in=session.pk in came,
            leaves=session.pk in came and session.sign_out_opened_at is not None,
        )
        for session in found.select_related("training_class__organiser", "training_class__provider")
        if session.pk in came or session.closed_at is None
    ]


def _chosen(request: BanyanRequest, offers: list[Offer]) -> ClassSession:
    try:
        wanted = UUID(request.POST.get("session", ""))
    except ValueError as error:
        raise Http404 from error
    for offer in offers:
        if offer.session.public_id == wanted:
            return offer.session
    raise Http404


def _own(request: BanyanRequest) -> dict[str, Any]:
    at = clock.now()
    timing = personal_code.timing_for(request.person, at=at)
    code = personal_code.code_of(request.person, timing=timing, at=at)
    return {
        "person": request.person,
        "seconds": timing.step_seconds,
        "qr": qr(absolute("courses:scan_person", code), _("我的签到码，请班主任扫")),
    }
