"""The demo's classes: one in session today, one filling up next week, and this year's finished one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from courses.lesson_querysets import published_courses
from courses.models import ClassSession, TrainingClass
from courses.services import attendance, class_courses, classes, enrolments, lecturers, sign_in
from courses.services.attendance import Mark
from courses.services.classes import ClassDetails, SessionDetails
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState, Audience, ClassKind, ClassState, HalfDay, Tier
from desks.services.demo.city import City
from organisations.authority import SYSTEM
from people.models import Person

MORNING = (HalfDay.MORNING, time(9, 0), time(12, 0))
AFTERNOON = (HalfDay.AFTERNOON, time(14, 30), time(17, 30))
TODAYS_SEATS = 30
NEXT_WEEKS_SEATS = 20
TAKEN_NEXT_WEEK = 17
SIGNED_IN_TODAY = 11
TAUGHT_BESIDE = "methods"  # the course that the class of today takes online


def build(city: City, *, cast: dict[str, Person], anchor: date, at: datetime) -> None:
    """Everything hangs on `anchor`: the class of today begins today and ends tomorrow."""
    workers = [person for staff in city.staff.values() for person in staff]
    _finished(city, workers[:24], anchor=anchor, at=at)
    _today(city, [cast["new-worker"], *workers[:23]], anchor=anchor, at=at)
    coming = [cast["deputy-head"], cast["studio-lead"], *workers[24:]][:TAKEN_NEXT_WEEK]
    _next_week(city, coming, anchor=anchor, at=at)


def _today(city: City, learners: list[Person], *, anchor: date, at: datetime) -> None:
    details = class_details(
        city, code="RJ-IN-TODAY", name="农村留守老人探访关爱专题班", starts_on=anchor, days=2
    )
    training_class = with_sessions(
        details, anchor, days=2, topics=("探访计划与风险识别", "陪伴沟通与资源链接"), at=at
    )
    enrolments.enrol_many(training_class=training_class, people=learners, by=SYSTEM, at=at)
    courses = [page.course for page in published_courses().filter(slug=TAUGHT_BESIDE)]
    class_courses.choose(training_class=training_class, courses=courses, by=SYSTEM, at=at)
    classes.set_state(training_class=training_class, state=ClassState.RUNNING, by=SYSTEM, at=at)
    session = first_session(training_class)
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    for person in learners[1 : 1 + SIGNED_IN_TODAY]:
        _mark(session, person, AttendanceState.PRESENT, at=at)


def _next_week(city: City, learners: list[Person], *, anchor: date, at: datetime) -> None:
    monday = anchor + timedelta(days=7 - anchor.weekday())
    details = class_details(
        city, code="RJ-NEXT", name="个案工作实务提升班", starts_on=monday, days=3, capacity=NEXT_WEEKS_SEATS
    )
    topics = ("个案接案与需求评估", "个案计划与介入", "个案评估与结案")
    training_class = with_sessions(details, monday, days=3, topics=topics, at=at)
    enrolments.enrol_many(training_class=training_class, people=learners, by=SYSTEM, at=at)


def _finished(city: City, learners: list[Person], *, anchor: date, at: datetime) -> None:
    start = anchor - timedelta(days=40 + anchor.weekday())
    details = class_details(
        city,
        code="RJ-DONE",
        name="社会救助政策与入户走访培训班",
        starts_on=start,
        days=2,
        state=ClassState.CLOSED,
    )
    training_class = with_sessions(details, start, days=2, topics=("社会救助政策", "入户走访与记录"), at=at)
    sessions = list(
        training_class.sessions.select_related("training_class__organiser", "training_class__provider")
    )
    for session in sessions:
        for place, person in enumerate(learners):
            state = AttendanceState.PRESENT
            if place == len(learners) - 1:
                state = AttendanceState.LEAVE
            elif place == len(learners) - 2 and session == sessions[0]:
                state = AttendanceState.ABSENT  # and asks for a late mark (see learning)
            _mark(session, person, state, at=at)


def class_details(
    city: City,
    *,
    code: str,
    name: str,
    starts_on: date,
    days: int,
    capacity: int = TODAYS_SEATS,
    state: ClassState = ClassState.OPEN,
) -> ClassDetails:
    return ClassDetails(
        code=f"{code}-{starts_on:%Y%m%d}",
        name=name,
        programme_name="榕江市社工站能力提升系列培训",
        organiser=city.at("榕江市民政局"),
        provider=city.at("榕江市同行社会工作服务中心"),
        report_year=starts_on.year,
        round_number=1,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        tier=Tier.CITY,
        audience=Audience.FRONT_LINE,
        kind=ClassKind.PROFESSIONAL,
        venue="榕江市委党校二号楼201",
        capacity=capacity,
        state=state,
    )


def with_sessions(
    details: ClassDetails, start: date, *, days: int, topics: tuple[str, ...], at: datetime
) -> TrainingClass:
    training_class = classes.add(details=details, by=SYSTEM, at=at)
    rows = []
    for number in range(days):
        for half_day, starts_at, ends_at in (MORNING, AFTERNOON):
            rows.append(
                (
                    training_class,
                    SessionDetails(
                        held_on=start + timedelta(days=number),
                        half_day=half_day,
                        starts_at=starts_at,
                        ends_at=ends_at,
                        minutes=180,
                        topic=topics[number % len(topics)],
                        lecturer="温教员",
                        lecturer_title="副教授",
                    ),
                )
            )
    named = lecturers.named([row for _class, row in rows], organiser=training_class.organiser)
    classes.add_sessions(rows=[(training_class, row) for row in named], by=SYSTEM, at=at)
    return training_class


def first_session(training_class: TrainingClass) -> ClassSession:
    return training_class.sessions.select_related(
        "training_class__organiser", "training_class__provider"
    ).order_by("held_on", "starts_at")[0]


def _mark(session: ClassSession, person: Person, state: AttendanceState, *, at: datetime) -> None:
    posting = attendance.posting_on(person, session.held_on)
    attendance.mark(
        mark=Mark(
            session, person, posting, state, note="事假" if state == AttendanceState.LEAVE else "",
            way=SignInWay.SCAN if state == AttendanceState.PRESENT else SignInWay.HAND,
        ),
        by=SYSTEM,
        at=at,
    )  # fmt: skip
