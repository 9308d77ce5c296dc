"""The organiser's side of sign-in: the screen with the changing code, roll-call, the sheet, the head count."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.sign_in import CloseForm, MarkForm
from courses.models import ClassSession
from courses.name_call_querysets import all_name_calls
from courses.permissions import can_manage
from courses.querysets import people_of_class
from courses.services import attendance, presence, sign_in
from courses.services.attendance import Mark
from courses.views import sheets
from courses.views.run import absolute, qr, session_run_by
from courses.words import AttendanceState
from people.access import member_required
from people.models import Person
from people.requests import BanyanRequest

ROWS_OF_A_SHEET = 20
TIMED = frozenset({AttendanceState.PRESENT, AttendanceState.LATE})


@member_required
def session_detail(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The sheet of one session, now or years later."""
    session = session_run_by(request, public_id)
    sheet = sheets.sheet_of(session)
    context = {
        "session": session,
        "sheet": sheet,
        "copy_text": sheets.missing_text(session, sheet, on=clock.today()),
        "manages": can_manage(request.by, session.training_class),
        "is_today": session.held_on == clock.today(),
        "calls": all_name_calls().of_session(session),
    }
    return render(request, "courses/session_detail.html", context)


@member_required
def screen(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What hangs on the wall: the code, who is in, who is missing. It renews itself, with or without script."""
    session = session_run_by(request, public_id)
    return render(request, "courses/sign_in_screen.html", _live(session))


@member_required
def screen_part(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The changing part of the screen alone, for the script that swaps it."""
    return render(request, "courses/sign_in_live.html", _live(session_run_by(request, public_id)))


@require_POST
@member_required
@actions.once
def session_open(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    sign_in.open_session(session=session_run_by(request, public_id), by=request.by, at=clock.now())
    return redirect("courses:sign_in", public_id=public_id)


@require_POST
@member_required
@actions.once
def session_sign_out(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    session = session_run_by(request, public_id)
    sign_in.open_sign_out(session=session, by=request.by, at=clock.now())
    return redirect("courses:sign_in", public_id=public_id)


@member_required
@actions.once
def session_close(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """确认到场: the head count, and a word where it differs."""
    session = session_run_by(request, public_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sign_in.close_session(session=session, **form.cleaned_data, by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已确认到场"))
            return redirect("courses:session_detail", public_id=public_id)
    context = {
        "form": form,
        "session": session,
        "sheet": sheets.sheet_of(session),
        "calls": all_name_calls().of_session(session),
    }
    return render(request, "courses/session_close.html", context)


@member_required
@actions.once
def session_mark(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """补签, 补课, 请假 and corrections, with a reason; during the session or long after it."""
    session = session_run_by(request, public_id)
    initial = {name: request.GET[name] for name in ("person", "state") if name in request.GET}
    people = list(people_of_class(session.training_class))
    form = MarkForm(request.POST or None, session=session, people=people, by=request.by, initial=initial)
    if request.method == "POST" and form.is_valid():
        state, reason = AttendanceState(form.cleaned_data["state"]), form.cleaned_data["reason"]
        try:
            _mark(request, session, form.cleaned_data["who"], state, reason=reason)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已记录"))
            return redirect("courses:session_detail", public_id=public_id)
    return render(request, "courses/session_mark.html", {"form": form, "session": session})


@member_required
def session_sheet(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """签到表 to print: blank, or with the names of the list; its code finds the session again."""
    session = session_run_by(request, public_id)
    names: list[object] = []
    if "names" in request.GET:
        names += [line for line in sheets.sheet_of(session).lines if line.is_listed]
        names += sheets.guests_of(session.training_class)
    empty = max(ROWS_OF_A_SHEET - len(names), 0)
    context = {
        "session": session,
        "class": session.training_class,
        "lines": [*names, *[None] * empty],
        "is_filled": bool(names),
        "qr": qr(absolute("courses:session_detail", session.public_id), _("扫码打开这一课次")),
    }
    return render(request, "courses/session_sheet.html", context)


def _live(session: ClassSession) -> dict[str, Any]:
    timing = sign_in.timing_for(session)
    url = absolute("courses:scan", sign_in.code_of(session, timing=timing, at=clock.now()))
    return {
        "session": session,
        "class": session.training_class,
        "sheet": sheets.sheet_of(session),
        "is_open": session.opened_at is not None and session.closed_at is None,
        "signs_out": session.sign_out_opened_at is not None,
        "is_today": session.held_on == clock.today(),
        "seconds": timing.step_seconds,
        "qr": qr(url, _("签到二维码，请用手机扫")),
        "url": url,
    }


def _mark(
    request: BanyanRequest, session: ClassSession, person: Person, state: AttendanceState, *, reason: str
) -> None:
    at = clock.now()
    wanted = Mark(session, person, None, state, signed_in_at=_time_of(session, state, at), reason=reason)
    attendance.mark(mark=wanted, by=request.by, at=at)


def _time_of(session: ClassSession, state: AttendanceState, at: datetime) -> time | None:
    """A tick made on the day itself says when; one made later does not pretend to."""
    if clock.date_of(at) != session.held_on or state not in TIMED:
        return None
    return presence.minute_at(at)
