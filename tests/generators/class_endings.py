"""A class that is over and evaluated, and one that was completed: the worker came to both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core import clock
from courses.models import CompletionResult, TrainingClass
from courses.services import attendance, classes, enrolments
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassState, HalfDay
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Places
from tests.courses.classroom import open_class, session_of


def class_endings(worker: Person, places: Places, *, at: datetime) -> dict[str, Any]:
    over = _held("2026-11", worker, places, at, days_ago=10)
    done = _held("2026-12", worker, places, at, days_ago=12)
    classes.set_state(training_class=done, state=ClassState.COMPLETED, by=SYSTEM, at=at)
    return {"closed_class": over, "completion_result": CompletionResult.objects.get(person=worker)}


def _held(code: str, worker: Person, places: Places, at: datetime, *, days_ago: int) -> TrainingClass:
    """One evening without credit, and closed: it changes no hours of the world."""
    day = clock.date_of(at) - timedelta(days=days_ago)
    held = open_class(
        places.county, at, code, provider=places.school, starts_on=day, ends_on=day, gives_credit=False
    )
    session = session_of(held, at, held_on=day, half_day=HalfDay.EVENING)
    enrolments.enrol(training_class=held, person=worker, by=SYSTEM, at=at)
    attendance.mark(mark=Mark(session, worker, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    for state in (ClassState.RUNNING, ClassState.CLOSED):
        classes.set_state(training_class=held, state=state, by=SYSTEM, at=at)
    return held
