"""A learner on a 360-px screen looks for a lesson in her own words, and for a course by its initials and by filters."""

import pytest
from playwright.sync_api import expect

from core import events
from courses.models import CoursePage
from tests.cast import Cast, Places
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_a_lesson_is_found_by_words_a_synonym_and_initials_and_a_course_by_its_filters(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen
) -> None:
    worker = cast.worker("陈小燕", places.station)
    events.deliver_pending()
    with screen_of(worker) as phone:
        phone.get_by_role("searchbox").fill("群里发了一张照片")
        phone.get_by_role("button", name="搜索").click()
        answers = phone.get_by_role("main").get_by_role("listitem").filter(has=phone.locator("mark"))
        expect(answers.first).to_contain_text("伦理", use_inner_text=True)
        assert sticks_out(phone) == []
        for asked in ("家访", "zfygt"):
            phone.get_by_role("searchbox").fill(asked)
            phone.get_by_role("button", name="搜索").click()
            phone.get_by_role("main").get_by_role("link", name="走访与沟通").first.wait_for()
        phone.get_by_role("searchbox").fill("珠穆朗玛峰")
        phone.get_by_role("button", name="搜索").click()
        phone.get_by_text("没有找到“珠穆朗玛峰”").wait_for()
        phone.goto("/learn/")
        phone.get_by_role("link", name="课程目录").click()
        phone.get_by_text("按类别、对象、主题或时长筛选").click()
        phone.get_by_label("类别").select_option(label="司法专项")
        phone.get_by_role("button", name="筛选").click()
        phone.get_by_text("没有符合条件的课程").wait_for()
        assert sticks_out(phone) == []
        phone.get_by_role("link", name="清除筛选").click()
        phone.get_by_role("link", name=course.title).click()
        expect(phone.locator("h1")).to_have_text(course.title, use_inner_text=True)
