"""What the page of a class says of its end: the reader's own result and turn to evaluate, and the organiser's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from courses.completion_querysets import PersonLine, judged
from courses.evaluation_querysets import all_rounds
from courses.models import EvaluationRound, TrainingClass
from people.models import Person


@dataclass(frozen=True)
class Ending:
    """`line`: how the reader stands, once the class is over. `owed`: the evaluation that waits for an answer."""

    line: PersonLine | None = None
    is_judged: bool = False
    owed: EvaluationRound | None = None


def ending_of(training_class: TrainingClass, person: Person | None, *, on: date) -> Ending:
    if person is None or not training_class.is_over:
        return Ending()
    found = judged(training_class, only=person.pk)
    owed = all_rounds().owed_by(person.pk, on=on).filter(training_class=training_class).first()
    return Ending(next(iter(found.lines), None), found.judged_at is not None, owed)
