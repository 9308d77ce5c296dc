"""Choosing the online courses of a class."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.class_courses import ClassCoursesForm
from courses.querysets import all_classes
from courses.services import class_courses
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@actions.once
def class_courses_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES).select_related("organiser")
    training_class = get_object_or_404(managed, public_id=public_id)
    form = ClassCoursesForm(request.POST or None, training_class=training_class)
    if request.method == "POST" and form.is_valid():
        try:
            class_courses.choose(
                training_class=training_class, courses=form.chosen(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("配套课程已保存"))
            return redirect("courses:class_detail", public_id=public_id)
    return render(request, "courses/class_courses_form.html", {"form": form, "class": training_class})
