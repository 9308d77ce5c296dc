"""Assignments as those see them who set and mark them."""

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
from core.errors import RuleBroken
from courses.assignment_querysets import all_assignments, all_submissions
from courses.assignment_targets import targets
from courses.forms.assignments import RETURN, AssignmentForm, MarkForm
from courses.models import Submission
from courses.services import assignments
from courses.services.assignments import AssignmentDetails
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

A_PAGE = 20


@member_required
def marking_list(request: HttpRequest) -> HttpResponse:
    """What waits to be marked by the viewer, the oldest first; and the assignments of their places."""
    by = cast(BanyanRequest, request).by
    waiting = all_submissions().markable_by(by, on=clock.today()).waiting().light().with_names()
    page = Paginator(waiting.order_by("handed_in_at", "pk"), A_PAGE).get_page(request.GET.get("page"))
    may_set = bool(by.scope(Permission.REVIEW_LEARNING))
    given = (
        list(all_assignments().set_in(by).with_names().with_counts().order_by("-pk")[:A_PAGE])
        if may_set
        else []
    )
    return render(request, "courses/marking_list.html", {"page": page, "may_set": may_set, "given": given})


@permission_required(Permission.REVIEW_LEARNING)
@once
def assignment_new(request: HttpRequest) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    form = AssignmentForm(request.POST or None, targets=targets(by), by=by, on=clock.today())
    if form.is_valid():
        try:
            assignments.set_assignment(details=_details(form), by=by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("作业已布置，学员会在待办里看到。"))
            return redirect("courses:marking_list")
    return render(request, "courses/assignment_form.html", {"form": form})


@member_required
@once
def mark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    by = cast(BanyanRequest, request).by
    markable = all_submissions().markable_by(by, on=clock.today()).with_names().defer("file")
    found = get_object_or_404(markable, public_id=public_id)
    form = MarkForm(request.POST or None, criteria=list(found.assignment.criteria.all()))
    if form.is_valid():
        try:
            _answer(request, found, form)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已批改，学员会收到消息。"))
            return redirect("courses:marking_list")
    earlier = all_submissions().filter(assignment=found.assignment, person=found.person).defer("file")
    context = {"submission": found, "form": form, "earlier": list(earlier.filter(number__lt=found.number))}
    return render(request, "courses/mark.html", context)


def _answer(request: HttpRequest, submission: Submission, form: MarkForm) -> None:
    by, remarks = cast(BanyanRequest, request).by, form.cleaned_data["remarks"]
    if form.cleaned_data["deed"] == RETURN:
        assignments.return_to_learner(submission=submission, remarks=remarks, by=by, at=clock.now())
    else:
        assignments.mark(submission=submission, marks=form.marks(), remarks=remarks, by=by, at=clock.now())


def _details(form: AssignmentForm) -> AssignmentDetails:
    data = form.cleaned_data
    target = data["target"]
    return AssignmentDetails(
        title=data["title"], task=data["task"], criteria=data["rubric"], pass_points=data["pass_points"],
        organisation=target.organisation, training_class=target.training_class, course=target.course,
        due_on=data["due_on"], markers=data["markers"],
    )  # fmt: skip
