"""Learners are told what others decided about their place, day or mark; and nothing that they did themselves."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from courses.models import TrainingClass
from courses.services import classes, enrolments, late_marks
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, details, open_class, session_details, session_of
from tests.inbox.heard import told_to


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def training_class(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at)


@pytest.fixture
def page(training_class: TrainingClass) -> str:
    return f"/classes/{training_class.public_id}/"


def test_being_put_on_a_list_is_told_and_enrolling_oneself_is_not(
    training_class: TrainingClass, worker: Person, places: Places, cast: Cast, at: datetime, page: str
) -> None:
    other = cast.worker("李秋月", places.station)
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    enrolments.enrol(training_class=training_class, person=other, by=cast.by(other), at=at)
    assert told_to(worker) == [("您已被录取到“岗前培训班2026-01”。", page)]
    assert told_to(other) == []


def test_a_place_taken_away_is_told_and_leads_where_one_may_go(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime
) -> None:
    enrolments.enrol(training_class=training_class, person=worker, by=cast.by(worker), at=at)
    enrolments.withdraw(training_class=training_class, person=worker, by=SYSTEM, at=at)
    assert told_to(worker) == [("主办单位为您办理了“岗前培训班2026-01”的退班。", "/classes/")]


def test_a_late_mark_is_told_with_its_answer(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime, page: str
) -> None:
    enrolments.enrol(training_class=training_class, person=worker, by=cast.by(worker), at=at)
    by = cast.by(worker)
    for days, decide in ((2, "approve"), (1, "decline")):
        session = session_of(training_class, at, held_on=TODAY - timedelta(days=days))
        asked = late_marks.ask(session=session, person=worker, reason="没有扫到码", by=by, at=at)
        answer = {"answer": "当天没有到"} if decide == "decline" else {}
        getattr(late_marks, decide)(request=asked, by=SYSTEM, at=at, **answer)
    assert told_to(worker) == [
        ("“岗前培训班2026-01”的补签已同意，学时已计入。", page),
        ("“岗前培训班2026-01”的补签没有同意，原因写在班次页面。", page),
    ]


def test_whoever_has_a_place_is_told_of_days_that_move_and_of_nothing_else(
    training_class: TrainingClass, worker: Person, places: Places, cast: Cast, at: datetime, page: str
) -> None:
    left = cast.worker("李秋月", places.station)
    for person in (worker, left):
        enrolments.enrol(training_class=training_class, person=person, by=cast.by(person), at=at)
    enrolments.withdraw(training_class=training_class, person=left, by=cast.by(left), at=at)
    session = session_of(training_class, at, held_on=TODAY + timedelta(days=1))
    past = session_of(training_class, at, held_on=TODAY - timedelta(days=3))
    for one in (session, past):
        reworded = replace(session_details(one.held_on), topic="个案记录")
        classes.edit_session(session=one, details=reworded, by=SYSTEM, at=at)
        later = replace(reworded, minutes=120)
        classes.edit_session(session=one, details=later, by=SYSTEM, at=at)
    classes.remove_session(session=session, by=SYSTEM, at=at)
    renamed = details(places.county, name="岗前培训班（一）")
    classes.edit(training_class=training_class, details=renamed, by=SYSTEM, at=at)
    elsewhere = replace(renamed, venue="云岭镇文化站")
    classes.edit(training_class=training_class, details=elsewhere, by=SYSTEM, at=at)
    classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at)
    assert told_to(left) == []
    # Delivered late: the class is cancelled by then, and that alone is still news.
    assert told_to(worker) == [("“岗前培训班（一）”已取消。", page)]


def test_days_that_move_are_told_each_time(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime, page: str, places: Places
) -> None:
    enrolments.enrol(training_class=training_class, person=worker, by=cast.by(worker), at=at)
    session = session_of(training_class, at, held_on=TODAY + timedelta(days=1))
    told_to(worker)
    moved = replace(session_details(session.held_on), minutes=120)
    classes.edit_session(session=session, details=moved, by=SYSTEM, at=at)
    told_to(worker)
    elsewhere = details(places.county, venue="云岭镇文化站")
    classes.edit(training_class=training_class, details=elsewhere, by=SYSTEM, at=at)
    told_to(worker)
    classes.remove_session(session=session, by=SYSTEM, at=at)
    assert told_to(worker) == [
        ("“岗前培训班2026-01”加了课。", page),
        ("“岗前培训班2026-01”有一次课改了时间。", page),
        ("“岗前培训班2026-01”改了日期或地点。", page),
        ("“岗前培训班2026-01”取消了一次课。", page),
    ]


def test_every_page_that_was_told_opens_for_its_reader(
    training_class: TrainingClass, worker: Person, cast: Cast, at: datetime, client: Client
) -> None:
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    classes.cancel(training_class=training_class, reason="台风", by=SYSTEM, at=at)
    client.force_login(cast.account(worker))
    assert [client.get(page).status_code for _said, page in told_to(worker)] == [200, 200]
