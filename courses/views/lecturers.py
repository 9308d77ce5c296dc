"""师资库: the list, one entry with what was taught, and its changes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.conflicts import hold
from core.errors import RuleBroken
from courses.forms.lecturers import LecturerForm, LecturerSearch
from courses.lecturer_querysets import all_lecturers
from courses.models import Lecturer
from courses.querysets import all_classes
from courses.services import lecturers
from organisations.roles import Permission
from people.access import permission_required
from people.changes import last_change
from people.requests import BanyanRequest

PER_PAGE = 30
MOST_FOUND = 60
MOST_SESSIONS = 50


@permission_required(Permission.MANAGE_CLASSES)
def lecturer_list(request: BanyanRequest) -> HttpResponse:
    """Everybody whom the viewer may ask. A search is posted and answered in place; it writes nothing."""
    search = LecturerSearch(request.POST or None)
    text = search.cleaned_data["text"] if request.method == "POST" and search.is_valid() else ""
    found = all_lecturers().visible_to(request.by).matching(text).with_taught(request.by)
    found = found.select_related("owner").order_by("retired_at", "sort_key", "pk")
    rows = Paginator(found, MOST_FOUND if text else PER_PAGE).get_page(1 if text else request.GET.get("page"))
    context = {"page": rows, "search": search, "text": text}
    return render(request, "courses/lecturer_list.html", context)


@permission_required(Permission.MANAGE_CLASSES)
def lecturer_page(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The entry, and the sessions of classes that the viewer sees."""
    visible = all_lecturers().visible_to(request.by).with_taught(request.by).select_related("owner")
    lecturer = get_object_or_404(visible, public_id=public_id)
    classes = all_classes().visible_to(request.by).values("pk")
    sessions = lecturer.sessions.filter(training_class__in=classes).select_related("training_class")
    context = {
        "lecturer": lecturer,
        "sessions": sessions.order_by("-held_on", "-starts_at", "pk")[:MOST_SESSIONS],
        "manages": all_lecturers().managed_by(request.by).filter(pk=lecturer.pk).exists(),
    }
    return render(request, "courses/lecturer_page.html", context)


@permission_required(Permission.MANAGE_CLASSES)
@actions.once
def lecturer_add(request: BanyanRequest) -> HttpResponse:
    form = LecturerForm(request.POST or None, by=request.by)
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            made = lecturers.add(owner=owner, details=form.details(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error("name", broken.message)
        else:
            messages.success(request, _("已登记到师资库"))
            return redirect("courses:lecturer", public_id=made.public_id)
    return render(request, "courses/lecturer_form.html", {"form": form})


@permission_required(Permission.MANAGE_CLASSES)
@actions.once
def lecturer_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    lecturer = _managed(request, public_id)
    form = LecturerForm(
        request.POST or None, by=request.by, standing=lecturer, initial=LecturerForm.initial_of(lecturer),
        last_change=lambda: last_change(lecturer),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            lecturers.edit(lecturer=lecturer, details=form.details(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error("name", broken.message)
        else:
            messages.success(request, _("已保存"))
            return redirect("courses:lecturer", public_id=public_id)
    return render(request, "courses/lecturer_form.html", {"form": form, "lecturer": lecturer})


@require_POST
@permission_required(Permission.MANAGE_CLASSES)
@actions.once
def lecturer_retire(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Out of use, or back into it, as the button says."""
    lecturer, retired = _managed(request, public_id), request.POST.get("to") != "use"
    lecturers.set_retired(lecturer=lecturer, retired=retired, by=request.by, at=clock.now())
    messages.success(request, _("已停用，不再列入排课的名单") if retired else _("已恢复使用"))
    return redirect("courses:lecturer", public_id=public_id)


def _managed(request: BanyanRequest, public_id: UUID) -> Lecturer:
    hold(request, all_lecturers(), public_id)
    managed = all_lecturers().managed_by(request.by).select_related("owner")
    return get_object_or_404(managed, public_id=public_id)
