"""Assignments as learners see them: the list, one of them with every hand-in, and the files."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from core.downloads import attachment
from core.errors import RuleBroken
from courses.assignment_querysets import all_assignments, all_submissions, is_completed
from courses.feedback_querysets import all_reflections
from courses.forms.assignments import HandInForm
from courses.models import Assignment
from courses.services import assignments
from people.access import member_required
from people.requests import BanyanRequest

A_PAGE = 20


@member_required
def assignment_list(request: HttpRequest) -> HttpResponse:
    person = cast(BanyanRequest, request).person
    given = all_assignments().given_to(person, on=clock.today()).with_standing_of(person).with_names()
    page = Paginator(given.order_by("-due_on", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/assignment_list.html", {"page": page})


@member_required
@once
def assignment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    who = cast(BanyanRequest, request)
    given = all_assignments().given_to(who.person, on=clock.today()).with_names()
    found = get_object_or_404(given, public_id=public_id)
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text, content = form.cleaned_data["text"], form.cleaned_data["file"]
        try:
            assignments.hand_in(
                assignment=found, person=who.person, text=text, content=content, by=who.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("作业已提交，批改后会告诉您。"))
            return redirect("learning:assignment", public_id)
    return render(request, "courses/assignment.html", _context(who, found, form))


@member_required
def submission_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For the learner and those who may mark it; given back as it came, to be saved and not shown."""
    by = cast(BanyanRequest, request).by
    readable = all_submissions().readable_by(by, on=clock.today())
    found = get_object_or_404(readable, public_id=public_id)
    if found.file is None:
        raise Http404
    name = _("作业第%(number)s次提交") % {"number": found.number}
    return attachment(found.file, name=f"{name}.{found.file_kind}")


def _context(who: BanyanRequest, found: Assignment, form: HandInForm) -> dict[str, object]:
    mine = all_submissions().of_person(who.person).filter(assignment=found).order_by("-number")
    handed_in = list(mine.defer("file"))
    waits = any(one.state == "waiting" for one in handed_in)
    reflections = all_reflections().none()
    if found.course is not None:
        reflections = all_reflections().of_person(who.person).order_by("-saved_at")
    return {
        "assignment": found,
        "criteria": list(found.criteria.all()),
        "handed_in": handed_in,
        "may_hand_in": not waits and not is_completed(found, who.person),
        "form": form,
        "reflections": list(reflections[:5]),
    }
