"""Training classes: the list, the page of one, and what its organiser and its learners do there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from courses.forms.classes import CancelForm, ClassFilter, ClassForm, RosterForm
from courses.models import TrainingClass
from courses.permissions import can_manage, can_run_sign_in
from courses.querysets import all_classes, all_enrolments, people_of_class
from courses.services import classes, enrolments
from courses.services.enrolments import FREE_TO_LEAVE
from courses.views import rosters
from courses.words import ClassState
from organisations.roles import Permission
from people.access import member_required, permission_required
from people.requests import BanyanRequest

PER_PAGE = 20
# What an organiser usually does next with a class, with the verb on the button.
NEXT_STATES = {
    ClassState.PLANNED: [(ClassState.OPEN, gettext_lazy("开放报名"))],
    ClassState.OPEN: [(ClassState.RUNNING, gettext_lazy("开班，停止报名"))],
    ClassState.RUNNING: [
        (ClassState.CLOSED, gettext_lazy("结课")),
        (ClassState.OPEN, gettext_lazy("重新开放报名")),
    ],
    ClassState.CLOSED: [(ClassState.RUNNING, gettext_lazy("重新开班"))],
}


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
    may_add = bool(request.by.scope(Permission.MANAGE_CLASSES))
    return render(request, "courses/class_list.html", {"page": page, "form": form, "may_add": may_add})


@member_required
def class_detail(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """What, when, where, who teaches; for learners their place, for organisers the list and the sessions."""
    training_class = _visible(request, public_id)
    today = clock.today()
    runs, manages = can_run_sign_in(request.by, training_class), can_manage(request.by, training_class)
    state = ClassState(training_class.state)
    is_enrolled = (
        all_enrolments().standing().filter(training_class=training_class, person=request.person).exists()
    )
    timetable = rosters.timetable_of(training_class, person_id=request.by.person_id)
    context = {
        "class": training_class,
        "timetable": timetable,
        "minutes": sum(line.session.minutes for _day, lines in timetable for line in lines),
        "roster": _roster(request, training_class, today=today, runs=runs),
        "runs": runs,
        "manages": manages,
        "is_enrolled": is_enrolled,
        "may_enrol": state == ClassState.OPEN and not is_enrolled and not manages,
        "may_withdraw": is_enrolled and state in FREE_TO_LEAVE,
        "next_states": NEXT_STATES.get(state, []),
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
            messages.success(request, _("已开设。请接着添加课次"))
            return redirect("courses:session_add", public_id=made.public_id)
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


@require_POST
@member_required
@actions.once
def class_state(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Open for enrolment, start, close: one button each."""
    training_class = _managed(request, public_id)
    offered = {str(state): state for state, _label in NEXT_STATES.get(ClassState(training_class.state), [])}
    wanted = offered.get(request.POST.get("state", ""))
    if wanted is None:
        raise RuleBroken("class.state_moved_on", _("班次的状态刚刚变过。请刷新页面后再试。"))
    classes.set_state(training_class=training_class, state=wanted, by=request.by, at=clock.now())
    messages.success(request, _("状态已改为“%s”") % _(wanted.label))
    return redirect("courses:class_detail", public_id=public_id)


@require_POST
@member_required
@actions.once
def class_enrol(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """报名, for oneself."""
    training_class = _visible(request, public_id)
    enrolments.enrol(training_class=training_class, person=request.person, by=request.by, at=clock.now())
    messages.success(request, _("已报名。上课当天请扫会场屏幕上的码签到"))
    return redirect("courses:class_detail", public_id=public_id)


@require_POST
@member_required
@actions.once
def class_withdraw(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """退班, for oneself; with `person`, by the organiser for somebody on the list."""
    training_class = _visible(request, public_id)
    person = request.person
    if "person" in request.POST:
        person = get_object_or_404(
            people_of_class(_managed(request, public_id)), public_id=_uuid(request.POST["person"])
        )
    enrolments.withdraw(training_class=training_class, person=person, by=request.by, at=clock.now())
    messages.success(request, _("已退班，名额已空出"))
    return redirect("courses:class_detail", public_id=public_id)


@member_required
@actions.once
def roster_add(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Put people on the list by name, as a notice or a sheet names them."""
    training_class = _managed(request, public_id)
    form = RosterForm(request.POST or None, by=request.by, on=clock.today())
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["names"]
        try:
            made = enrolments.enrol_many(
                training_class=training_class, people=people, by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已录取%d人") % len(made))
            return redirect("courses:class_detail", public_id=public_id)
    return render(request, "courses/class_roster_add.html", {"form": form, "class": training_class})


def _visible(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    visible = all_classes().visible_to(request.by, on=clock.today())
    return get_object_or_404(
        visible.select_related("organiser", "provider", "programme"), public_id=public_id
    )


def _managed(request: BanyanRequest, public_id: UUID) -> TrainingClass:
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES)
    return get_object_or_404(
        managed.select_related("organiser", "provider", "programme"), public_id=public_id
    )


def _roster(
    request: BanyanRequest, training_class: TrainingClass, *, today: date, runs: bool
) -> list[rosters.RosterLine]:
    """Learners see no list; who sees people sees those of their own."""
    if not runs and not request.by.scope(Permission.VIEW_PEOPLE):
        return []
    return rosters.roster_of(training_class, by=request.by, on=today, is_whole=runs)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
