"""班主任 of one class: appointed and dismissed by the officers of its organiser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from courses.class_teacher_querysets import is_over, teachers_of
from courses.forms.class_teachers import ClassTeacherForm
from courses.models import TrainingClass
from courses.querysets import all_classes
from courses.services import class_teachers
from courses.views.sheets import units_on
from organisations.roles import Permission
from people.access import member_required
from people.models import Person, RoleGrant
from people.requests import BanyanRequest


@dataclass(frozen=True)
class TeacherLine:
    """One appointment as the page lists it; `last_on` is the last day, None where it never began."""

    grant: RoleGrant
    person: Person
    unit: str
    last_on: date | None
    is_over: bool
    has_account: bool


@member_required
@actions.once
def class_teachers_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class, today = _managed(request, public_id), clock.today()
    form = ClassTeacherForm(request.POST or None, training_class=training_class, by=request.by, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            class_teachers.appoint(
                training_class=training_class, by=request.by, at=clock.now(), **form.cleaned_data
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已委派，只能看到这一个班次"))
            return redirect("courses:class_teachers", public_id=public_id)
    context = {"form": form, "class": training_class, "teachers": _lines(training_class, on=today)}
    return render(request, "courses/class_teachers.html", context)


@require_POST
@member_required
@actions.once
def class_teacher_end(request: BanyanRequest, public_id: UUID, grant: int) -> HttpResponse:
    training_class = _managed(request, public_id)
    found = get_object_or_404(teachers_of(training_class), pk=grant)
    class_teachers.dismiss(training_class=training_class, grant=found, by=request.by, at=clock.now())
    messages.success(request, _("已结束，下一次打开页面就失效"))
    return redirect("courses:class_teachers", public_id=public_id)


def _lines(training_class: TrainingClass, *, on: date) -> list[TeacherLine]:
    found = list(teachers_of(training_class))
    units = units_on([grant.person for grant in found], on=on)
    return [
        TeacherLine(
            grant, grant.person, units.get(grant.person_id, ""), _last_day(grant), is_over(grant, on=on),
            grant.person.account_id is not None,
        )
        for grant in found
    ]  # fmt: skip


def _last_day(grant: RoleGrant) -> date | None:
    if grant.ends_on is None or grant.ends_on <= grant.starts_on:
        return None
    return grant.ends_on - timedelta(days=1)


def _managed(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(managed.select_related("organiser", "provider"), public_id=public_id)
