"""The timetable of a class: its organiser adds sessions, changes them and takes them off again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.conflicts import hold
from core.errors import RuleBroken
from courses.forms.classes import SessionForm
from courses.models import ClassSession
from courses.querysets import all_classes, all_sessions
from courses.services import classes, timetables
from organisations.roles import Permission
from people.access import member_required
from people.changes import last_change
from people.requests import BanyanRequest


@member_required
@actions.once
def session_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Add one session and offer the next."""
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    training_class = get_object_or_404(managed.select_related("organiser"), public_id=public_id)
    sessions = list(training_class.sessions.select_related("lecturer_entry"))
    proposed = SessionForm.next_after(sessions[-1] if sessions else None, training_class)
    form = SessionForm(request.POST or None, training_class=training_class, initial=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            timetables.add_one(
                training_class=training_class, details=form.details(), accepts=form.cleaned_data["accepts"],
                by=request.by, at=clock.now(),
            )  # fmt: skip
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("已添加课次，可以接着添加下一个"))
            return redirect("courses:session_add", public_id=public_id)
    context = {"form": form, "class": training_class, "sessions": sessions}
    return render(request, "courses/session_form.html", context)


@member_required
@actions.once
def session_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    session = _managed_session(request, public_id)
    training_class = session.training_class
    form = SessionForm(
        request.POST or None,
        training_class=training_class,
        standing=session,
        initial=SessionForm.initial_of(session),
        last_change=lambda: last_change(session),
    )
    if request.method == "POST" and form.is_valid():
        try:
            timetables.edit_one(
                session=session, details=form.details(), accepts=form.cleaned_data["accepts"],
                by=request.by, at=clock.now(),
            )  # fmt: skip
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("已保存"))
            return redirect("courses:class_detail", public_id=training_class.public_id)
    return render(
        request, "courses/session_form.html", {"form": form, "class": training_class, "session": session}
    )


@require_POST
@member_required
@actions.once
def session_remove(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    session = _managed_session(request, public_id)
    training_class = session.training_class
    classes.remove_session(session=session, by=request.by, at=clock.now())
    messages.success(request, _("已删除课次"))
    return redirect("courses:class_detail", public_id=training_class.public_id)


_BESIDE = {
    "timetable.conflict": "accepts",
    "lecturer.ambiguous": "lecturer",
}  # the field that a refusal is about


def _refuse(form: SessionForm, broken: RuleBroken) -> None:
    form.add_error(_BESIDE.get(broken.code), broken.message)


def _managed_session(request: BanyanRequest, public_id: UUID) -> ClassSession:
    hold(request, all_sessions(), public_id)
    managed = all_sessions().managed_by(request.by, Permission.MANAGE_CLASSES)
    related = (
        "training_class__organiser",
        "training_class__provider",
        "lecturer_organisation",
        "lecturer_entry",
    )
    return get_object_or_404(managed.select_related(*related), public_id=public_id)
