"""代扫: the learner shows a code of their own, and whoever runs the class scans it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.models import ClassSession
from courses.querysets import all_sessions
from courses.services import attendance, personal_code
from courses.services.personal_code import Shown
from courses.views.run import absolute, qr
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


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
    sessions = _open_today(request, at)
    if request.method == "POST":
        session = _chosen(request, sessions)
        try:
            attendance.sign_in_for(session=session, person=shown.person, by=request.by, at=at)
        except RuleBroken as refused:
            broken = refused.message
        else:
            return redirect("courses:sign_in", public_id=session.public_id)
    return _answer(request, shown, sessions, broken)


def _answer(request: BanyanRequest, shown: Shown, sessions: list[ClassSession], broken: str) -> HttpResponse:
    context = {"shown": shown, "sessions": sessions, "broken": broken}
    return render(request, "courses/scan_person.html", context, status=409 if broken else 200)


def _open_today(request: BanyanRequest, at: datetime) -> list[ClassSession]:
    sessions = all_sessions().managed_by(request.by, Permission.RUN_SIGN_IN)
    open_now = sessions.filter(held_on=clock.date_of(at), opened_at__isnull=False, closed_at=None)
    return list(open_now.select_related("training_class__organiser", "training_class__provider"))


def _chosen(request: BanyanRequest, sessions: list[ClassSession]) -> ClassSession:
    try:
        wanted = UUID(request.POST.get("session", ""))
    except ValueError as error:
        raise Http404 from error
    for session in sessions:
        if session.public_id == wanted:
            return session
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
