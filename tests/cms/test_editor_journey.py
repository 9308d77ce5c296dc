"""An editor mends a typo of a published lesson in the admin, in a real browser."""

import pytest
from playwright.sync_api import Browser

from courses.models import CoursePage, LessonPage
from organisations.roles import Role
from tests.browser import DESK, screen
from tests.cast import PASSWORD, Cast, Places
from tests.lessons import pages


@pytest.mark.journey
def test_an_editor_mends_a_title_and_the_lesson_keeps_its_identity_and_its_text(
    browser: Browser, live_server: object, places: Places, cast: Cast, course: CoursePage
) -> None:
    account = cast.account(cast.with_role("周编辑", Role.REVIEWER, places.city))
    lesson = pages(course)[0]
    with screen(browser, str(live_server), size=DESK) as desk:
        desk.goto(f"/cms/pages/{lesson.pk}/edit/")  # asks for the one log-in first
        desk.click("text=用密码登录")
        desk.fill("[name=login]", account.username)
        desk.fill("[name=password]", PASSWORD)
        desk.press("[name=password]", "Enter")
        desk.get_by_role("button", name="我已阅读").click()  # the privacy notice, once
        desk.wait_for_url(f"**/cms/pages/{lesson.pk}/edit/")
        desk.fill("#id_title", "岗位职责与上岗")
        desk.locator("[data-w-dropdown-target=toggle]").last.click()
        desk.click("button[name=action-publish]")
        desk.get_by_text("已经发布").wait_for()
    mended = LessonPage.objects.get(pk=lesson.pk)
    assert (mended.title, mended.lesson_id) == ("岗位职责与上岗", lesson.lesson_id)
    assert [block.block_type for block in mended.body] == [block.block_type for block in lesson.body]
    assert [block.value["stem"] for block in mended.questions] == [
        one.value["stem"] for one in lesson.questions
    ]
