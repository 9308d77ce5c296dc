"""A lesson in a tunnel: read on, answer, and what was answered goes up when the network is back."""

from datetime import datetime

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from core.models import ActionKey
from courses.models import CoursePage
from courses.services import lessons
from hours.querysets import all_entries
from people.models import Account, Person
from tests.cast import Cast, Places
from tests.journeys.answering import tick
from tests.journeys.conftest import Screen
from tests.lessons import pages

pytestmark = pytest.mark.journey
WAITS = "localStorage.getItem('banyan-queue') && JSON.parse(localStorage.getItem('banyan-queue')).length"


@pytest.fixture
def worker(cast: Cast, places: Places, course: CoursePage, at: datetime) -> Person:
    worker = cast.worker("陈小燕", places.station)
    lessons.open_lesson(lesson=pages(course)[0].lesson, person=worker, by=cast.by(worker), at=at)
    return worker


def _network(context: BrowserContext, *, on: bool) -> None:
    context.set_offline(not on)


def _open_lesson(phone: Page, course: CoursePage) -> None:
    phone.get_by_role("link", name="继续学习").click()
    phone.get_by_role("heading", level=1, name=pages(course)[0].title).wait_for()
    phone.wait_for_load_state("load")  # with its script


def _answer(phone: Page, course: CoursePage) -> None:
    tick(phone, pages(course)[0], right=True)
    phone.get_by_role("button", name="完成本节").click()


def test_answers_wait_on_the_phone_and_arrive_once(
    worker: Person, course: CoursePage, screen_of: Screen
) -> None:
    with screen_of(worker) as phone:
        _open_lesson(phone, course)
        _network(phone.context, on=False)
        phone.get_by_text("现在没有网络。您可以继续阅读和答题。").wait_for()
        _answer(phone, course)
        phone.get_by_text("有1条待上传。").wait_for()
        expect(phone.get_by_text("已存在本机，联网后自动上传。")).to_be_visible()
        assert all_entries().of_person(worker).total_minutes() == 0
        _network(phone.context, on=True)
        phone.get_by_text("已上传。").wait_for()
        assert phone.evaluate(WAITS) == 0
    assert all_entries().of_person(worker).total_minutes() == pages(course)[0].minutes
    assert ActionKey.objects.filter(written_at__isnull=False).count() == 1


def test_what_one_person_left_on_a_phone_is_not_sent_by_another(
    worker: Person, course: CoursePage, screen_of: Screen, cast: Cast, places: Places
) -> None:
    other = cast.worker("黄建国", places.station)
    with screen_of(worker) as phone:
        _open_lesson(phone, course)
        _network(phone.context, on=False)
        _answer(phone, course)
        phone.get_by_text("有1条待上传。").wait_for()
        _hand_over(phone, cast.account(other))
        assert phone.evaluate(WAITS) == 1
        expect(phone.get_by_text("待上传")).to_have_count(0)
    assert all_entries().of_person(worker).total_minutes() == 0
    assert all_entries().of_person(other).total_minutes() == 0


def _hand_over(phone: Page, account: Account) -> None:
    """The phone changes hands in the tunnel: its next page is the other's."""
    visitor = Client()
    visitor.force_login(account)
    phone.context.clear_cookies()
    phone.context.add_cookies(
        [{"name": "sessionid", "value": visitor.cookies["sessionid"].value, "url": phone.url}]
    )
    _network(phone.context, on=True)
    phone.goto("/learn/")
    phone.wait_for_load_state("networkidle")


def test_a_lesson_kept_on_the_phone_opens_without_network(
    worker: Person, course: CoursePage, screen_of: Screen
) -> None:
    first, second = pages(course)[:2]
    with screen_of(worker) as phone:
        _open_lesson(phone, course)
        phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
        phone.get_by_role("button", name="存到本机").click()
        phone.get_by_role("button", name="已存到本机，移除").wait_for()
        _network(phone.context, on=False)
        phone.reload()
        expect(phone.locator("h1")).to_have_text(first.title, use_inner_text=True)
        phone.goto(f"/learn/lessons/{second.lesson.public_id}/")
        expect(phone.locator("h1")).to_have_text("现在没有网络", use_inner_text=True)
        _network(phone.context, on=True)
