"""May this person have a place? The conditions of a class, asked by whatever gives one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from core import clock
from core.errors import RuleBroken
from core.sentences import Sentence, together
from courses.models import TrainingClass
from courses.place_querysets import candidates, conditions_of, day_that_counts, terms_of
from courses.rules.eligibility import unmet


def unmet_by(
    training_class: TrainingClass, people: Collection[int], *, at: datetime
) -> dict[int, list[Sentence]]:
    """The conditions that they do not meet, by person; whoever meets all is left out."""
    conditions = conditions_of(terms_of(training_class))
    if conditions.is_open_to_all or not people:
        return {}
    day = day_that_counts(training_class, clock.date_of(at))
    known = candidates(people, training_class=training_class, on=day)
    judged = {person: unmet(conditions, one, on=day) for person, one in known.items()}
    return {person: found for person, found in judged.items() if found}


def require_eligible(training_class: TrainingClass, person_id: int, *, at: datetime) -> None:
    """Raises RuleBroken that names what the person does not meet."""
    found = unmet_by(training_class, [person_id], at=at).get(person_id)
    if found:
        raise RuleBroken(
            "enrolment.not_eligible",
            "不符合本班的报名条件：%(conditions)s。确需参加请联系主办单位。",
            conditions=together(found),
        )


def require_reason_for_exceptions(
    training_class: TrainingClass, people: Collection[int], reason: str, *, at: datetime
) -> set[int]:
    """Who is admitted although a condition is not met. Raises RuleBroken without a reason."""
    found = set(unmet_by(training_class, people, at=at))
    if found and not reason.strip():
        raise RuleBroken(
            "enrolment.exception_reason_missing",
            "名单上有%(count)s人不符合本班的报名条件。仍要录取，请写明理由。",
            count=len(found),
        )
    return found
