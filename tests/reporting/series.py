"""Training made by the services: small classes for tests of figures, and the whole Yunfu series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from core.sheets.reading import read_workbook
from courses.models import Attendance, ClassSession, TrainingClass
from courses.services import attendance, classes
from courses.services.attendance import Mark, posting_on
from courses.services.classes import ClassDetails, SessionDetails
from courses.words import AttendanceState, ClassState, HalfDay
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind, Tier
from people.models import Person
from people.services import persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails

DATA = Path(__file__).parents[1] / "data" / "yunfu-2022"
HOURS = {
    HalfDay.MORNING: (time(9), time(12)),
    HalfDay.AFTERNOON: (time(14, 30), time(17, 30)),
    HalfDay.EVENING: (time(19), time(21)),
}
PRESENT = AttendanceState.PRESENT


def hold_class(
    code: str, organiser: Organisation, *, at: datetime, year: int = 2026, first_day: date, days: int = 1,
    topics: Sequence[str] = ("政策", "伦理"), round_number: int | None = 1, minutes: int = 180,
) -> TrainingClass:  # fmt: skip
    """A class with two half days a day; topics take turns."""
    details = ClassDetails(
        code=code, name=f"培训班{code}", programme_name="系列", organiser=organiser, report_year=year,
        starts_on=first_day, ends_on=first_day + timedelta(days=days - 1), round_number=round_number,
    )  # fmt: skip
    made = classes.add(details=details, by=SYSTEM, at=at)
    half_days = [(day, half) for day in range(days) for half in (HalfDay.MORNING, HalfDay.AFTERNOON)]
    rows = []
    for number, (day, half) in enumerate(half_days):
        topic = topics[number % len(topics)]
        held_on = first_day + timedelta(days=day)
        rows.append((made, SessionDetails(held_on, half, *HOURS[half], minutes, topic)))
    classes.add_sessions(rows=rows, by=SYSTEM, at=at)
    return made


def close(training_class: TrainingClass) -> None:
    """结课, whoever does it."""
    TrainingClass.objects.filter(pk=training_class.pk).update(state=ClassState.CLOSED)


def unproved(name: str, organisation: Organisation, at: datetime) -> Person:
    """A person on the roster without an identity number: a second record of somebody, perhaps."""
    person = persons.add(details=PersonDetails(name=name), organisation=organisation, by=SYSTEM, at=at)
    details = PostingDetails(organisation=organisation, starts_on=date(2024, 1, 8))
    postings.start(person=person, details=details, by=SYSTEM, at=at)
    return person


def attend(
    session: ClassSession, *people: Person, at: datetime, state: AttendanceState = PRESENT, reason: str = "补"
) -> list[Attendance]:
    """Mark people in one session, posted where they were that day."""
    return [
        attendance.mark(
            mark=Mark(session, person, posting_on(person, session.held_on), state, reason=reason),
            by=SYSTEM, at=at,
        )
        for person in people
    ]  # fmt: skip


def attend_all(training_class: TrainingClass, *people: Person, at: datetime) -> None:
    marks = [
        Mark(session, person, posting_on(person, session.held_on), PRESENT)
        for session in training_class.sessions.select_related("training_class__organiser").all()
        for person in people
    ]
    attendance.record_many(marks=marks, by=SYSTEM, at=at)


def yunfu(at: datetime) -> None:
    """The series of 2022: 465 people, 5 rounds, 10 classes, 390 hours, 3,260 person-days."""
    places = _organisations(at)
    people, posts = _people(places, at)
    sessions = _sessions(_classes(places, at), at)
    marks = []
    for code, day, half, _name, number, _unit, _in, _out, state, *_ in _rows("签到表"):
        session = sessions[(code, day, half)]
        person = people[number]
        marks.append(
            Mark(session, person, posts[person.pk], AttendanceState.labelled(state) or PRESENT, reason="补")
        )
    attendance.record_many(marks=marks, by=SYSTEM, at=at)
    with connection.cursor() as cursor:
        # As after an import: what a vacuum between two tests found, empty tables, makes the next join take minutes.
        cursor.execute("ANALYZE")


def _rows(name: str) -> list[tuple[Any, ...]]:
    path = DATA / f"{name}.xlsx"
    sheet = read_workbook(path.read_bytes(), name=path.name).sheets[0]
    return [tuple(row) for row in sheet.rows[3:]]


def _organisations(at: datetime) -> dict[str, Organisation]:
    kinds = {
        "社工站": (OrganisationKind.STATION, Tier.TOWN),
        "社工点": (OrganisationKind.POINT, Tier.VILLAGE),
    }
    tiers = {"省": Tier.PROVINCE, "市": Tier.CITY, "县": Tier.COUNTY}
    made: dict[str, Organisation] = {}
    for name, tier, parent, code in _rows("组织机构"):
        kind, level = kinds.get(tier) or (OrganisationKind.BUREAU, tiers[tier])
        details = OrganisationDetails(name=name, kind=kind, tier=level, area_code=str(code or ""))
        made[name] = organisations.add(details=details, parent=made.get(parent), by=SYSTEM, at=at)
    school = OrganisationDetails(name="云浮市委党校", kind=OrganisationKind.SCHOOL)
    made[school.name] = organisations.add(details=school, parent=None, by=SYSTEM, at=at)
    return made


def _people(places: dict[str, Organisation], at: datetime) -> tuple[dict[str, Person], dict[int, Any]]:
    rows = [row for row in _rows("人员花名册") if row[3]]
    details = [PersonDetails(name=str(row[1]), identity_number=str(row[3])) for row in rows]
    people = persons.add_many(rows=details, organisation=None, by=SYSTEM, at=at)
    posts = [
        (person, PostingDetails(organisation=places[row[5]], starts_on=date(2020, 1, 1)))
        for person, row in zip(people, rows, strict=True)
    ]
    started = postings.start_many(rows=posts, by=SYSTEM, at=at)
    return (
        {row[3]: person for person, row in zip(people, rows, strict=True)},
        {post.person_id: post for post in started},
    )


def _classes(places: dict[str, Organisation], at: datetime) -> dict[str, TrainingClass]:
    rows = [
        ClassDetails(
            code=row[0], name=row[2], programme_name="双百工程", organiser=places[row[7]], report_year=int(row[1]),
            round_number=int(row[3]), starts_on=row[10], ends_on=row[11], provider=places[row[8]], is_historical=True,
        )
        for row in _rows("培训班台账")
    ]  # fmt: skip
    return {one.code: one for one in classes.add_many(rows=rows, by=SYSTEM, at=at)}


def _sessions(made: dict[str, TrainingClass], at: datetime) -> dict[tuple[str, date, str], ClassSession]:
    rows = []
    for code, day, half, starts, ends, minutes, topic, *_ in _rows("课程安排表"):
        half_day = HalfDay.labelled(half) or HalfDay.EVENING
        clock_times = time.fromisoformat(starts), time.fromisoformat(ends)
        rows.append((made[code], SessionDetails(day, half_day, *clock_times, int(minutes), topic)))
    found = classes.add_sessions(rows=rows, by=SYSTEM, at=at)
    return {(one.training_class.code, one.held_on, HalfDay(one.half_day).label): one for one in found}
