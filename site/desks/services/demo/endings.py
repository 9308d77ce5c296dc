"""The demo's classes at their end: one is being assessed, one completed and paid for, one lies in the archive."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core import clock
from courses.dossier_querysets import missing_of
from courses.evaluation_words import EvaluationPart
from courses.models import ClassSession, TrainingClass
from courses.rules.completion import Terms
from courses.services import (
    attendance,
    classes,
    completion,
    contracts,
    dossiers,
    enrolments,
    evaluations,
    outside_learners,
    roll_call,
    sign_in,
)
from courses.services.attendance import Mark
from courses.services.contracts import BudgetRow, ContractDetails
from courses.services.evaluations import Answer
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState, ClassState
from desks.services.demo.city import City
from desks.services.demo.training import class_details, with_sessions
from organisations.authority import SYSTEM
from people.authority import authority_of
from people.models import Person

EARLY, LATE = timedelta(minutes=10), timedelta(minutes=35)
ANSWERS = (5, 5, 4, 5, 4, 3, 5)  # each answer gives one mark to every part
WORDS = "案例很贴近站里的工作，希望多留讨论时间。"
MONEY = (
    BudgetRow("师资费", 960_000, 840_000),
    BudgetRow("场地费", 200_000, 200_000),
    BudgetRow("资料费", 60_000, 48_500),
)
MISSING = "原件在纸质卷宗里，已核对"


def build(city: City, *, anchor: date, at: datetime) -> None:
    """Whole weeks before `anchor`, on Mondays, so that nobody is in two classes at once."""
    monday = anchor - timedelta(days=anchor.weekday())
    _assessed(city, monday - timedelta(weeks=1))
    _completed(city, monday - timedelta(weeks=8), at=at)
    _archived(city, monday - timedelta(weeks=17))


def _assessed(city: City, start: date) -> None:
    """Everybody came; two by the roll-call. The evaluation is open."""
    held = _class(city, "RJ-ASSESSED", "困境儿童个案评估培训班", start, _colleagues(city, place=1, count=8))
    people = _listed(held)
    for session in _sessions(held):
        sign_in.open_session(session=session, by=SYSTEM, at=_before(session))
        for person in people[2:]:
            attendance.sign_in(session=session, person=person, by=SYSTEM, at=_before(session))
        for person in people[:2]:
            roll_call.tick(
                session=session, person=person, state=AttendanceState.PRESENT, waited=False, by=SYSTEM,
                at=_before(session),
            )  # fmt: skip
        _close(session, heads=len(people))
    _step(held, ClassState.CLOSED, start + timedelta(days=1))
    _step(held, ClassState.ASSESSING, start + timedelta(days=2))


def _completed(city: City, start: date, *, at: datetime) -> None:
    """With conditions of its own: one came late, one has a late mark, one came to nothing but the first morning."""
    held = _class(
        city, "RJ-COMPLETED", "社会救助对象探访培训班", start, _colleagues(city, place=3, count=10), days=2
    )
    outside_learners.add_many(
        training_class=held, people=[("孟阿姨", "青石镇义工队")], by=SYSTEM, at=_at(start, time(9))
    )
    terms = Terms(attendance_percent=75, needs_test=False, needs_assignments=False)
    completion.set_terms(training_class=held, terms=terms, by=SYSTEM, at=_at(start, time(8)))
    people, (first, *others) = _listed(held), _sessions(held)
    _sign(first, people[1:], late=people[1])
    _late_mark(first, people[0])
    for session in others:
        _sign(session, people[:-1])
    _step(held, ClassState.CLOSED, start + timedelta(days=2))
    _evaluate(held, people, on=start + timedelta(days=3))
    _step(held, ClassState.COMPLETED, start + timedelta(days=25))
    _pay(held, start=start, at=at)


def _archived(city: City, start: date) -> None:
    """An older one, brought in from its paper."""
    held = _class(city, "RJ-ARCHIVED", "社工站档案管理培训班", start, _colleagues(city, place=2, count=8))
    day_after = _at(start + timedelta(days=1), time(10))
    marks = [
        Mark(session, person, attendance.posting_on(person, session.held_on), AttendanceState.PRESENT)
        for session in _sessions(held)
        for person in _listed(held)
    ]
    attendance.record_many(marks=marks, by=SYSTEM, at=day_after)
    _step(held, ClassState.CLOSED, start + timedelta(days=1))
    _step(held, ClassState.COMPLETED, start + timedelta(days=20))
    contracts.set_budget(training_class=held, rows=MONEY[:1], by=SYSTEM, at=day_after)
    reasons = {line.item: MISSING for line in missing_of(held)}
    later = _at(start + timedelta(days=30), time(10))
    dossiers.archive(training_class=held, reasons=reasons, by=SYSTEM, at=later)


def _pay(held: TrainingClass, *, start: date, at: datetime) -> None:
    contract = ContractDetails(
        document_number=f"榕民购〔{start.year}〕3号", contracted_minutes=720, amount_fen=1_220_000,
        money_source=f"{start.year}年市级培训经费", signed_on=start - timedelta(days=20),
    )  # fmt: skip
    contracts.set_contract(training_class=held, details=contract, by=SYSTEM, at=at)
    contracts.set_budget(training_class=held, rows=MONEY, by=SYSTEM, at=at)
    contracts.accept(
        training_class=held, accepted_on=start + timedelta(days=28), note="按合同完成", by=SYSTEM, at=at
    )


def _evaluate(held: TrainingClass, people: list[Person], *, on: date) -> None:
    for place, (person, mark) in enumerate(zip(people, ANSWERS, strict=False)):
        given = Answer(
            marks=dict.fromkeys(EvaluationPart, mark), lecturers={"温教员": mark},
            words="" if place else WORDS,
        )  # fmt: skip
        by = authority_of(person, on=on)
        evaluations.answer(training_class=held, person=person, given=given, by=by, at=_at(on, time(20)))


def _sign(session: ClassSession, people: list[Person], *, late: Person | None = None) -> None:
    sign_in.open_session(session=session, by=SYSTEM, at=_before(session))
    for person in people:
        came = _begins(session) + LATE if person == late else _before(session)
        attendance.sign_in(session=session, person=person, by=SYSTEM, at=came)
    _close(session, heads=len(people))


def _late_mark(session: ClassSession, person: Person) -> None:
    wanted = Mark(
        session,
        person,
        None,
        AttendanceState.LATE_MARK,
        reason="手机没电，签了纸质签到表",
        way=SignInWay.HAND,
    )
    attendance.mark(mark=wanted, by=SYSTEM, at=_begins(session) + timedelta(hours=5))


def _close(session: ClassSession, *, heads: int) -> None:
    sign_in.close_session(
        session=session, head_count=heads, note="", by=SYSTEM, at=_begins(session) + timedelta(hours=1)
    )


def _class(
    city: City, code: str, name: str, start: date, people: list[Person], *, days: int = 1
) -> TrainingClass:
    """With everybody on its list, and running."""
    before = _at(start - timedelta(days=10), time(10))
    details = class_details(city, code=code, name=name, starts_on=start, days=days)
    held = with_sessions(details, start, days=days, topics=(f"{name}：方法", f"{name}：演练"), at=before)
    enrolments.enrol_many(training_class=held, people=people, by=SYSTEM, at=before)
    _step(held, ClassState.RUNNING, start)
    return held


def _step(held: TrainingClass, state: ClassState, on: date) -> None:
    classes.set_state(training_class=held, state=state, by=SYSTEM, at=_at(on, time(8, 30)))
    held.refresh_from_db(fields=["state"])


def _colleagues(city: City, *, place: int, count: int) -> list[Person]:
    """One of each station, never whoever is new. Last week those of place 2 and 3 may have met with a studio."""
    return [staff[place] for staff in city.staff.values()][:count]


def _listed(held: TrainingClass) -> list[Person]:
    return [one.person for one in held.enrolments.select_related("person").order_by("pk")]


def _sessions(held: TrainingClass) -> list[ClassSession]:
    return list(held.sessions.select_related("training_class__organiser", "training_class__provider"))


def _begins(session: ClassSession) -> datetime:
    return _at(session.held_on, session.starts_at)


def _before(session: ClassSession) -> datetime:
    return _begins(session) - EARLY


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, clock.SHANGHAI)
