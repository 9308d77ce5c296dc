"""Late marks: a learner asks with a reason; whoever runs the class answers."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once
from core.errors import RuleBroken
from courses.forms.late_marks import AnswerForm, AskForm
from courses.late_mark_querysets import all_late_marks
from courses.querysets import all_classes, all_sessions
from courses.services import late_marks
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

A_PAGE = 20


@member_required
@once
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The learner's own form for one session of a class they see."""
    who = cast(BanyanRequest, request)
    sessions = all_sessions().filter(training_class__in=all_classes().visible_to(who.by))
    session = get_object_or_404(sessions.select_related("training_class"), public_id=public_id)
    form = AskForm(request.POST or None)
    if form.is_valid():
        try:
            late_marks.ask(
                session=session,
                person=who.person,
                reason=form.cleaned_data["reason"],
                by=who.by,
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("补签申请已提交，班主任处理后会记在您的签到里。"))
            return redirect("courses:class_detail", session.training_class.public_id)
    return render(request, "courses/late_mark_ask.html", {"form": form, "session": session})


@permission_required(Permission.RUN_SIGN_IN)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for an answer in the classes that the viewer runs."""
    by = cast(BanyanRequest, request).by
    found = all_late_marks().waiting().run_by(by).with_names()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/late_mark_list.html", {"page": page, "form": AnswerForm()})


@permission_required(Permission.RUN_SIGN_IN)
@require_POST
@once
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    found = get_object_or_404(all_late_marks().run_by(by), public_id=public_id)
    late_marks.approve(request=found, by=by, at=clock.now())
    messages.success(request, _("已补签，学时已计入。"))
    return redirect("courses:late_mark_list")


@permission_required(Permission.RUN_SIGN_IN)
@require_POST
@once
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    found = get_object_or_404(all_late_marks().run_by(by), public_id=public_id)
    form = AnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    late_marks.decline(request=found, answer=answer, by=by, at=clock.now())
    messages.success(request, _("已答复：不同意补签。"))
    return redirect("courses:late_mark_list")
