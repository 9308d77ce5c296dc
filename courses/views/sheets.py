"""The sheet of one session: who came, when and by which way, who is excused, who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.utils.translation import gettext as _

from core.group_texts import MOST, group_text
from core.sentences import Sentence, say
from courses.leave_querysets import outside_learners_of
from courses.models import Attendance, ClassSession, TrainingClass
from courses.querysets import all_attendances, all_enrolments, people_of_class
from courses.services.presence import hours_of
from courses.sign_in_words import SignInWay
from courses.words import CAME_STATES, AttendanceState
from people.models import Person
from people.querysets import all_postings

TONES = {
    AttendanceState.LATE: "due",
    AttendanceState.LEFT_EARLY: "due",
    AttendanceState.LATE_MARK: "due",
    AttendanceState.MAKE_UP: "due",
    AttendanceState.LEAVE: "plain",
    AttendanceState.ABSENT: "problem",
    AttendanceState.TOO_SHORT: "problem",
}


@dataclass(frozen=True)
class SheetLine:
    """One person on the sheet of one session; no state: nothing recorded yet.

    `short_minutes`: how long somebody was there, where it was less than the whole session.
    """

    public_id: UUID
    name: str
    organisation: str
    is_listed: bool
    state: AttendanceState | None
    signed_in_at: time | None
    signed_out_at: time | None
    short_minutes: int | None
    way: str
    note: str
    lacks_sign_out: bool

    @property
    def is_here(self) -> bool:
        return self.state in CAME_STATES

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
    def too_short(self) -> list[SheetLine]:
        return [line for line in self.lines if line.state == AttendanceState.TOO_SHORT]

    @property
    def off_list(self) -> list[SheetLine]:
        return [line for line in self.lines if line.is_here and not line.is_listed]

    @property
    def expected(self) -> int:
        """应到: everybody on the list; leave explains an absence and shortens no list."""
        return sum(line.is_listed for line in self.lines)


def missing_text(session: ClassSession, sheet: Sheet, *, on: date) -> list[Sentence]:
    """Whoever of the list has not come, for a chat group; nothing before the sign-in began, or where nobody misses."""
    has_begun = session.opened_at is not None or session.closed_at is not None or session.held_on < on
    if not has_begun or not 0 < len(sheet.missing) <= MOST:
        return []
    title = say(
        "%(class)s %(topic)s：还没有签到的人", topic=session.topic, **{"class": session.training_class.name}
    )
    return group_text(
        title, sorted((line.organisation, line.name) for line in sheet.missing), on=session.held_on
    )


def sheet_of(session: ClassSession) -> Sheet:
    """The list of the class and whoever came without being on it."""
    marks = {mark.person_id: mark for mark in all_attendances().filter(session=session)}
    listed = listed_in(session.training_class)
    people = [
        person
        for person in people_of_class(session.training_class)
        if person.pk in listed or person.pk in marks
    ]
    units = units_on(people, on=session.held_on)
    return Sheet(
        [
            _line(session, person, marks.get(person.pk), units.get(person.pk, ""), person.pk in listed)
            for person in people
        ]
    )


def listed_in(training_class: TrainingClass) -> set[int]:
    """Ids of the people who have a place."""
    places = all_enrolments().standing().filter(training_class=training_class)
    return set(places.values_list("person", flat=True))


def units_on(people: Sequence[Person], *, on: date) -> dict[int, str]:
    """By person the name of the organisation of the primary posting that day."""
    held = all_postings().held_on(on).primary().filter(person__in=people)
    return dict(held.values_list("person", "organisation__name"))


def guests_of(training_class: TrainingClass) -> list[dict[str, str]]:
    """外单位学员 as papers list them: behind everybody else, and marked."""
    return [
        {"name": one.name, "organisation": one.unit, "title": "", "remark": _("外单位")}
        for one in outside_learners_of(training_class)
    ]


def _line(
    session: ClassSession, person: Person, mark: Attendance | None, unit: str, is_listed: bool
) -> SheetLine:
    state = AttendanceState(mark.state) if mark else None
    signs_out = session.sign_out_opened_at is not None
    return SheetLine(
        public_id=person.public_id,
        name=person.name,
        organisation=unit,
        is_listed=is_listed,
        state=state,
        signed_in_at=mark.signed_in_at if mark else None,
        signed_out_at=mark.signed_out_at if mark else None,
        short_minutes=_short_minutes(session, mark),
        way=SignInWay(mark.way).label if mark and mark.way else "",
        note=" ".join(part for part in (mark.reason, mark.note) if part) if mark else "",
        lacks_sign_out=signs_out and state in CAME_STATES and mark is not None and mark.signed_out_at is None,
    )


def _short_minutes(session: ClassSession, mark: Attendance | None) -> int | None:
    if mark is None or mark.minutes_present is None:
        return None
    return mark.minutes_present if mark.minutes_present < hours_of(session).minutes else None
