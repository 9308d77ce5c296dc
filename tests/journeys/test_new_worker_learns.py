"""A new worker on a 360-px screen continues the pre-service course and sees the minutes in her ledger."""

from datetime import datetime

import pytest
from playwright.sync_api import Page

from courses.models import CoursePage, LessonPage
from courses.overview import asked_in
from courses.services import lessons
from hours.querysets import all_entries
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen, sticks_out
from tests.lessons import pages

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_one_tap_continues_and_a_finished_lesson_arrives_in_my_hours(
    scripts: bool, course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    first, second = pages(course)[:2]
    lessons.open_lesson(lesson=first.lesson, person=worker, by=cast.by(worker), at=at)
    with screen_of(worker, scripts=scripts) as phone:
        phone.get_by_role("link", name="继续学习").click()
        assert phone.locator("h1").inner_text() == first.title
        assert sticks_out(phone) == []
        _answer(phone, first, right=False)
        phone.get_by_role("button", name="完成本节").click()
        assert all_entries().of_person(worker).total_minutes() == 0
        _answer(phone, first, right=True)
        phone.get_by_role("button", name="完成本节").click()
        assert phone.get_by_text("已完成").first.is_visible()
        phone.goto("/hours/")
        line = phone.get_by_role("listitem").filter(has_text=first.title)
        assert f"{first.minutes}分钟" in line.inner_text()
        line.get_by_role("link", name=first.title).click()
        assert phone.locator("h1").inner_text() == first.title
        phone.goto("/learn/")
        phone.get_by_role("link", name="开始学习").click()
        assert phone.locator("h1").inner_text() == second.title
    assert all_entries().of_person(worker).total_minutes() == first.minutes


def _answer(phone: Page, page: LessonPage, *, right: bool) -> None:
    """Tick what is right, or of every question one option that is wrong."""
    for version in asked_in(page):
        chosen = version.right_keys if right else {next(o["key"] for o in version.options if not o["right"])}
        for option in version.options:
            box = phone.locator(f'[name="question-{version.pk}"][value="{option["key"]}"]')
            if option["key"] in chosen:
                box.check()
            elif box.get_attribute("type") == "checkbox":
                box.uncheck()
