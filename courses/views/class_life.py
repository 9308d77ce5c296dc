"""The states of a class on its page: the next step, the step back, and who took which when."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import actions, clock
from core.errors import RuleBroken
from courses.dossier_querysets import missing_of
from courses.models import TrainingClass
from courses.querysets import all_classes
from courses.rules import class_states
from courses.rules.class_states import Move
from courses.services import classes
from courses.words import ClassState
from organisations.roles import Permission
from people.access import member_required
from people.changes import Deed, deeds_about
from people.requests import BanyanRequest

STEPS = ("courses.class.added", "courses.class.state_set", "courses.class.copied", "courses.class.cancelled")


@dataclass(frozen=True)
class Step:
    """One line of the history."""

    title: str
    when: str
    detail: str


@dataclass(frozen=True)
class Life:
    """Where a class may go from here, and how it came here, the latest first."""

    onward: list[Move]
    back: list[Move]
    may_cancel: bool
    history: list[Step]


def life_of(training_class: TrainingClass) -> Life:
    state = ClassState(training_class.state)
    moves = class_states.moves(state, classes.facts_of(training_class))
    return Life(
        onward=[move for move in moves if not move.is_back],
        back=[move for move in moves if move.is_back],
        may_cancel=class_states.may_cancel(state),
        history=[_step(deed) for deed in deeds_about(training_class, STEPS)],
    )


@require_POST
@member_required
@actions.once
def class_state(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """One step on or back: one button each. Into the archive the way leads past what is missing."""
    managed = all_classes().managed_by(request.by, Permission.MANAGE_CLASSES).select_related("organiser")
    training_class = get_object_or_404(managed, public_id=public_id)
    wanted = {str(state): state for state in ClassState}.get(request.POST.get("state", ""))
    if wanted is None:
        raise RuleBroken("class.state_moved_on", "班次的状态刚刚变过。请刷新页面后再试。")
    if wanted is ClassState.ARCHIVED and missing_of(training_class):
        return redirect("courses:class_archive", public_id=public_id)
    classes.set_state(training_class=training_class, state=wanted, by=request.by, at=clock.now())
    messages.success(request, _("状态已改为“%s”") % _(wanted.label))
    return redirect("courses:class_detail", public_id=public_id)


def _step(deed: Deed) -> Step:
    event = deed.event
    when = f"{event.occurred_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    match event.name:
        case "courses.class.added":
            title = _("新建班次")
        case "courses.class.copied":
            title = _("按往期班次新建")
        case "courses.class.cancelled":
            title = _(ClassState.CANCELLED.label)
        case _name:
            title = _(ClassState(event.data["state"]).label)
    return Step(title=title, when=when, detail=deed.who)
