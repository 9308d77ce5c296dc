"""外单位学员 on the roster of a class: recorded with name and unit, never refused, counted apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.leave_querysets import outside_learners_of
from courses.models import OutsideLearner, TrainingClass
from courses.permissions import can_run_sign_in
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission


@transaction.atomic
def add_many(
    *, training_class: TrainingClass, people: Sequence[tuple[str, str]], by: Authority, at: datetime
) -> int:
    """Record (name, unit) of each; how many are new. Neither seats nor conditions nor the state are asked."""
    _require_running(training_class, by=by)
    before = outside_learners_of(training_class).count()
    wanted = [
        OutsideLearner(training_class=training_class, name=name, unit=unit, added_by=by.person_id)
        for name, unit in people
    ]
    OutsideLearner.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
    added = outside_learners_of(training_class).count() - before
    events.record(
        "courses.outside_learners.added", by=by, at=at, subject=training_class, data={"count": added}
    )
    return added


@transaction.atomic
def remove(*, learner: OutsideLearner, by: Authority, at: datetime) -> None:
    """Take somebody off again. Raises RuleBroken where that has been done already."""
    _require_running(learner.training_class, by=by)
    gone, _by_model = outside_learners_of(learner.training_class).filter(pk=learner.pk).delete()
    if not gone:
        raise RuleBroken("outside_learner.gone", "这位外单位学员已经移除。请刷新页面。")
    events.record("courses.outside_learner.removed", by=by, at=at, subject=learner.training_class)


def _require_running(training_class: TrainingClass, *, by: Authority) -> None:
    if not can_run_sign_in(by, training_class):
        require(by, Permission.RUN_SIGN_IN, training_class.organiser)
