"""Two counties with one of everything that an address can name, all of it in the first county."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from tests.generators.filings import filed, staged

from certification.querysets import all_certificates, all_periods
from certification.services import registrations
from core import events
from courses import overview
from courses.lesson_querysets import lessons_of
from courses.models import LessonPage
from courses.services import course_content, enrolments, late_marks, lessons, sign_in
from mentorship.models import GroupMeeting, Studio
from mentorship.querysets import all_confirmations
from mentorship.services import meetings, studios
from mentorship.services.meetings import Participant
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.querysets import all_grants, all_postings
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of

FOUNDED = date(2026, 1, 5)
EVERYBODY = (
    "worker", "other_worker", "station_head", "supervisor", "studio_lead", "liaison", "class_teacher", "officer",
    "department", "other_officer", "city", "reader", "editor",
)  # fmt: skip
OTHER_COUNTY = frozenset({"other_worker", "other_officer"})


@dataclass
class World:
    """`people` by persona; the rest is what addresses name."""

    places: Places
    cast: Cast
    at: datetime
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, persona: str) -> Client:
        client = Client()
        if persona != "anonymous":
            client.force_login(self.people[persona].account)
        return client


def build(places: Places, cast: Cast, at: datetime) -> World:
    world = World(places, cast, at)
    _people(world)
    _classes(world)
    _studio(world)
    _course(world)
    world.things["filing"] = filed(places.county, at=at)
    world.things["batch"] = staged(at=at)
    return world


def _people(world: World) -> None:
    cast, places, people = world.cast, world.places, world.people
    people["worker"] = cast.worker("陈小燕", places.station)
    people["other_worker"] = cast.worker("黄建国", places.other_station)
    people["studio_lead"] = cast.worker("梁文珍", places.station)
    people["liaison"] = cast.worker("冯秀兰", places.station)
    for persona, role, place in (
        ("station_head", Role.STATION_HEAD, places.station),
        ("supervisor", Role.SUPERVISOR, places.county),
        ("class_teacher", Role.CLASS_TEACHER, places.school),
        ("officer", Role.OFFICER, places.county),
        ("department", Role.OFFICER, places.department),
        ("other_officer", Role.OFFICER, places.other_county),
        ("city", Role.OFFICER, places.city),
        ("reader", Role.READER, places.province),
        ("editor", Role.EDITOR, places.city),
    ):
        people[persona] = cast.with_role(f"角色{persona}"[:8], role, place)
    for person in people.values():
        cast.account(person)
    colleague = cast.worker("李秋月", places.station)
    world.things |= {
        "colleague": colleague,
        "posting": all_postings().get(person=people["worker"]),
        "grant": all_grants().get(person=people["station_head"]),
    }


def _classes(world: World) -> None:
    at, worker = world.at, world.people["worker"]
    training_class = open_class(world.places.county, at, provider=world.places.school)
    past = session_of(training_class, at, held_on=at.date() - timedelta(days=3))
    waiting = session_of(training_class, at, held_on=at.date() + timedelta(days=1))
    session = session_of(training_class, at)
    for person in (worker, world.colleague):
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    session = sign_in.open_session(session=session, by=SYSTEM, at=at)
    asked = late_marks.ask(session=past, person=worker, reason="没有扫到码", by=world.cast.by(worker), at=at)
    code = sign_in.code_of(session, timing=sign_in.timing_for(session), at=at)
    world.things |= {
        "training_class": training_class, "session": session, "waiting": waiting, "past": past, "asked": asked,
        "code": code, "empty_class": open_class(world.places.county, at, code="2026-02"),
    }  # fmt: skip


def _studio(world: World) -> None:
    at, people, county = world.at, world.people, world.places.county
    studio: Studio = studios.add(details=StudioDetails("东湖工作室"), founders=[county], by=SYSTEM, at=at)
    for persona, role in (("studio_lead", StudioRole.LEAD), ("liaison", StudioRole.LIAISON)):
        member = Membership(people[persona], role, county, FOUNDED)
        studios.add_member(studio=studio, member=member, by=SYSTEM, at=at)
    group = studios.add_group(studio=studio, name="第一小组", by=SYSTEM, at=at)
    for worker in (people["worker"], world.colleague):
        studios.add_worker(group=group, person=worker, starts_on=FOUNDED, by=SYSTEM, at=at)
    by = world.cast.by(people["studio_lead"])
    held_on = at.date() - timedelta(days=4)
    meeting: GroupMeeting = meetings.record(
        group=group,
        details=meetings.MeetingDetails(
            held_on=held_on, starts_at=datetime.min.time().replace(hour=15), minutes=60, topic="走访准备"
        ),
        participants=[Participant(people["worker"], 60), Participant(world.colleague, 60)],
        by=by,
        at=at,
    )
    mine = all_confirmations().get(meeting=meeting, person=people["worker"])
    world.things |= {"studio": studio, "group": group, "meeting": meeting, "confirmation": mine}


def _course(world: World) -> None:
    """The worker has finished the course and holds its certificate; the colleague has not begun."""
    at, worker = world.at, world.people["worker"]
    course = course_content.load(
        folder=settings.ROOT / "courses" / "content" / "pre_service", by=SYSTEM, at=at
    )
    by = world.cast.by(worker)
    pages = [LessonPage.objects.get(pk=page.pk) for page in lessons_of(course)]
    for page in pages:
        answers = {version.pk: version.right_keys for version in overview.asked_in(page)}
        lessons.hand_in(page=page, person=worker, answers=answers, by=by, at=at - timedelta(days=5))
    events.deliver_pending()
    period = registrations.PeriodDetails(
        level=registrations.RegistrationLevel.ASSISTANT, kind=registrations.RegistrationKind.FIRST,
        starts_on=date(2025, 7, 1), ends_on=date(2028, 7, 1),
    )  # fmt: skip
    registrations.add(person=worker, details=period, by=SYSTEM, at=at)
    world.things |= {
        "course": course.course, "lesson": pages[0].lesson, "lesson_page": pages[0],
        "certificate": all_certificates().get(person=worker), "period": all_periods().get(person=worker),
    }  # fmt: skip
