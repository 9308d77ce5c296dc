"""Classes and sessions as the stories need them, made by the services."""

from dataclasses import replace
from datetime import date, datetime, time

from courses.models import ClassSession, TrainingClass
from courses.services import classes
from courses.services.classes import ClassDetails, SessionDetails
from courses.words import ClassKind, ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.models import Organisation

TODAY = date(2026, 3, 16)
TIMES = {
    HalfDay.MORNING: (time(9, 0), time(12, 0)),
    HalfDay.AFTERNOON: (time(14, 30), time(17, 30)),
    HalfDay.EVENING: (time(19, 0), time(21, 0)),
}


def details(organiser: Organisation, code: str = "2026-01", **changes: object) -> ClassDetails:
    plain = ClassDetails(
        code=code,
        name=f"岗前培训班{code}",
        programme_name="2026年岗前培训",
        organiser=organiser,
        report_year=2026,
        starts_on=TODAY,
        ends_on=date(2026, 3, 18),
        kind=ClassKind.PRE_SERVICE,
        venue="青石镇文化站二楼",
        capacity=40,
        state=ClassState.OPEN,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def open_class(
    organiser: Organisation, at: datetime, code: str = "2026-01", **changes: object
) -> TrainingClass:
    return classes.add(details=details(organiser, code, **changes), by=SYSTEM, at=at)


def session_details(held_on: date = TODAY, half_day: HalfDay = HalfDay.MORNING) -> SessionDetails:
    starts_at, ends_at = TIMES[half_day]
    minutes = (ends_at.hour - starts_at.hour) * 60
    return SessionDetails(
        held_on=held_on, half_day=half_day, starts_at=starts_at, ends_at=ends_at, minutes=minutes, topic="入户走访",
        lecturer="温教员",
    )  # fmt: skip


def session_of(
    training_class: TrainingClass, at: datetime, held_on: date = TODAY, half_day: HalfDay = HalfDay.MORNING
) -> ClassSession:
    rows = [(training_class, session_details(held_on, half_day))]
    return classes.add_sessions(rows=rows, by=SYSTEM, at=at)[0]
