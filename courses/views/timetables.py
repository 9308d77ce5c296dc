"""The timetable of a class: the grid by half day, and many sessions in one form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.timetables import TimetableForm
from courses.querysets import all_classes
from courses.services import timetables
from courses.views.rosters import TimetableLine
from courses.words import HalfDay
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@dataclass(frozen=True)
class Grid:
    """Days down, half days across: the columns that the class uses, and the sessions of each cell."""

    half_days: list[HalfDay]
    days: list[tuple[date, list[list[TimetableLine]]]]


def grid_of(timetable: list[tuple[date, list[TimetableLine]]]) -> Grid:
    """Mornings and afternoons always, evenings where there is one."""
    used = {line.session.half_day for _day, lines in timetable for line in lines}
    halves = [half for half in HalfDay if half in used or half is not HalfDay.EVENING]
    days = [
        (day, [[line for line in lines if line.session.half_day == half] for half in halves])
        for day, lines in timetable
    ]
    return Grid(halves, days)


@member_required
@actions.once
def class_plan(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """排课: what is typed and what is pasted, saved together or not at all."""
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    training_class = get_object_or_404(managed.select_related("organiser"), public_id=public_id)
    standing = list(training_class.sessions.all())
    form = TimetableForm(request.POST or None, training_class=training_class, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            made = timetables.plan(
                training_class=training_class, lines=form.planned(), accepts=form.cleaned_data["accepts"],
                by=request.by, at=clock.now(),
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_error("accepts" if broken.code == "timetable.conflict" else None, broken.message)
        else:
            said = ngettext("已添加%(count)s个课次", "已添加%(count)s个课次", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect("courses:class_detail", public_id=public_id)
    context = {"form": form, "class": training_class, "standing": len(standing)}
    return render(request, "courses/class_plan.html", context)
