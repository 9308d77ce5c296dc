"""Lessons finished faster than is plausible: a list for whoever looks after the people, and their answer."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from courses.forms.pace import PaceAnswerForm
from courses.lesson_querysets import all_progress
from courses.pace_querysets import all_pace_notes
from courses.services import pace
from courses.words import PaceState
from organisations.roles import Permission
from people.access import permission_required
from people.requests import BanyanRequest

A_PAGE = 20


@permission_required(Permission.REVIEW_LEARNING)
def pace_list(request: HttpRequest) -> HttpResponse:
    """What waits comes first, the newest on top."""
    by = cast(BanyanRequest, request).by
    found = all_pace_notes().read_by(by).with_names().waiting_first()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/pace_list.html", {"page": page})


@permission_required(Permission.REVIEW_LEARNING)
@once
def pace_note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    found = get_object_or_404(all_pace_notes().read_by(by).with_names(), public_id=public_id)
    form = PaceAnswerForm(request.POST or None)
    if form.is_valid():
        state = PaceState(form.cleaned_data["state"])
        pace.answer(pace_note=found, state=state, remark=form.cleaned_data["remark"], by=by, at=clock.now())
        messages.success(request, _("已记下查看结果。学时没有变动。"))
        return redirect("courses:pace_list")
    finished = all_progress().of_run(found.person, found.first_at, found.last_at)
    context = {"note": found, "form": form, "finished": finished, "rule": pace.rule_of(found)}
    return render(request, "courses/pace_note.html", context)
