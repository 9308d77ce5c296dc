"""The conditions of a class's 结业, and later words on its results."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.completion_querysets import judgement_of, terms_in_force
from courses.models import CompletionCorrection, CompletionResult, CompletionTerms, TrainingClass
from courses.rules.completion import Terms
from courses.services import classes
from courses.words import ClassState
from organisations.authority import Authority


@transaction.atomic
def set_terms(*, training_class: TrainingClass, terms: Terms, by: Authority, at: datetime) -> CompletionTerms:
    """Let the class ask for something of its own. Raises RuleBroken from 结课 on: nobody can do better any more."""
    locked = classes.lock(training_class, by=by)
    if locked.is_over:
        raise RuleBroken(
            "completion.terms_too_late",
            "已经结课，结业条件不能再改。个别学员的结果，可以在结业后写明理由更正。",
        )
    if not 0 <= terms.attendance_percent <= 100:
        raise RuleBroken("completion.percent", "出勤要求请填0到100之间的整数。")
    saved, _made = CompletionTerms.objects.update_or_create(
        training_class=locked,
        defaults={
            "attendance_percent": terms.attendance_percent,
            "needs_test": terms.needs_test,
            "needs_assignments": terms.needs_assignments,
        },
    )
    events.record(
        "courses.completion.terms_set",
        by=by,
        at=at,
        subject=locked,
        data={"percent": terms.attendance_percent},
    )
    return saved


def copy_terms(*, source: TrainingClass, target: TrainingClass, by: Authority, at: datetime) -> None:
    """Let a new class ask for what another one asked for of its own; the rule rows need no copy."""
    asked = terms_in_force(source)
    if asked.is_own:
        set_terms(training_class=target, terms=asked.terms, by=by, at=at)


@transaction.atomic
def correct(
    *, result: CompletionResult, completes: bool, reason: str, by: Authority, at: datetime
) -> CompletionCorrection:
    """Say otherwise, and why. The judgement stays as it was. Raises RuleBroken without a reason or a difference."""
    judgement = result.judgement
    locked = classes.lock(judgement.training_class, by=by)
    newest = judgement_of(locked)
    if ClassState(locked.state) is not ClassState.COMPLETED or newest is None or newest.pk != judgement.pk:
        raise RuleBroken(
            "completion.not_in_force", "这次结业认定已经不作数。请回到“结业情况”，在最新的结果上更正。"
        )
    if not reason.strip():
        raise RuleBroken("completion.reason_missing", "请写明更正的理由。")
    last = result.corrections.last()
    if completes == (last.completes if last else result.completes):
        raise RuleBroken("completion.no_change", "结果和现在的一样，不用更正。")
    made = CompletionCorrection.objects.create(
        result=result, completes=completes, reason=reason.strip(), corrected_by=by.person_id, corrected_at=at
    )
    data = {"class": locked.pk, "completes": completes}
    events.record("courses.completion.corrected", by=by, at=at, subject=result, data=data)
    return made
