"""The list of a webinar: upload it, say who the doubtful guests are, and let it be recorded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.online import ChoiceForm, UploadForm
from courses.online_querysets import all_online_lists
from courses.querysets import people_of_class
from courses.services import online
from courses.views.run import session_run_by
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def session_online(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Upload; nothing is recorded before the next page."""
    session = session_run_by(request, public_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = online.read_list(
                session=session, content=file.read(), name=file.name, by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            return redirect("courses:online_list", public_id=made.public_id)
    lists = all_online_lists().of_session(session)
    return render(request, "courses/session_online.html", {"form": form, "session": session, "lists": lists})


@member_required
@actions.once
def online_list(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Who was there for how long; the doubtful ones wait for a choice."""
    waiting = all_online_lists().run_by(request.by).waiting()
    related = ("session__training_class__organiser", "session__training_class__provider")
    found = get_object_or_404(waiting.select_related(*related), public_id=public_id)
    session, people = found.session, list(people_of_class(found.session.training_class))
    form = ChoiceForm(request.POST or None, found=found, session=session, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            online.decide(found=found, choices=form.choices(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("线上参会名单已录入"))
            return redirect("courses:session_detail", public_id=session.public_id)
    context = {"form": form, "session": session, "found": found}
    return render(request, "courses/online_list.html", context)
