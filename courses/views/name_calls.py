"""抽点: draw a few names, and write down who answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.name_calls import CallForm
from courses.name_call_querysets import all_name_calls
from courses.services import name_call
from courses.views.run import session_run_by
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def session_name_call(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """How many to draw; the draws so far."""
    session = session_run_by(request, public_id)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call = name_call.call_names(session=session, **form.cleaned_data, by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            return redirect("courses:name_call", public_id=call.public_id)
    calls = all_name_calls().of_session(session)
    return render(
        request, "courses/session_name_call.html", {"form": form, "session": session, "calls": calls}
    )


@member_required
@actions.once
def name_call_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The drawn names; ticked are those who answered."""
    calls = all_name_calls().run_by(request.by).select_related("session__training_class")
    call = get_object_or_404(calls, public_id=public_id)
    lines = list(call.lines.select_related("person"))
    if request.method == "POST":
        there = {line.pk for line in lines if f"there_{line.position}" in request.POST}
        name_call.answer(call=call, there=there, by=request.by, at=clock.now())
        messages.success(request, _("抽点结果已登记，确认到场时可以看到。"))
        return redirect("courses:session_name_call", public_id=call.session.public_id)
    context: dict[str, Any] = {"call": call, "lines": lines, "session": call.session}
    return render(request, "courses/name_call.html", context)
