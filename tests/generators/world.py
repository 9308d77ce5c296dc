"""Two counties with one of everything that an address can name, all of it in the first county."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from assessment.services import attempts
from certification.querysets import all_certificates, all_periods
from certification.services import registrations
from cms.models import SiteImage
from core import clock, events
from courses import overview
from courses.lesson_querysets import lessons_of
from courses.models import ClassSession, LessonPage
from courses.pace_querysets import all_pace_notes
from courses.services import (
    attendance,
    class_teachers,
    course_content,
    enrolments,
    late_marks,
    lessons,
    name_call,
    online,
    paper,
    personal_code,
    sign_in,
)
from courses.services.paper import PaperRow
from courses.words import AttendanceState, HalfDay
from desks.services import saved_views
from inbox.querysets.messages import all_messages
from inbox.services import complaints
from inbox.services.complaints import Said
from inbox.words import ComplaintCategory
from mentorship.models import GroupMeeting, Studio
from mentorship.querysets import all_confirmations
from mentorship.services import meetings, studios
from mentorship.services.meetings import Participant
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import NOBODY, SYSTEM
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind, Tier
from people.models import Person
from people.querysets import all_grants, all_postings
from people.services import access_requests, accounts, paper_codes, persons, postings
from people.services.access_requests import Asked
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import filings
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.generators.admissions import applied, away
from tests.generators.bank import bank_things
from tests.generators.class_endings import class_endings
from tests.generators.class_papers import class_papers
from tests.generators.contents import contents
from tests.generators.contracted import contracted
from tests.generators.coursework import work_handed_in
from tests.generators.filings import begun, filed, imported, prepared, staged, stamped, started_reading
from tests.generators.papers import papers_set
from tests.generators.planned import planned
from tests.generators.received import received_things
from tests.logins import came_in
from tests.recordings import a_video

FOUNDED = date(2026, 1, 5)
EVERYBODY = (
    "worker", "other_worker", "station_head", "supervisor", "studio_lead", "liaison", "class_teacher", "officer",
    "department", "other_officer", "city", "reader", "editor", "operator", "appointed",
)  # fmt: skip
NEWCOMERS_PHONE = "13911110001"  # on the roster, and no account yet
OTHER_COUNTY = frozenset({"other_officer"})


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
        return client if persona == "anonymous" else came_in(client, self.people[persona].account)


def build(places: Places, cast: Cast, at: datetime) -> World:
    world = World(places, cast, at)
    _people(world)
    _classes(world)
    _studio(world)
    _course(world)
    said = Said(ComplaintCategory.COMPLAINT, "签到页面打不开", page="/classes/")
    world.things |= work_handed_in(world)
    world.things["complaint"] = complaints.file(said=said, at=at)
    world.things |= contents(places.station, head=world.people["station_head"], cast=cast, at=at)
    world.things |= bank_things(at)
    world.things |= papers_set(places.county, world.people["worker"], world.training_class, at=at)
    world.things |= planned(world.people["worker"], at=at)
    worker = world.people["worker"]
    world.things |= applied(worker, places, by=cast.by(worker), at=at)
    world.things |= away(world.training_class, world.colleague, by=cast.by(world.colleague), at=at)
    world.things |= class_papers(world.training_class, worker, places, cast, at=at)
    world.things |= contracted(places, at=at)
    world.things |= class_endings(worker, places, at=at)
    world.things["told"] = all_messages().newest_first().filter(person=world.people["worker"])[0]
    world.things["filing"] = filed(places.county, at=at)
    officer = cast.by(world.people["officer"])
    world.things["filing_draft"] = begun(places.county, by=officer, at=at)
    world.things["stamped"] = stamped(world.things["filing"], at=at)
    view = {"name": "本县退回的", "address": "/filings/?state=returned"}
    world.things["saved_view"] = saved_views.save(**view, by=cast.by(world.people["officer"]), at=at)
    world.things["prepared_file"] = prepared(world.people["officer"], cast, at=at)
    world.things["changed_filing"] = _changed_filing(world)
    world.things |= received_things(places, at=at)
    world.things["batch"] = staged(places.county, at=at)
    world.things["imported"] = imported(places.county, at=at)
    world.things["job"] = started_reading(places.county, by=cast.by(world.people["officer"]), at=at)
    return world


def _changed_filing(world: World) -> Filing:
    """A filing of some days, and a late mark in them afterwards: there is something to correct."""
    past: ClassSession = world.past
    period = Period(past.held_on, past.held_on)
    filing = filings.file(organisation=world.places.county, period=period, unit=None, by=SYSTEM, at=world.at)
    mark = attendance.Mark(past, world.colleague, None, AttendanceState.LATE_MARK, reason="补录纸质签到表")
    attendance.mark(mark=mark, by=SYSTEM, at=world.at)
    return filing


def _people(world: World) -> None:
    cast, places, people = world.cast, world.places, world.people
    people["worker"] = cast.worker("陈小燕", places.station)
    people["other_worker"] = cast.worker("黄建国", places.other_station)
    people["studio_lead"] = cast.worker("梁文珍", places.station)
    people["liaison"] = cast.worker("冯秀兰", places.station)
    people["appointed"] = cast.worker("何班主任", places.school)
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
        ("operator", Role.OPERATOR, places.city),
    ):
        people[persona] = cast.with_role(f"角色{persona}"[:8], role, place)
    for person in people.values():
        cast.account(person)
    colleague = cast.worker("李秋月", places.station)
    accounts.open_demo_account(person=colleague, username="demo-new-worker", by=SYSTEM, at=world.at)
    # The same worker typed in twice, the second time without an identity number.
    twin = persons.add(
        details=PersonDetails(name="陈小燕"), organisation=places.station, by=SYSTEM, at=world.at
    )
    held = PostingDetails(organisation=places.station, starts_on=FOUNDED)
    postings.start(person=twin, details=held, by=SYSTEM, at=world.at)
    details = OrganisationDetails(
        name="东湖县新桥镇社工站", kind=OrganisationKind.STATION, tier=Tier.TOWN, area_code="990121109"
    )
    newcomer = persons.add(
        details=PersonDetails(name="谭小芳", phone=NEWCOMERS_PHONE),
        organisation=places.station, by=SYSTEM, at=world.at,
    )  # fmt: skip
    postings.start(person=newcomer, details=held, by=SYSTEM, at=world.at)
    asked = Asked(name="申请人", organisation=places.station, post="社工")
    world.things["access_request"] = access_requests.ask(
        asked=asked, phone="13911110002", by=NOBODY, at=world.at
    )
    world.things["paper_code"], _digits = paper_codes.issue(person=newcomer, by=SYSTEM, at=world.at)
    empty_station = organisations.add(details=details, parent=places.county, by=SYSTEM, at=world.at)
    world.things |= {
        "empty_station": empty_station,
        "twin": twin,
        "colleague": colleague,
        "posting": all_postings().get(person=people["worker"]),
        "grant": all_grants().get(person=people["station_head"]),
    }


def webinar(name: str, on: date) -> bytes:
    """A list as a meeting's software exports it."""
    return f"昵称,加入时间,离开时间\n{name},{on} 09:00,{on} 12:00\n".encode()


