"""Places in a class: a learner applies and gives back, a station head nominates, the organiser answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.addresses import uuid_or_404
from core.errors import RuleBroken
from courses.forms.places import AdmitForm, LeaveClassForm, PeopleForm
from courses.models import TrainingClass
from courses.querysets import all_classes, people_of_class
from courses.services import applications, enrolments, waiting_list
from courses.views.applicants import nominable_page, nomination_lines, posted_people
from courses.words import ClassState, EnrolmentState
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest


def visible_class(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    visible = all_classes().visible_to(request.by, on=clock.today())
    return get_object_or_404(visible.select_related("organiser", "provider"), public_id=public_id)


def managed_class(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(managed.select_related("organiser", "provider"), public_id=public_id)


@require_POST
@member_required
@actions.once
def class_enrol(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """报名, for oneself."""
    training_class = visible_class(request, public_id)
    made = applications.apply(
        training_class=training_class, person=request.person, by=request.by, at=clock.now()
    )
    said = {
        EnrolmentState.ENROLLED: _("已报名。上课当天请扫会场屏幕上的码签到"),
        EnrolmentState.APPLIED: _("已提交报名，主办单位审核后会发消息告诉您"),
        EnrolmentState.WAITING: _("名额已满，已为您登记候补。有空名额时依次录取"),
    }
    messages.success(request, said[EnrolmentState(made.state)])
    return redirect("courses:class_detail", public_id=public_id)


@member_required
@actions.once
def class_withdraw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """退班, for oneself; with `person`, by the organiser for somebody on the list."""
    training_class, person = visible_class(request, public_id), request.person
    named = request.POST.get("person") or request.GET.get("person")
    if named:
        people = people_of_class(managed_class(request, public_id))
        person = get_object_or_404(people, public_id=uuid_or_404(named))
    form = LeaveClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            enrolments.withdraw(
                training_class=training_class, person=person, reason=reason, by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error("reason" if broken.code == "enrolment.reason_missing" else None, broken.message)
        else:
            messages.success(request, _("已退班，名额已空出"))
            return redirect("courses:class_detail", public_id=public_id)
    context = {"form": form, "class": training_class, "person": person, "is_own": not named}
    return render(request, "courses/class_withdraw.html", context)


@require_POST
@member_required
@actions.once
def class_give_up(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """放弃, for oneself, while the wish waits for an answer or a seat."""
    training_class = visible_class(request, public_id)
    waiting_list.give_up(training_class=training_class, person=request.person, by=request.by, at=clock.now())
    messages.success(request, _("已放弃这次报名"))
    return redirect("courses:class_list")


@member_required
@actions.once
def roster_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Put people on the list by name, as a notice or a sheet names them."""
    training_class = managed_class(request, public_id)
    form = AdmitForm(request.POST or None, by=request.by, on=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            made = enrolments.enrol_many(
                training_class=training_class,
                people=form.cleaned_data["names"],
                exception_reason=form.cleaned_data["exception_reason"],
                by=request.by,
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已录取%d人") % len(made))
            return redirect("courses:class_detail", public_id=public_id)
    return render(request, "courses/class_roster_add.html", {"form": form, "class": training_class})


@permission_required(Permission.NOMINATE)
@actions.once
def class_nominate(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """推荐报名: several people of one's own places at once, with what stands in the way of each."""
    training_class = visible_class(request, public_id)
    page = nominable_page(request, on=clock.today())
    lines = nomination_lines(training_class, list(page.object_list), on=clock.today(), at=clock.now())
    asked = nomination_lines(
        training_class, posted_people(request, on=clock.today()), on=clock.today(), at=clock.now()
    )
    form = PeopleForm(request.POST or None, people=[line.person for line in asked if line.may_be_chosen])
    if request.method == "POST" and form.is_valid():
        try:
            made = applications.nominate_many(
                training_class=training_class, people=form.people(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已推荐%d人，结果写在每个人后面") % len(made))
            return redirect("courses:class_nominate", public_id=public_id)
    is_open = training_class.state == ClassState.OPEN
    context = {"form": form, "class": training_class, "lines": lines, "page": page, "is_open": is_open}
    return render(request, "courses/class_nominate.html", context)
