"""The organiser's side of places: shares and conditions before, answers while people apply."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import actions, clock
from core.conflicts import hold
from core.errors import RuleBroken
from courses.forms.places import AnswerForm, QuotaForm, TermsForm
from courses.models import TrainingClass
from courses.place_querysets import quotas_of, sharing_choices, terms_of
from courses.querysets import all_classes, all_enrolments
from courses.services import applications, quotas, waiting_list
from courses.views.applicants import applicants
from courses.views.places import managed_class
from courses.words import EnrolmentState
from organisations.models import Organisation
from people.access import member_required
from people.changes import last_change
from people.requests import BanyanRequest

PER_PAGE = 50


@member_required
@actions.once
def class_quotas(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """名额分配 as one table."""
    hold(request, all_classes(), public_id)
    training_class = managed_class(request, public_id)
    standing = {one.organisation_id: one for one in quotas_of(training_class)}
    form = QuotaForm(
        request.POST or None,
        places=_places(training_class, [one.organisation for one in standing.values()]),
        standing=standing,
        last_change=lambda: last_change(training_class),
    )
    if request.method == "POST" and form.is_valid():
        try:
            quotas.set_quotas(
                training_class=training_class, shares=form.shares(), by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("名额分配已保存"))
            return redirect("courses:class_places", public_id=public_id)
    shared = sum(one.seats for one in standing.values())
    return render(
        request, "courses/class_quotas.html", {"form": form, "class": training_class, "shared": shared}
    )


@member_required
@actions.once
def class_terms(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """How and to whom places are given."""
    training_class = managed_class(request, public_id)
    form = TermsForm(request.POST or None, terms=terms_of(training_class), places=_places(training_class, []))
    if request.method == "POST" and form.is_valid():
        try:
            quotas.set_terms(training_class=training_class, terms=form.terms(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("报名条件已保存"))
            return redirect("courses:class_places", public_id=public_id)
    return render(request, "courses/class_terms.html", {"form": form, "class": training_class})


@member_required
@actions.once
def class_places(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """Who applied, waits, has a place or was declined; what is ticked is answered together."""
    training_class = managed_class(request, public_id)
    counts = _counts(training_class)
    chosen = _chosen_state(request, counts)
    rows = all_enrolments().filter(training_class=training_class, state=chosen).select_related("person")
    page = Paginator(rows.order_by("applied_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    lines = applicants(training_class, list(page.object_list), on=clock.today(), at=clock.now())
    form = AnswerForm(request.POST or None, people=[one.person for one in lines if one.may_be_answered])
    if request.method == "POST" and form.is_valid():
        try:
            said = _answer(request, training_class, form)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, said)
            return redirect("courses:class_places", public_id=public_id)
    states = [(state, counts.get(state, 0), state == chosen) for state in EnrolmentState]
    context = {"form": form, "class": training_class, "lines": lines, "page": page, "states": states}
    return render(request, "courses/class_places.html", context | {"chosen": chosen})


def _counts(training_class: TrainingClass) -> dict[str, int]:
    found = all_enrolments().filter(training_class=training_class).order_by()
    return dict(found.values_list("state").annotate(Count("pk")))


def _answer(request: BanyanRequest, training_class: TrainingClass, form: AnswerForm) -> str:
    """Raises RuleBroken; then nothing of it was written."""
    people, reason = form.people(), form.cleaned_data["reason"]
    if form.cleaned_data["action"] == "approve":
        applications.approve(
            training_class=training_class,
            people=people,
            exception_reason=reason,
            by=request.by,
            at=clock.now(),
        )
        return _("已同意%d人") % len(people)
    for person in people:
        if form.cleaned_data["action"] == "queue":
            waiting_list.queue(training_class=training_class, person=person, by=request.by, at=clock.now())
        else:
            applications.decline(
                training_class=training_class, person=person, reason=reason, by=request.by, at=clock.now()
            )
    if form.cleaned_data["action"] == "queue":
        return _("已把%d人列入候补") % len(people)
    return _("已答复%d人：不同意") % len(people)


def _chosen_state(request: BanyanRequest, counts: dict[str, int]) -> EnrolmentState:
    """The one in the address; else what waits for an answer, else who has a place."""
    named = request.GET.get("state", "")
    if named in set(EnrolmentState):
        return EnrolmentState(named)
    first = (EnrolmentState.APPLIED, EnrolmentState.WAITING)
    return next((state for state in first if counts.get(state)), EnrolmentState.ENROLLED)


def _places(training_class: TrainingClass, standing: list[Organisation]) -> list[Organisation]:
    """The organiser, what stands directly below it, and whoever has a share already."""
    usual = list(sharing_choices(training_class.organiser))
    return usual + [one for one in standing if one not in usual]
