"""The learner's side of sign-in: the page that a scan opens, and the receipt."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.models import Attendance, ClassSession
from courses.querysets import all_attendances, all_enrolments
from courses.rules import sign_in as rules
from courses.services import attendance, presence, sign_in
from courses.services.sign_in import Scan
from courses.words import CREDITED_STATES, AttendanceState
from people.access import member_required, reading_can_wait
from people.models import Person
from people.requests import BanyanRequest

SCANNED = "banyan_scan"  # a signed cookie: this browser scanned a fresh code of that session then


@reading_can_wait
@actions.once
def scan(request: BanyanRequest, code: str) -> HttpResponse:
    """Where the code on the screen leads. Looking writes nothing; the button signs in."""
    at = clock.now()
    found = sign_in.scan_of(code, at=at)
    if found is None or not (found.is_fresh or _scanned_before(request, found, at)):
        return render(request, "courses/sign_in_stale.html")
    if not request.user.is_authenticated:
        response: HttpResponse = redirect_to_login(request.path)
    elif not request.person:
        raise PermissionDenied(_("请联系所在单位的主管，把您的账号与花名册对上。"))
    else:
        response = _answer_scan(request, found, at)
    if found.is_fresh:
        _remember_scan(request, response, found.session, at)
    return response


@reading_can_wait
@member_required
def signed_in(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The receipt of one's own sign-in."""
    own = all_attendances().came().filter(person=request.person, session__public_id=public_id)
    mark = get_object_or_404(own.select_related("session__training_class"))
    return render(request, "courses/sign_in_done.html", _receipt(mark.session, request.person, mark))


def _answer_scan(request: BanyanRequest, found: Scan, at: datetime) -> HttpResponse:
    session, broken = found.session, ""
    standing = all_attendances().came().filter(session=session, person=request.person).first()
    if standing is not None:
        return _answer_second_scan(request, session, standing, at)
    if request.method == "POST":
        try:
            attendance.sign_in(session=session, person=request.person, by=request.by, at=at)
        except RuleBroken as refused:
            broken = refused.message
        else:
            return redirect("courses:signed_in", public_id=session.public_id)
    is_open = session.opened_at is not None and session.closed_at is None
    context = {"session": session, "person": request.person, "broken": broken, "is_open": is_open, "at": at}
    return render(request, "courses/sign_in_scan.html", context, status=409 if broken else 200)


def _answer_second_scan(
    request: BanyanRequest, session: ClassSession, standing: Attendance, at: datetime
) -> HttpResponse:
    """Whoever is in may leave by the same code once sign-out is open; else the scan says since when they are in."""
    context = _receipt(session, request.person, standing)
    if session.sign_out_opened_at is None or clock.date_of(at) != session.held_on:
        return render(request, "courses/sign_in_done.html", context)
    broken = ""
    if request.method == "POST" and "leaves" in request.POST:
        try:
            attendance.sign_out(session=session, person=request.person, by=request.by, at=at)
        except RuleBroken as refused:
            broken = refused.message
        else:
            return redirect("courses:signed_in", public_id=session.public_id)
    left = presence.minute_at(at)
    found = presence.judge(session, came=attendance.arrived_at(standing), left=left)
    context |= {"broken": broken, "now": left, "found": found, "would_count": found.state in CREDITED_STATES}
    return render(request, "courses/sign_out_scan.html", context, status=409 if broken else 200)


def _receipt(session: ClassSession, person: Person, mark: Attendance) -> dict[str, object]:
    listed = all_enrolments().standing().filter(training_class=session.training_class, person=person).exists()
    state = AttendanceState(mark.state)
    return {
        "session": session,
        "person": person,
        "mark": mark,
        "is_listed": listed,
        "counts": state in CREDITED_STATES,
        "state": state,
    }


def _remember_scan(
    request: BanyanRequest, response: HttpResponse, session: ClassSession, at: datetime
) -> None:
    """A first log-in takes longer than a code holds: the scan counts for this browser a little longer."""
    response.set_signed_cookie(
        SCANNED, f"{session.public_id}:{int(at.timestamp())}", httponly=True, samesite="Lax",
        secure=request.is_secure(), path=reverse("courses:class_list"),
    )  # fmt: skip


def _scanned_before(request: BanyanRequest, found: Scan, at: datetime) -> bool:
    try:
        public_id, scanned = str(request.get_signed_cookie(SCANNED, "")).rsplit(":", 1)
    except (BadSignature, ValueError):
        return False
    return public_id == str(found.session.public_id) and rules.may_finish(
        int(scanned), int(at.timestamp()), timing=found.timing
    )
