"""Which function computes which form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.clock import SHANGHAI
from reporting.querysets.official import (
    annual,
    brief,
    classes,
    dossier_index,
    holders,
    hours,
    person_record,
    pre_service,
    register,
    results,
    supervision,
    teachers,
)
from reporting.querysets.official.asked import Question
from reporting.rules.official.shape import Computed

COMPUTE: dict[str, Callable[[Question], Computed]] = {
    "class-register": register.compute,
    "timetable": classes.timetable,
    "roster": classes.roster,
    "sign-in": classes.sign_in,
    "personal-hours": hours.compute,
    "annual-report": annual.compute,
    "pre-service": pre_service.compute,
    "supervision": supervision.compute,
    "certificate-register": holders.compute,
    "person-record": person_record.compute,
    "results": results.compute,
    "dossier-index": dossier_index.compute,
    "teachers": teachers.compute,
    "brief": brief.compute,
}


def compute(question: Question) -> Computed:
    """The form as it is now; every rendering shows this value, its moments as clocks in China show them."""
    local = replace(question, at=question.at.astimezone(SHANGHAI))
    return COMPUTE[question.form.code](local)
