"""What the last steps of a class bring with them: 结课 opens its evaluation, 结业 freezes its judgement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from courses.models import TrainingClass
from courses.services import evaluations, judging
from courses.words import ClassState
from organisations.authority import Authority


def follow(*, training_class: TrainingClass, by: Authority, at: datetime) -> dict[str, Any]:
    """For the service that has just set the state; what the event of the step says beside."""
    match ClassState(training_class.state):
        case ClassState.CLOSED:
            evaluations.open_round(training_class=training_class, at=at)
        case ClassState.COMPLETED:
            judgement = judging.record(training_class=training_class, by=by, at=at)
            done = judgement.results.filter(completes=True).count()
            return {"judgement": judgement.number, "rule": judgement.rule_version, "completed": done}
        case _:
            pass
    return {}
