"""Roll-call by name: the list of the class on the organiser's phone, with or without network."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import actions, clock
from courses.models import ClassSession
from courses.querysets import people_of_class
from courses.services import roll_call
from courses.views import sheets
from courses.views.run import session_run_by
from courses.words import AttendanceState
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def session_roll_call(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Every name with its tick. Each tick is a form of its own that may wait on the device."""
    session = session_run_by(request, public_id)
    if request.method == "POST":
        _tick(request, session)
        return redirect("courses:session_roll_call", public_id=public_id)
    return render(
        request, "courses/session_roll_call.html", {"session": session, "sheet": sheets.sheet_of(session)}
    )


@require_POST
@member_required
@actions.once
def session_tick(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The same tick from the screen with the code."""
    _tick(request, session_run_by(request, public_id))
    return redirect("courses:sign_in", public_id=public_id)


def _tick(request: BanyanRequest, session: ClassSession) -> None:
    try:
        wanted = UUID(request.POST.get("person", ""))
        state = AttendanceState(request.POST.get("state") or AttendanceState.PRESENT)
    except ValueError as error:
        raise Http404 from error
    if state not in roll_call.TICKS:
        raise Http404
    person = get_object_or_404(people_of_class(session.training_class), public_id=wanted)
    at = clock.now()
    roll_call.tick(
        session=session,
        person=person,
        state=state,
        waited=actions.waited(request, at=at),
        by=request.by,
        at=at,
    )
