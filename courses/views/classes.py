"""Training classes: the list, the page of one, and what its organiser and its learners do there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.conflicts import hold
from core.errors import RuleBroken
from courses.class_courses import courses_of
from courses.class_drafts import all_drafts
from courses.forms.classes import CancelForm, ClassFilter, ClassForm
from courses.mark_querysets import marks_of
from courses.models import TrainingClass
from courses.permissions import can_manage, can_run_sign_in
from courses.querysets import all_classes
from courses.services import classes
from courses.views import class_life, rosters, timetables
from courses.views.class_ending import ending_of
from courses.views.class_leaflet import leaflet_of
from courses.views.own_place import own_place
from courses.words import ClassState
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.changes import last_change
from people.requests import BanyanRequest

PER_PAGE = 20


@member_required
def class_list(request: BanyanRequest) -> HttpResponse:
    """Classes that one may see, what is coming first; the filters stand in the address."""
    today = clock.today()
    visible = all_classes().visible_to(request.by, on=today)
    years = list(visible.order_by("-report_year").values_list("report_year", flat=True).distinct())
    form = ClassFilter(request.GET, years=years)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = visible.filter(
        **{
            field: chosen[name]
            for name, field in (("year", "report_year"), ("state", "state"))
            if chosen.get(name)
        }
    )
    found = found.select_related("organiser").with_enrolment_of(request.by.person_id).upcoming_first(today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    marks = marks_of(page, by=request.by)
    context = {
        "page": page,
        "lines": [(one, marks.get(one.pk)) for one in page],
        "form": form,
        "may_add": bool(request.by.scope(Permission.MANAGE_CLASSES)),
    }
    return render(request, "courses/class_list.html", context)


@member_required
def class_detail(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What, when, where, who teaches; for learners their place, for organisers the list and the sessions."""
    training_class = _visible(request, public_id)
    runs, manages = can_run_sign_in(request.by, training_class), can_manage(request.by, training_class)
    today = clock.today()
    place = own_place(training_class, by=request.by, manages=manages, on=today)
    timetable = _timetable(request, training_class, is_enrolled=place.is_enrolled, on=today)
    sessions = [line.session for _day, lines in timetable for line in lines]
    context = {
        "class": training_class,
        "grid": timetables.grid_of(timetable),
        "minutes": sum(one.minutes for one in sessions),
        "roster": _roster(request, training_class, today=today, runs=runs),
        "marks": marks_of([training_class], by=request.by).get(training_class.pk),
        "runs": runs,
        "manages": manages,
        "place": place,
        "leaflet": leaflet_of(
            training_class, sessions, by=request.by, is_enrolled=place.is_enrolled, on=today
        ),
        "ending": ending_of(training_class, request.person, on=today),
        "courses": courses_of(training_class, request.person),
        "life": class_life.life_of(training_class) if manages else None,
        "drafts": all_drafts(),
    }
    return render(request, "courses/class_detail.html", context)


@permission_required(Permission.MANAGE_CLASSES)
@actions.once
def class_add(request: BanyanRequest) -> HttpResponse:
    form = ClassForm(request.POST or None, by=request.by)
    if request.method == "POST" and form.is_valid():
        try:
            made = classes.add(details=form.details(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已开设。请接着排课"))
            return redirect("courses:class_plan", public_id=made.public_id)
    return render(request, "courses/class_form.html", {"form": form})


@member_required
@actions.once
def class_edit(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    form = ClassForm(
        request.POST or None,
        by=request.by,
        standing=training_class,
        initial=ClassForm.initial_of(training_class),
        last_change=lambda: last_change(training_class),
    )
    if request.method == "POST" and form.is_valid():
        try:
            classes.edit(training_class=training_class, details=form.details(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已保存"))
            return redirect("courses:class_detail", public_id=public_id)
    return render(request, "courses/class_form.html", {"form": form, "class": training_class})


@member_required
@actions.once
def class_cancel(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    training_class = _managed(request, public_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            classes.cancel(
                training_class=training_class,
                reason=form.cleaned_data["reason"],
                by=request.by,
                at=clock.now(),
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已取消，页面保留并写明原因"))
            return redirect("courses:class_detail", public_id=public_id)
    return render(request, "courses/class_cancel.html", {"form": form, "class": training_class})


def _visible(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    visible = all_classes().visible_to(request.by, on=clock.today())
    with_papers = visible.select_related("organiser", "provider", "programme", "notice", "handbook")
    return get_object_or_404(with_papers.prefetch_related("co_organisers"), public_id=public_id)


def _managed(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    hold(request, all_classes(), public_id)
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(
        managed.select_related("organiser", "provider", "programme"), public_id=public_id
    )


def _timetable(
    request: BanyanRequest, training_class: TrainingClass, *, is_enrolled: bool, on: date
) -> list[tuple[date, list[rosters.TimetableLine]]]:
    """Nobody asks for a late mark in a class that was called off."""
    asks = is_enrolled and training_class.state != ClassState.CANCELLED
    return rosters.timetable_of(training_class, person_id=request.by.person_id, is_enrolled=asks, on=on)


def _roster(
    request: BanyanRequest, training_class: TrainingClass, *, today: date, runs: bool
) -> list[rosters.RosterLine]:
    """Learners see no list; who sees people sees those of their own."""
    if not runs and not request.by.scope(Permission.VIEW_PEOPLE):
        return []
    return rosters.roster_of(training_class, by=request.by, on=today, is_whole=runs)
