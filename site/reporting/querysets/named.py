"""Names for the ids of opened lines, with a fixed number of questions; a person's name only for whoever may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.sentences import NOTHING, Sentence, quote, say
from core.words import Word
from courses.models import ClassSession, TrainingClass
from courses.words import AttendanceState, Audience, ClassKind, DeliveryMode, HalfDay, Tier
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person
from people.words import PostKind, QualificationLevel
from reporting.querysets.lines import Opened
from reporting.querysets.places import units_by_id
from reporting.rules.periods import shown_day
from reporting.rules.places import Gazetteer, Unit
from reporting.words import Dimension, Level, NewHire

NAMELESS = say("（无权查看姓名）")
UNPOSTED = say("当天没有任职记录")
FLAGGED = frozenset(
    {AttendanceState.LATE, AttendanceState.LEFT_EARLY, AttendanceState.LATE_MARK, AttendanceState.MAKE_UP}
)

VALUES: dict[Dimension, type[Word]] = {
    Dimension.TIER: Tier,
    Dimension.AUDIENCE: Audience,
    Dimension.KIND: ClassKind,
    Dimension.MODE: DeliveryMode,
    Dimension.QUALIFICATION: QualificationLevel,
    Dimension.POST: PostKind,
    Dimension.NEW: NewHire,
}


def value_label(dimension: Dimension, value: str) -> Sentence:
    """What a value of a dimension is called; nothing for one that it does not have."""
    words = VALUES[dimension]
    return words(value).label if value in set(words) else NOTHING


def class_pk(public_id: UUID) -> int | None:
    return TrainingClass.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def session_pk(public_id: UUID) -> int | None:
    return ClassSession.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def person_pk(public_id: UUID) -> int | None:
    return Person.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


@dataclass
class Named:
    """The classes, sessions, people and units of one page of lines."""

    by: Authority
    places: Gazetteer
    classes: dict[int, TrainingClass]
    sessions: dict[int, ClassSession]
    people: dict[int, Person]
    units: dict[int, Unit]
    hides_somebody: bool = False

    @classmethod
    def of(cls, rows: Sequence[Opened], by: Authority, places: Gazetteer) -> Named:
        ids = {row.organisation_id for row in rows if row.organisation_id}
        return cls(
            by,
            places,
            TrainingClass.objects.select_related("organiser").in_bulk({row.class_id for row in rows}),
            ClassSession.objects.in_bulk({row.session_id for row in rows}),
            Person.objects.only("pk", "name", "public_id").in_bulk({row.person_id for row in rows}),
            units_by_id(ids),
        )

    def label(self, level: Level, row: Opened) -> tuple[Sentence, dict[str, str]]:
        """What a group is called, and the step that leads into it."""
        if level is Level.CLASSES:
            held = self.classes[row.class_id]
            label = say("%(name)s（%(organiser)s）", name=held.name, organiser=held.organiser.name)
            return label, {"class": str(held.public_id)}
        if level is Level.SESSIONS:
            session = self.sessions[row.session_id]
            label = say(
                "%(half_day)s %(topic)s %(minutes)s分钟",
                half_day=_half_day(session),
                topic=session.topic,
                minutes=session.minutes,
            )
            return label, {"session": str(session.public_id)}
        if level is Level.DAYS:
            return shown_day(row.day), {"day": row.day.isoformat()}
        person = self.people[row.person_id]
        label = say("%(person)s · %(unit)s", person=self.person_name(row), unit=self.unit_name(row))
        return label, {"person": str(person.public_id)}

    def line(self, row: Opened) -> dict[str, Any]:
        session, state = self.sessions[row.session_id], AttendanceState(row.state)
        return {
            "day": session.held_on,
            "half_day": HalfDay(session.half_day).label,
            "training_class": self.classes[row.class_id].name,
            "topic": session.topic,
            "person": self.person_name(row),
            "unit": self.unit_name(row),
            "state": state.label,
            "tone": "due" if state in FLAGGED else "done",
            "minutes": row.minutes,
            "entry": row.key,
        }

    def person_name(self, row: Opened) -> Sentence:
        """For whoever sees the people of that unit, or runs the classes of that organiser."""
        unit = self.units.get(row.organisation_id)
        organiser = self.classes[row.class_id].organiser
        roster, classes = self.by.scope(Permission.VIEW_PEOPLE), self.by.scope(Permission.RUN_SIGN_IN)
        if (unit and roster.covers(path=unit.path, area_code=unit.area_code)) or classes.covers(
            path=organiser.path, area_code=organiser.area_code
        ):
            return quote(self.people[row.person_id].name)
        self.hides_somebody = True
        return NAMELESS

    def unit_name(self, row: Opened) -> Sentence:
        unit = self.units.get(row.organisation_id)
        return quote(unit.name) if unit else UNPOSTED

    def trail(self, steps: dict[str, str]) -> list[Sentence]:
        """The steps that were taken so far, in words. People are named in the lines, not here."""
        words: list[Sentence] = []
        if "county" in steps:
            words.append(self.places.county_name(steps["county"]))
        if "unit" in steps:
            words += [
                quote(unit.name) for unit in self.places.units.values() if unit.public_id == steps["unit"]
            ]
        if "unposted" in steps:
            words.append(UNPOSTED)
        words += [label for one in Dimension if (label := value_label(one, steps.get(one.value, "")))]
        if "class" in steps:
            words += [quote(held.name) for held in self.classes.values()]
        if "session" in steps:
            words += [_half_day(one) for one in self.sessions.values()]
        if "day" in steps:
            words += [shown_day(day) for day in sorted({one.held_on for one in self.sessions.values()})]
        return words


def _half_day(session: ClassSession) -> Sentence:
    return say("%(day)s%(half_day)s", day=shown_day(session.held_on), half_day=HalfDay(session.half_day))
