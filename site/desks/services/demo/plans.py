"""Training plans at work: somebody on leave, a justice worker at the gate, a class that helps new workers on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from courses.plan_words import PauseKind
from courses.services import classes, enrolments, plan_decisions
from courses.services import plans as plan_service
from courses.services.classes import ClassDetails, SessionDetails
from courses.services.plan_decisions import Grounds
from courses.words import Audience, ClassKind, ClassState, HalfDay, Tier
from desks.services.demo.city import City, new_person
from organisations.authority import SYSTEM
from people.models import Person

DAYS_UNTIL_CLASS = 9
TOPICS = ("岗位职责与工作守则", "社会救助政策", "入户走访", "文书写作")


def build(city: City, *, anchor: date, at: datetime) -> None:
    """Load the shipped plans, ask them of everybody, and decide a few things as an officer would."""
    justice = new_person(
        serial=951, name="韦静怡", organisation=city.at("东湖县青石镇社工站"),
        hired_on=anchor - timedelta(days=520), title="司法社工", at=at,
    )  # fmt: skip
    new_person(
        serial=952, name="汤志明", organisation=city.at("东湖县柳桥镇社工站"),
        hired_on=anchor - timedelta(days=75), title="全科社工", at=at,
    )  # fmt: skip
    _class_for_new_workers(city, anchor=anchor, at=at)
    plan_service.load(by=SYSTEM, at=at)
    plan_service.assign(by=SYSTEM, at=at)
    _decide(city, justice, anchor=anchor, at=at)
    plan_service.recompute(by=SYSTEM, at=at)


def _decide(city: City, justice: Person, *, anchor: date, at: datetime) -> None:
    """The gate is half open, one new worker is on leave, another brought a certificate along."""
    paper = Grounds("聘用单位查询后交来", "查询结果告知函，原件存本单位档案")
    month_ago = anchor - timedelta(days=30)
    plan_decisions.accept(
        person=justice, code="justice-worker", key="background-check", day=month_ago, last_day=None, minutes=None,
        grounds=paper, by=SYSTEM, at=at,
    )  # fmt: skip
    newest = [staff[-1] for staff in city.staff.values()]
    plan_decisions.pause(
        person=newest[2], kind=PauseKind.LEAVE, first_day=month_ago, last_day=None,
        grounds=Grounds("按规定休假", "请假审批单"), by=SYSTEM, at=at,
    )  # fmt: skip
    plan_decisions.accept(
        person=newest[1], code="pre-service", key="hours", day=month_ago, last_day=None, minutes=720,
        grounds=Grounds("入职前在省里参加过岗前班", "结业证书复印件"), by=SYSTEM, at=at,
    )  # fmt: skip


def _class_for_new_workers(city: City, *, anchor: date, at: datetime) -> None:
    starts_on = anchor + timedelta(days=DAYS_UNTIL_CLASS)
    held = classes.add(
        details=ClassDetails(
            code=f"DH-PRE-{starts_on:%Y%m%d}", name="东湖县新入职社工岗前培训班", programme_name="东湖县岗前培训",
            organiser=city.at("东湖县民政局"), report_year=starts_on.year, round_number=1, starts_on=starts_on,
            ends_on=starts_on + timedelta(days=len(TOPICS) - 1), tier=Tier.COUNTY, audience=Audience.NEW_WORKER,
            kind=ClassKind.PRE_SERVICE, venue="东湖县社会组织孵化基地", capacity=30, state=ClassState.OPEN,
        ),
        by=SYSTEM, at=at,
    )  # fmt: skip
    rows = [
        (held, SessionDetails(
            held_on=starts_on + timedelta(days=day), half_day=half_day, starts_at=starts_at, ends_at=ends_at,
            minutes=180, topic=topic, lecturer="温教员", lecturer_title="副教授",
        ))
        for day, topic in enumerate(TOPICS)
        for half_day, starts_at, ends_at in (
            (HalfDay.MORNING, time(9, 0), time(12, 0)), (HalfDay.AFTERNOON, time(14, 30), time(17, 30)),
        )
    ]  # fmt: skip
    classes.add_sessions(rows=rows, by=SYSTEM, at=at)
    others = [staff[-1] for staff in list(city.staff.values())[3:9]]
    enrolments.enrol_many(training_class=held, people=others, by=SYSTEM, at=at)
