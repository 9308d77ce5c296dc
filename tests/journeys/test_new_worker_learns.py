"""A new worker on a 360-px screen continues the pre-service course and sees the minutes in her ledger."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from courses.models import CoursePage
from courses.services import lessons
from hours.querysets import all_entries
from tests.cast import Cast, Places
from tests.journeys.answering import tick
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.lessons import pages

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_one_tap_continues_and_a_finished_lesson_arrives_in_my_hours(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    first, second = pages(course)[:2]
    lessons.open_lesson(lesson=first.lesson, person=worker, by=cast.by(worker), at=at)
    with screen_of(worker) as phone:
        phone.get_by_role("link", name="继续学习").click()
        expect(phone.locator("h1")).to_have_text(first.title, use_inner_text=True)
        assert sticks_out(phone) == []
        tick(phone, first, right=False)
        phone.get_by_role("button", name="完成本节").click()
        phone.get_by_text("未通过").wait_for()
        assert all_entries().of_person(worker).total_minutes() == 0
        tick(phone, first, right=True)
        phone.get_by_role("button", name="完成本节").click()
        phone.get_by_text("已完成").first.wait_for()
        phone.goto("/hours/")
        line = phone.get_by_role("listitem").filter(has_text=first.title)
        expect(line).to_contain_text(f"{first.minutes}分钟", use_inner_text=True)
        line.get_by_role("link", name=first.title).click()
        expect(phone.locator("h1")).to_have_text(first.title, use_inner_text=True)
        phone.goto("/learn/")
        phone.get_by_role("link", name="开始学习").click()
        expect(phone.locator("h1")).to_have_text(second.title, use_inner_text=True)
    assert all_entries().of_person(worker).total_minutes() == first.minutes
