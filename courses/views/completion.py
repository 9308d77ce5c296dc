"""结业情况: who completes a class and who does not and why, what is asked, and later words on a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.actions import once
from core.errors import RuleBroken
from core.group_texts import MOST, group_text
from core.sentences import Sentence, say
from courses.completion_querysets import (
    ClassCompletion,
    PersonLine,
    all_results,
    judged,
    still_waiting,
    terms_in_force,
)
from courses.forms.completion import ResultForm, TermsForm
from courses.models import TrainingClass
from courses.permissions import can_manage
from courses.querysets import all_classes
from courses.rules.completion import described
from courses.services import completion
from courses.views.places import managed_class
from organisations.roles import Permission
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 100
# A sort is the reader's click; without one people stand by pinyin, and nobody is ranked.
SORTS: dict[str, Callable[[PersonLine], Any]] = {
    "result": lambda line: line.completes,
    "attendance": lambda line: line.percent if line.percent is not None else -1,
    "unit": lambda line: line.unit,
}


@member_required
def class_completion(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """For whoever runs the class; what may be changed there is the organiser's alone."""
    runs = all_classes().managed_by(request.by, Permission.RUN_SIGN_IN)
    held = get_object_or_404(runs.select_related("organiser", "provider"), public_id=public_id)
    found, sort = judged(held), request.GET.get("sort", "")
    lines = sorted(found.lines, key=SORTS[sort]) if sort in SORTS else found.lines
    context = {
        "class": held,
        "found": found,
        "sort": sort,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "conditions": described(found.asked.terms, found.held),
        "waiting": {} if found.judged_at else still_waiting(held, at=clock.now()),
        "manages": can_manage(request.by, held),
        "copy_text": _copy_text(held, found),
    }
    return render(request, "courses/class_completion.html", context)


@member_required
@once
def class_completion_terms(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    held = managed_class(request, public_id)
    asked = terms_in_force(held)
    form = TermsForm(request.POST or None, initial=TermsForm.initial_of(asked.terms))
    if request.method == "POST" and form.is_valid():
        try:
            completion.set_terms(training_class=held, terms=form.terms(), by=request.by, at=clock.now())
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("结业条件已保存，只用于这个班次"))
            return redirect("courses:class_completion", public_id=public_id)
    return render(
        request, "courses/class_completion_terms.html", {"form": form, "class": held, "asked": asked}
    )


@member_required
@once
def completion_correct(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    result = get_object_or_404(all_results().managed_by(request.by).with_names(), public_id=public_id)
    held = result.judgement.training_class
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            completion.correct(
                result=result, completes=form.is_done, reason=reason, by=request.by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("结果已更正，原来的认定保留"))
            return redirect("courses:class_completion", public_id=held.public_id)
    missing = [Sentence.unpacked(one) for one in result.missing]
    context = {"form": form, "class": held, "result": result, "missing": missing}
    return render(request, "courses/completion_correct.html", context)


def _copy_text(held: TrainingClass, found: ClassCompletion) -> list[Sentence]:
    """Whoever of the list does not complete; guests are no station's business."""
    behind = [(line.unit, line.person.name) for line in found.learners if not line.completes]
    if not behind or len(behind) > MOST:
        return []
    title = say("%(name)s：还没有达到结业条件的学员", name=held.name)
    return group_text(title, sorted(behind, key=lambda one: one[0]), on=clock.today())
