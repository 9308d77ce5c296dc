"""Leave: a learner asks for sessions to come; whoever runs the class answers. And the guests of a class."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once
from core.errors import RuleBroken
from courses.forms.leave import LeaveAnswerForm, LeaveForm, OutsidersForm
from courses.leave_querysets import all_leave, outside_learners_of, sessions_to_miss
from courses.models import OutsideLearner, TrainingClass
from courses.querysets import all_classes
from courses.services import leave, outside_learners
from courses.views.places import visible_class
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

A_PAGE = 20


@member_required
@once
def leave_ask(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The learner's own form for the sessions that are still to come."""
    training_class = visible_class(request, public_id)
    sessions = sessions_to_miss(training_class, request.person.pk, on=clock.today())
    form = LeaveForm(request.POST or None, sessions=sessions)
    if request.method == "POST" and form.is_valid():
        try:
            leave.ask(
                training_class=training_class,
                person=request.person,
                sessions=list(form.cleaned_data["sessions"]),
                reason=form.cleaned_data["reason"],
                by=request.by,
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("请假申请已提交，班主任处理后会发消息告诉您"))
            return redirect("courses:class_detail", public_id=public_id)
    return render(request, "courses/leave_ask.html", {"form": form, "class": training_class})


@permission_required(Permission.RUN_SIGN_IN)
def leave_list(request: BanyanRequest) -> HttpResponse:
    """What waits for an answer in the classes that the viewer runs."""
    found = all_leave().waiting().run_by(request.by).with_names()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/leave_list.html", {"page": page, "form": LeaveAnswerForm()})


@permission_required(Permission.RUN_SIGN_IN)
@require_POST
@once
def leave_approve(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(all_leave().run_by(request.by), public_id=public_id)
    leave.approve(request=found, by=request.by, at=clock.now())
    messages.success(request, _("已同意请假，签到表上记为请假"))
    return redirect("courses:leave_list")


@permission_required(Permission.RUN_SIGN_IN)
@require_POST
@once
def leave_decline(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(all_leave().run_by(request.by), public_id=public_id)
    form = LeaveAnswerForm(request.POST)
    answer = form.cleaned_data["answer"] if form.is_valid() else ""
    leave.decline(request=found, answer=answer, by=request.by, at=clock.now())
    messages.success(request, _("已答复：不同意请假"))
    return redirect("courses:leave_list")


@permission_required(Permission.RUN_SIGN_IN)
@once
def class_outsiders(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """外单位学员: the list, and more of them by name and unit."""
    training_class = _run(request, public_id)
    form = OutsidersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = outside_learners.add_many(
            training_class=training_class, people=form.cleaned_data["people"], by=request.by, at=clock.now()
        )
        messages.success(request, _("已登记外单位学员%d人") % added)
        return redirect("courses:class_outsiders", public_id=public_id)
    context = {"form": form, "class": training_class, "outsiders": outside_learners_of(training_class)}
    return render(request, "courses/class_outsiders.html", context)


@permission_required(Permission.RUN_SIGN_IN)
@require_POST
@once
def outsider_remove(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    runs = all_classes().managed_by(request.by, Permission.RUN_SIGN_IN)
    found = get_object_or_404(
        OutsideLearner.objects.select_related("training_class__organiser", "training_class__provider"),
        training_class__in=runs,
        public_id=public_id,
    )
    outside_learners.remove(learner=found, by=request.by, at=clock.now())
    messages.success(request, _("已移除"))
    return redirect("courses:class_outsiders", public_id=found.training_class.public_id)


def _run(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    runs = all_classes().managed_by(request.by, Permission.RUN_SIGN_IN)
    return get_object_or_404(runs.select_related("organiser", "provider"), public_id=public_id)
