"""The lists of people that class pages show, put together from few questions and ready to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from uuid import UUID

from courses.models import Attendance, ClassSession, TrainingClass
from courses.querysets import all_attendances, all_enrolments, people_of_class
from courses.words import CREDITED_STATES, AttendanceState
from organisations.authority import Authority
from people.models import Person
from people.querysets import all_postings

TONES = {
    AttendanceState.LATE_MARK: "due",
    AttendanceState.MAKE_UP: "due",
    AttendanceState.LEAVE: "plain",
    AttendanceState.ABSENT: "problem",
}


@dataclass(frozen=True)
class RosterLine:
    """One person of a class and how many of its sessions they attended."""

    public_id: UUID
    name: str
    organisation: str
    is_listed: bool
    attended: int


@dataclass(frozen=True)
class SheetLine:
    """One person on the sheet of one session; no state: nothing recorded yet."""

    public_id: UUID
    name: str
    organisation: str
    is_listed: bool
    state: AttendanceState | None
    signed_in_at: time | None
    note: str

    @property
    def is_here(self) -> bool:
        return self.state in CREDITED_STATES

    @property
    def label(self) -> str:
        return self.state.label if self.state else ""

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "done") if self.state else "plain"


@dataclass(frozen=True)
class Sheet:
    """A session's sheet: who came, who is excused, who is still missing from the list."""

    lines: list[SheetLine]

    @property
    def here(self) -> list[SheetLine]:
        return [line for line in self.lines if line.is_here]

    @property
    def missing(self) -> list[SheetLine]:
        return [
            line for line in self.lines if line.is_listed and line.state in {None, AttendanceState.ABSENT}
        ]

    @property
    def on_leave(self) -> list[SheetLine]:
        return [line for line in self.lines if line.state == AttendanceState.LEAVE]

    @property
    def off_list(self) -> list[SheetLine]:
        return [line for line in self.lines if line.is_here and not line.is_listed]

    @property
    def expected(self) -> int:
        """应到: everybody on the list; leave explains an absence and shortens no list."""
        return sum(line.is_listed for line in self.lines)


@dataclass(frozen=True)
class TimetableLine:
    """A session as the page of its class lists it, with one's own mark where there is one."""

    session: ClassSession
    own_state: AttendanceState | None
    signed_in_at: time | None

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
    listed = _listed(training_class)
    credited = all_attendances().credited().of_class(training_class)
    attended = Counter(credited.values_list("person", flat=True))
    units = _units(shown, on=training_class.starts_on)
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


def sheet_of(session: ClassSession) -> Sheet:
    """The list of the class and whoever came without being on it."""
    marks = {mark.person_id: mark for mark in all_attendances().filter(session=session)}
    listed = _listed(session.training_class)
    people = [
        person
        for person in people_of_class(session.training_class)
        if person.pk in listed or person.pk in marks
    ]
    units = _units(people, on=session.held_on)
    return Sheet(
        [
            _line(person, marks.get(person.pk), units.get(person.pk, ""), person.pk in listed)
            for person in people
        ]
    )


def timetable_of(
    training_class: TrainingClass, *, person_id: int | None
) -> list[tuple[date, list[TimetableLine]]]:
    """The sessions day by day."""
    own = {
        mark.session_id: mark
        for mark in all_attendances().of_class(training_class).filter(person=person_id or 0)
    }
    lines = [_timetable_line(session, own.get(session.pk)) for session in training_class.sessions.all()]
    return [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.session.held_on)]


def _timetable_line(session: ClassSession, mark: Attendance | None) -> TimetableLine:
    return TimetableLine(
        session=session,
        own_state=AttendanceState(mark.state) if mark else None,
        signed_in_at=mark.signed_in_at if mark else None,
    )


def _line(person: Person, mark: Attendance | None, unit: str, is_listed: bool) -> SheetLine:
    return SheetLine(
        public_id=person.public_id,
        name=person.name,
        organisation=unit,
        is_listed=is_listed,
        state=AttendanceState(mark.state) if mark else None,
        signed_in_at=mark.signed_in_at if mark else None,
        note=" ".join(part for part in (mark.reason, mark.note) if part) if mark else "",
    )


def _listed(training_class: TrainingClass) -> set[int]:
    places = all_enrolments().standing().filter(training_class=training_class)
    return set(places.values_list("person", flat=True))


def _units(people: Sequence[Person], *, on: date) -> dict[int, str]:
    held = all_postings().held_on(on).primary().filter(person__in=people)
    return dict(held.values_list("person", "organisation__name"))
