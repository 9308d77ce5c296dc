"""The demo's classes before they begin: shared seats with a waiting list, applications to answer, plans, a cancelled one;
and a webinar of yesterday whose list of guests waits for somebody's eyes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from courses.models import TrainingClass
from courses.services import applications, classes, enrolments, online, quotas
from courses.services.quotas import Share, Terms
from courses.words import AdmissionMode, ClassState, DeliveryMode
from desks.services.demo.city import City
from desks.services.demo.training import class_details, first_session, with_sessions
from organisations.authority import SYSTEM
from people.authority import authority_of
from people.models import Person

STATION = "东湖县青石镇社工站"
# Code, name, state, days until it begins.
TO_COME = (
    ("RJ-PLAN", "社区矫正对象帮扶培训班", ClassState.PLANNED, 75),
    ("RJ-FILING", "困境儿童家庭探访培训班", ClassState.FILING, 54),
    ("RJ-FILED", "社区治理与居民议事培训班", ClassState.FILED, 40),
)
FILING_NUMBER = "榕民训备〔%d〕7号"


def build(city: City, *, cast: dict[str, Person], anchor: date, at: datetime) -> None:
    """Everything hangs on `anchor`."""
    for code, name, state, days in TO_COME:
        number = FILING_NUMBER % anchor.year if state == ClassState.FILED else ""
        _class(city, code, name, anchor + timedelta(days=days), state=state, filing_number=number, at=at)
    _shared_seats(city, cast["deputy-head"], anchor=anchor, at=at)
    _applications(city, anchor=anchor, at=at)
    off = _class(city, "RJ-OFF", "社会组织财务规范培训班", anchor + timedelta(days=12), at=at)
    classes.cancel(training_class=off, reason="与全市年检时间冲突，改在下半年办", by=SYSTEM, at=at)
    _webinar(city, anchor=anchor, at=at)


def _shared_seats(city: City, head: Person, *, anchor: date, at: datetime) -> None:
    """Three seats for each of two counties; the deputy head nominates her whole station, and two of it wait."""
    held = _class(city, "RJ-SHARES", "小组工作带领技巧班", anchor + timedelta(days=20), capacity=6, at=at)
    shares = [Share(city.at("东湖县民政局"), 3), Share(city.at("西山县民政局"), 3)]
    quotas.set_quotas(training_class=held, shares=shares, by=SYSTEM, at=at)
    by = authority_of(head, on=anchor)
    applications.nominate_many(training_class=held, people=city.staff[STATION], by=by, at=at)
    there = city.staff["西山县云岭镇社工站"][0]
    applications.apply(training_class=held, person=there, by=authority_of(there, on=anchor), at=at)


def _applications(city: City, *, anchor: date, at: datetime) -> None:
    """Whoever asks is answered one by one: one has a place, one was declined, two wait for the officer's answer."""
    held = _class(city, "RJ-ASKED", "未成年人保护个案研讨班", anchor + timedelta(days=27), capacity=12, at=at)
    terms = Terms(mode=AdmissionMode.APPROVAL)
    quotas.set_terms(training_class=held, terms=terms, by=SYSTEM, at=at)
    asking = city.staff["南溪区渡口镇社工站"][:4]
    for person in asking:
        applications.apply(training_class=held, person=person, by=authority_of(person, on=anchor), at=at)
    applications.approve(training_class=held, people=asking[:1], by=SYSTEM, at=at)
    applications.decline(
        training_class=held, person=asking[1], reason="同一时间已安排您参加个案工作班", by=SYSTEM, at=at
    )


def _webinar(city: City, *, anchor: date, at: datetime) -> None:
    """Four were on the line: under a name, a name with its place, a nickname, and somebody whom nobody expects."""
    day = anchor - timedelta(days=1)
    held = _class(
        city, "RJ-ONLINE", "线上督导案例研讨", day, days=1, venue="线上会议",
        delivery_mode=DeliveryMode.ONLINE, at=at,
    )  # fmt: skip
    people = city.staff["北桥市石桥镇社工站"]
    enrolments.enrol_many(training_class=held, people=people, by=SYSTEM, at=at)
    classes.set_state(training_class=held, state=ClassState.RUNNING, by=SYSTEM, at=at)
    names = (people[0].name, f"石桥镇-{people[1].name}", f"{people[2].name[0]}老师", "iPhone用户")
    rows = "".join(f"{name},{day} 09:0{place},{day} 12:00\n" for place, name in enumerate(names))
    online.read_list(
        session=first_session(held), content=f"昵称,加入时间,离开时间\n{rows}".encode(), name="参会名单.csv",
        by=SYSTEM, at=at,
    )  # fmt: skip


def _class(
    city: City,
    code: str,
    name: str,
    starts_on: date,
    *,
    at: datetime,
    days: int = 2,
    capacity: int = 30,
    state: ClassState = ClassState.OPEN,
    **more: Any,
) -> TrainingClass:
    usual = class_details(
        city, code=code, name=name, starts_on=starts_on, days=days, capacity=capacity, state=state
    )
    details = replace(usual, **more)
    topics = (f"{name}：方法", f"{name}：演练")
    return with_sessions(details, starts_on, days=days, topics=topics, at=at)
