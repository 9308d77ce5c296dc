"""The learner's home: what is missing, one tap to go on, and the tasks with their states."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from certification.services import registrations
from courses import overview
from courses.lesson_querysets import lessons_of
from courses.models import CoursePage
from courses.plan_words import PauseKind
from courses.services import attendance, classes, enrolments, lessons, plan_decisions, plans, sign_in
from courses.words import ClassState, HalfDay
from mentorship.models import GroupMeeting
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.courses.test_catalogue import add_course
from tests.lessons import complete, pages
from tests.mentorship.conftest import Banyan

HOME = "/learn/"


@pytest.fixture
def worker(places: Places, cast: Cast, at: datetime) -> Person:
    """Three weeks at the station, with the plans that are asked of a new worker."""
    fresh = cast.worker("林晓雯", places.station, hired=at.date() - timedelta(days=18))
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    return fresh


@pytest.fixture
def phone(client: Client, cast: Cast, worker: Person) -> Client:
    client.force_login(cast.account(worker))
    return client


def text_of(client: Client) -> str:
    page = client.get(HOME).content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def tasks_of(client: Client) -> list[tuple[str, str]]:
    """Title and state of each row of the list."""
    page = client.get(HOME).content.decode()
    rows = re.findall(r'<li class="task">(.*?)</li>', page, re.DOTALL)
    plain = [
        re.sub(r"\s+", " ", re.sub(r"<p class=\"hint\">.*?</p>|<[^>]+>", " ", row)).strip() for row in rows
    ]
    return [tuple(row.rsplit(" ", 1)) for row in plain]  # type: ignore[misc]


def test_a_new_worker_reads_first_what_is_missing_and_until_when(
    phone: Client, course: CoursePage, worker: Person, at: datetime
) -> None:
    text = text_of(phone)
    assert "我的学习还差40学时（30.0小时）" in text
    assert "岗前培训：请在2026年3月28日前完成。已满足0项，共3项要求。" in text
    assert "规则未核实" in text
    assert f'href="{reverse("learning:plan")}"' in phone.get(HOME).content.decode()
    complete(pages(course)[0], worker, at)
    text = text_of(phone)
    assert "还差38学时（28.5小时）" in text
    assert "2026年已有2学时" in text


def test_a_pause_reads_as_a_pause_and_nothing_is_overdue(
    phone: Client, course: CoursePage, worker: Person, at: datetime
) -> None:
    plan_decisions.pause(
        person=worker, kind=PauseKind.LEAVE, first_day=at.date(), last_day=None,
        grounds=plan_decisions.Grounds("休假", "请假单"), by=SYSTEM, at=at,
    )  # fmt: skip
    text = text_of(phone)
    assert "暂停岗前培训：2026年3月16日起暂停，到回来为止。" in text
    assert "还差40" not in text


def test_one_tap_leads_to_the_lesson_that_was_opened_last(
    phone: Client, course: CoursePage, worker: Person, at: datetime
) -> None:
    first, third = pages(course)[0], pages(course)[2]
    assert (
        f'href="{reverse("learning:lesson", args=[first.lesson.public_id])}">开始学习<'
        in phone.get(HOME).content.decode()
    )
    lessons.open_lesson(lesson=third.lesson, person=worker, by=SYSTEM, at=at)
    page = phone.get(HOME).content.decode()
    assert f'href="{reverse("learning:lesson", args=[third.lesson.public_id])}">继续学习<' in page
    assert f"约{third.minutes}分钟" in page


def test_every_lesson_stands_in_the_tasks_with_its_state(
    phone: Client, course: CoursePage, worker: Person, at: datetime
) -> None:
    first, second = pages(course)[:2]
    complete(first, worker, at)
    lessons.open_lesson(lesson=second.lesson, person=worker, by=SYSTEM, at=at)
    states = [state for _title, state in tasks_of(phone)]
    assert states == ["已完成", "学习中", "未开始", "未开始", "未开始"]


def test_a_class_of_today_waits_for_the_sign_in_and_a_later_one_cannot_begin(
    phone: Client, places: Places, worker: Person, at: datetime
) -> None:
    today = at.date()
    running = open_class(places.county, at, code="A")
    morning = session_of(running, at, held_on=today)
    session_of(running, at, held_on=today, half_day=HalfDay.AFTERNOON)
    later = open_class(places.county, at, code="B", starts_on=date(2026, 3, 23), ends_on=date(2026, 3, 24))
    session_of(later, at, held_on=date(2026, 3, 23))
    for one in (running, later):
        enrolments.enrol(training_class=one, person=worker, by=SYSTEM, at=at)
    assert tasks_of(phone) == [("岗前培训班A", "待签到"), ("岗前培训班B", "暂不能开始")]
    assert "3月23日09:00开班" in text_of(phone)
    assert "到现场扫码签到" in text_of(phone)
    morning = sign_in.open_session(session=morning, by=SYSTEM, at=at)
    assert "正在签到，请用微信扫现场屏幕上的码" in text_of(phone)
    attendance.sign_in(session=morning, person=worker, by=SYSTEM, at=at)
    assert tasks_of(phone)[0] == ("岗前培训班A", "待签到")  # the afternoon's
    classes.cancel(training_class=later, reason="讲师生病", by=SYSTEM, at=at)
    assert tasks_of(phone) == [("岗前培训班A", "待签到")]


def test_whoever_is_late_reads_what_happens_and_whom_to_ask(
    client: Client, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    late = cast.worker("覃小梅", places.station, hired=at.date() - timedelta(days=61))
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    client.force_login(cast.account(late))
    text = text_of(client)
    assert "岗前培训：应于2026年2月13日前完成，已过31天" in text
    assert "现在学完照常计入学时" in text
    assert "与本站站长或副站长商量" in text
    assert "status-problem" not in client.get(HOME).content.decode()  # no red wall


def test_the_finished_course_says_so_and_nothing_is_missing(
    phone: Client, course: CoursePage, worker: Person, at: datetime
) -> None:
    for place, page in enumerate(pages(course)):
        complete(page, worker, at - timedelta(days=place))
    plan_decisions.accept(
        person=worker, code="pre-service", key="hours", day=at.date(), last_day=None, minutes=1_800,
        grounds=plan_decisions.Grounds("岗前班", "结业证书"), by=SYSTEM, at=at,
    )  # fmt: skip
    text = text_of(phone)
    assert "还差" not in text
    assert "岗前培训已完成，2026年3月12日" in text
    assert tasks_of(phone) == [(course.title, "已完成")]


def test_nothing_arranged_says_so_and_offers_what_can_be_read_anyway(
    client: Client, course: CoursePage, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.worker("老同事", places.station)))
    text = text_of(client)
    assert "还没有为您安排培训" in text
    assert f"可以自学的课程{course.title}" in text


def test_a_meeting_that_waits_for_the_word_is_one_tap_away(
    client: Client,
    banyan: Banyan,
    meeting: GroupMeeting,
    cast: Cast,
) -> None:
    client.force_login(cast.account(banyan.workers[0]))
    page = client.get(HOME).content.decode()
    assert f'<a href="{reverse("mentorship:confirmations")}">有1次带教活动待您确认</a>' in page


def test_the_window_of_registration_appears_ninety_days_ahead(
    phone: Client, places: Places, worker: Person, at: datetime
) -> None:
    def period(ends_on: date) -> None:
        details = registrations.PeriodDetails(
            level=registrations.RegistrationLevel.ASSISTANT, kind=registrations.RegistrationKind.FIRST,
            starts_on=date(ends_on.year - 3, 1, 1), ends_on=ends_on,
        )  # fmt: skip
        registrations.add(person=worker, details=details, by=SYSTEM, at=at)

    assert "再登记" not in text_of(phone)
    period(date(2026, 8, 31))
    assert "2026年5月31日起可以申请再登记。继续教育还差72.0小时" in text_of(phone)


def test_a_far_window_is_not_mentioned(phone: Client, worker: Person, at: datetime) -> None:
    details = registrations.PeriodDetails(
        level=registrations.RegistrationLevel.ASSISTANT, kind=registrations.RegistrationKind.FIRST,
        starts_on=date(2025, 7, 1), ends_on=date(2028, 7, 1),
    )  # fmt: skip
    registrations.add(person=worker, details=details, by=SYSTEM, at=at)
    assert "再登记" not in text_of(phone)


def test_nothing_of_others_is_shown(
    phone: Client, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("黄建国", places.other_station, hired=at.date() - timedelta(days=18))
    foreign = open_class(places.other_county, at, code="X", state=ClassState.OPEN)
    session_of(foreign, at)
    enrolments.enrol(training_class=foreign, person=other, by=SYSTEM, at=at)
    complete(pages(course)[0], other, at)
    assert "岗前培训班X" not in text_of(phone)
    assert "还差40学时" in text_of(phone)


def test_the_home_takes_as_many_queries_whatever_was_done(
    phone: Client, course: CoursePage, places: Places, worker: Person, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    phone.get(HOME)
    fresh = count_queries(lambda: phone.get(HOME))
    for number in range(20):
        one = open_class(
            places.county, at, code=f"C{number}", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 1)
        )
        session_of(one, at, held_on=date(2026, 4, 1))
        enrolments.enrol(training_class=one, person=worker, by=SYSTEM, at=at)
    for place, page in enumerate(pages(course)[:4]):
        complete(page, worker, at - timedelta(days=place))
    assert count_queries(lambda: phone.get(HOME)) == fresh
    assert fresh <= 11, fresh


def test_the_home_reads_nothing_of_the_courses_that_are_not_shown(
    phone: Client, course: CoursePage, worker: Person, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    phone.get(HOME)
    few = count_queries(lambda: phone.get(HOME))
    more = [add_course(f"第{number}门", lessons_in_it=2) for number in range(12)]
    assert count_queries(lambda: phone.get(HOME)) == few <= 11
    assert [f"第{number}门简介" in text_of(phone) for number in range(7)] == [True] * 5 + [False] * 2
    opened = lessons_of(more[9]).first()
    lessons.open_lesson(lesson=opened.lesson, person=worker, by=SYSTEM, at=at)
    near = overview.courses_near(worker, {course.slug}, others=5)
    assert [line.title for line in near] == [
        course.title,
        *(f"第{number}门" for number in (0, 1, 2, 3, 4, 9)),
    ]
    whole = {line.public_id: line for line in overview.courses_for(worker)}
    assert near == [whole[line.public_id] for line in near]
    assert count_queries(lambda: phone.get(HOME)) == few
    assert "第9门0" in [title for title, _state in tasks_of(phone)]
