"""评价: four taps for whoever came, and the results for the organiser once no answer can come any more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actions import once, once_unread
from core.errors import RuleBroken
from courses.evaluation_querysets import all_rounds, lecturers_heard, summary_of
from courses.evaluation_words import EvaluationPart
from courses.forms.evaluations import EvaluationForm
from courses.rules.evaluations import LEAST_ANSWERS
from courses.services import evaluations
from courses.views.places import managed_class, visible_class
from people.access import member_required
from people.requests import BanyanRequest


@member_required
@once_unread
def class_evaluate(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """The form, or why there is none."""
    held, at = visible_class(request, public_id), clock.now()
    round_ = all_rounds().filter(training_class=held).first()
    refused = evaluations.refusal(held, round_, request.person, at=at)
    form = EvaluationForm(request.POST or None, lecturers=lecturers_heard(held, request.person.pk))
    if request.method == "POST" and not refused and form.is_valid():
        try:
            evaluations.answer(
                training_class=held, person=request.person, given=form.answer(), by=request.by, at=at
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("已收到您的评价，谢谢。答卷不记名"))
            return redirect("courses:class_detail", public_id=public_id)
    context = {"class": held, "round": round_, "refused": refused, "form": form, "least": LEAST_ANSWERS}
    return render(request, "courses/class_evaluate.html", context)


@member_required
def class_evaluation(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    held, today = managed_class(request, public_id), clock.today()
    summary = summary_of(held, on=today)
    context = {
        "class": held,
        "summary": summary,
        "least": LEAST_ANSWERS,
        "parts": [(part, summary.means.get(part)) for part in EvaluationPart] if summary.is_told else [],
    }
    return render(request, "courses/class_evaluation.html", context)


@require_POST
@member_required
@once
def class_evaluation_end(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    """No more answers, for good."""
    held = managed_class(request, public_id)
    evaluations.end_early(training_class=held, by=request.by, at=clock.now())
    messages.success(request, _("评价已结束，不再收答卷"))
    return redirect("courses:class_evaluation", public_id=public_id)