def _classes(world: World) -> None:
    at, worker = world.at, world.people["worker"]
    today = clock.date_of(at)
    dates = {"starts_on": today, "ends_on": today + timedelta(days=2)}
    training_class = open_class(world.places.county, at, provider=world.places.school, **dates)
    past = session_of(training_class, at, held_on=today - timedelta(days=3))
    waiting = session_of(training_class, at, held_on=today + timedelta(days=1))
    session = session_of(training_class, at, held_on=today)
    unopened = session_of(training_class, at, held_on=today, half_day=HalfDay.AFTERNOON)
    for person in (worker, world.colleague):
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    session = sign_in.open_session(session=session, by=SYSTEM, at=at)
    asked = late_marks.ask(session=past, person=worker, reason="没有扫到码", by=world.cast.by(worker), at=at)
    signed_in = world.people["studio_lead"]
    attendance.sign_in(session=session, person=signed_in, by=world.cast.by(signed_in), at=at)
    sheet = paper.type_sheet(
        session=past, rows=[PaperRow(worker, AttendanceState.ABSENT)], content=b"%PDF-1.4\n%%EOF\n",
        reason="会场没有网络", by=SYSTEM, at=at,
    )  # fmt: skip
    content = webinar(world.colleague.name, past.held_on)
    listed = online.read_list(session=past, content=content, name="参会名单.csv", by=SYSTEM, at=at)
    called = name_call.call_names(session=session, count=1, by=SYSTEM, at=at)
    code = sign_in.code_of(session, timing=sign_in.timing_for(session), at=at)
    appointment = class_teachers.appoint(
        training_class=training_class, person=world.people["appointed"], starts_on=today,
        last_on=today + timedelta(days=2), by=SYSTEM, at=at,
    )  # fmt: skip
    world.things |= {
        "appointment": appointment,
        "training_class": training_class, "session": session, "waiting": waiting, "unopened": unopened,
        "past": past, "asked": asked, "paper_sheet": sheet, "online_list": listed, "name_call": called,
        "personal_code": personal_code.code_of(
            worker, timing=personal_code.timing_for(worker, at=at), at=at
        ),
        "code": code, "empty_class": open_class(world.places.county, at, code="2026-02", **dates),
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
    theirs = all_confirmations().get(meeting=meeting, person=world.colleague)
    meetings.object_to(confirmation=theirs, text="我只到了一半", by=world.cast.by(world.colleague), at=at)
    world.things |= {
        "studio": studio, "group": group, "meeting": meeting, "confirmation": mine, "objected": theirs,
    }  # fmt: skip


def _course(world: World) -> None:
    """The worker has finished the course and holds its certificate; the colleague has not begun."""
    at, worker = world.at, world.people["worker"]
    course = course_content.load(
        folder=settings.ROOT / "courses" / "content" / "pre_service", by=SYSTEM, at=at
    )
    by = world.cast.by(worker)
    pages = [LessonPage.objects.get(pk=page.pk) for page in lessons_of(course)]
    for number, page in enumerate(pages):  # four a day: one day does not take them all
        answers = {version.pk: version.right_keys for version in overview.asked_in(page)}
        evening = at - timedelta(days=5 - number // 4)
        lessons.hand_in(page=page, person=worker, answers=answers, by=by, at=evening)
    events.deliver_pending()
    passed = world.people["liaison"]  # answered everything right on a day that took no more minutes
    check, right = (
        pages[0].lesson.check_asked,
        {one.pk: one.right_keys for one in overview.asked_in(pages[0])},
    )
    attempts.hand_in(check=check, person=passed, answers=right, area_code="", at=at)
    period = registrations.PeriodDetails(
        level=registrations.RegistrationLevel.ASSISTANT, kind=registrations.RegistrationKind.FIRST,
        starts_on=date(2025, 7, 1), ends_on=date(2028, 7, 1),
    )  # fmt: skip
    registrations.add(person=worker, details=period, by=SYSTEM, at=at)
    world.things |= {
        "pace_note": all_pace_notes().filter(person=worker).earliest("pk"),
        "checked": pages[0].lesson, "recording": a_video(at=at),
        "picture": SiteImage.objects.all()[0].get_rendition("width-720").file.name,
        "course": course.course, "lesson": pages[0].lesson, "lesson_page": pages[0],
        "certificate": all_certificates().get(person=worker), "period": all_periods().get(person=worker),
    }  # fmt: skip
