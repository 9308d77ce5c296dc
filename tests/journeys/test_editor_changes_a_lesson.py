"""An editor rewrites a paragraph of a lesson: who finished keeps her minutes, who is half way keeps her place."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessment.querysets import all_attempts
from core import clock
from courses.lesson_querysets import all_progress
from courses.models import CoursePage, LessonPage
from courses.services import lessons
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen, sticks_out
from tests.lessons import complete, pages, right_answers, wrong_answers

pytestmark = pytest.mark.journey

WRITTEN = "自本月起，新到岗的社工先由站长带着走访一周。"
NOTICE = "这是您完成之后的改动"
OF_READING = {"last_opened_at", "seen_revision_id"}  # what opening a lesson again may change


def test_a_rewritten_lesson_is_read_by_both_and_takes_nothing_from_either(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen
) -> None:
    lesson = pages(course)[0]
    done, half_way = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.station)
    complete(lesson, done, clock.now())
    lessons.hand_in(page=lesson, person=half_way, answers=wrong_answers(lesson), by=SYSTEM, at=clock.now())
    finished = all_progress().of_person(done).values().get()
    [line] = all_entries().of_person(done).values()
    tried = list(all_attempts().of_person(half_way).values("pk", "answers_to"))
    address = f"/learn/lessons/{lesson.lesson.public_id}/"
    with screen_of(cast.with_role("周编辑", Role.REVIEWER, places.city), size=DESK) as desk:
        _write(desk, course, lesson)
        _look_at_the_preview(desk)
        with screen_of(done) as phone:
            phone.goto(address)
            expect(phone.locator("main")).not_to_contain_text(
                WRITTEN, use_inner_text=True
            )  # a preview publishes nothing
            expect(phone.locator("main")).not_to_contain_text(NOTICE, use_inner_text=True)
        _publish(desk, lesson)

    with screen_of(done) as phone:
        phone.goto(address)
        expect(phone.locator("main")).to_contain_text(NOTICE, use_inner_text=True)
        expect(phone.locator("main")).to_contain_text(WRITTEN, use_inner_text=True)
        expect(phone.get_by_text("已完成", exact=True)).to_be_visible()
        assert sticks_out(phone) == []
        phone.goto("/hours/")
        assert (
            f"{lesson.minutes}分钟"
            in phone.get_by_role("listitem").filter(has_text=lesson.title).inner_text()
        )
    kept = all_progress().of_person(done).values().get()
    assert {name: kept[name] for name in finished if name not in OF_READING} == {
        name: finished[name] for name in finished if name not in OF_READING
    }
    assert list(all_entries().of_person(done).values()) == [line]

    with screen_of(half_way) as phone:
        phone.goto("/learn/")
        phone.get_by_role("link", name="继续学习").click()
        expect(phone.locator("h1")).to_have_text(lesson.title, use_inner_text=True)
        expect(phone.locator("main")).to_contain_text(WRITTEN, use_inner_text=True)
        expect(phone.locator("main")).not_to_contain_text(NOTICE, use_inner_text=True)
        expect(phone.get_by_text("学习中", exact=True)).to_be_visible()
    assert list(all_attempts().of_person(half_way).values("pk", "answers_to")) == tried
    assert all_entries().of_person(half_way).total_minutes() == 0
    now = LessonPage.objects.get(pk=lesson.pk)
    lessons.hand_in(page=now, person=half_way, answers=right_answers(lesson), by=SYSTEM, at=clock.now())
    assert all_entries().of_person(half_way).total_minutes() == lesson.minutes


def _write(desk: Page, course: CoursePage, lesson: LessonPage) -> None:
    """From the menu to the course and its lesson; the first paragraph gets a new first sentence."""
    desk.get_by_role("link", name="课程编辑").click()
    desk.goto(f"/cms/pages/{course.pk}/")
    desk.get_by_role("link", name=lesson.title, exact=True).click()
    desk.wait_for_url(f"**/cms/pages/{lesson.pk}/**")
    assert desk.locator("html").get_attribute("lang") in {"zh-hans", "zh-Hans", "zh-CN"}
    paragraph = desk.locator('[contenteditable="true"]').first
    paragraph.click()
    desk.keyboard.press("Control+Home")
    desk.keyboard.type(WRITTEN)
    # The editor hands what was typed to the form a moment later.
    expect(desk.locator('[name="body-0-value"]')).to_have_value(re.compile(WRITTEN))


def _look_at_the_preview(desk: Page) -> None:
    desk.get_by_role("button", name="预览开关").click()
    desk.frame_locator("#w-preview-iframe").get_by_text(WRITTEN).first.wait_for()


def _publish(desk: Page, lesson: LessonPage) -> None:
    desk.locator("[data-w-dropdown-target=toggle]").last.click()
    desk.get_by_role("button", name="发布", exact=True).click()
    desk.get_by_text("已经发布").wait_for()
