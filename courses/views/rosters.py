"""The lists of people that class pages show, put together from few questions and ready to print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from uuid import UUID

from courses.late_mark_querysets import all_late_marks
from courses.models import Attendance, ClassSession, TrainingClass
from courses.querysets import all_attendances, people_of_class
from courses.views.sheets import TONES, listed_in, units_on
from courses.words import CREDITED_STATES, AttendanceState
from organisations.authority import Authority


@dataclass(frozen=True)
class RosterLine:
    """One person of a class and how many of its sessions they attended."""

    public_id: UUID
    name: str
    organisation: str
    is_listed: bool
    attended: int


@dataclass(frozen=True)
class TimetableLine:
    """A session as the page of its class lists it, with one's own mark where there is one."""

    session: ClassSession
    own_state: AttendanceState | None
    signed_in_at: time | None
    may_ask: bool = False
    has_asked: bool = False

    @property
    def own_label(self) -> str:
        return self.own_state.label if self.own_state else ""

    @property
    def own_tone(self) -> str:
        return TONES.get(self.own_state, "done") if self.own_state else "plain"


def roster_of(training_class: TrainingClass, *, by: Authority, on: date, is_whole: bool) -> list[RosterLine]:
    """Everybody for whoever runs the class; for others only the people that they may see anyway."""
    people = people_of_class(training_class)
    shown = list(people if is_whole else people.visible_to(by, on=on))
    listed = listed_in(training_class)
    credited = all_attendances().credited().of_class(training_class)
    attended = Counter(credited.values_list("person", flat=True))
    units = units_on(shown, on=training_class.starts_on)
    return [
        RosterLine(
            public_id=person.public_id,
            name=person.name,
            organisation=units.get(person.pk, ""),
            is_listed=person.pk in listed,
            attended=attended[person.pk],
        )
        for person in shown
    ]


def timetable_of(
    training_class: TrainingClass, *, person_id: int | None, is_enrolled: bool, on: date
) -> list[tuple[date, list[TimetableLine]]]:
    """The sessions day by day; who is on the list may ask for a late mark of one that is over."""
    own = {
        mark.session_id: mark
        for mark in all_attendances().of_class(training_class).filter(person=person_id or 0)
    }
    waiting = all_late_marks().waiting().filter(session__training_class=training_class, person=person_id or 0)
    asked = set(waiting.values_list("session", flat=True)) if is_enrolled else set()
    lines = [
        _timetable_line(session, own.get(session.pk), asks=is_enrolled, has_asked=session.pk in asked, on=on)
        for session in training_class.sessions.all()
    ]
    return [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.session.held_on)]


def _timetable_line(
    session: ClassSession, mark: Attendance | None, *, asks: bool, has_asked: bool, on: date
) -> TimetableLine:
    state = AttendanceState(mark.state) if mark else None
    is_over = session.held_on < on or session.closed_at is not None
    return TimetableLine(
        session=session,
        own_state=state,
        signed_in_at=mark.signed_in_at if mark else None,
        may_ask=asks and is_over and state not in CREDITED_STATES and not has_asked,
        has_asked=has_asked,
    )
