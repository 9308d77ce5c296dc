"""An editor writes a lesson into a chapter: draft, preview, refusal with its place, comparison, publication."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import ChapterPage, CoursePage, LessonPage
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen

pytestmark = pytest.mark.journey

BAD = "联系人的电话是13800138000。"
GOOD = "联系方式写在站里的通讯录上。"


def test_a_draft_with_a_phone_number_stays_a_draft_until_it_is_mended(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen
) -> None:
    course.add_child(instance=ChapterPage(title="新的一章", slug="new-chapter"))
    chapter = ChapterPage.objects.get()
    with screen_of(cast.with_role("周编辑", Role.REVIEWER, places.city), size=DESK) as desk:
        desk.goto(f"/cms/pages/add/courses/lessonpage/{chapter.pk}/")
        desk.fill("#id_title", "新的一节")
        desk.fill("#id_summary", "一句话说明")
        desk.fill("#id_minutes", "30")
        desk.locator('button[title="插入内容块"]').first.click()
        desk.get_by_role("option", name="反思问题").click()
        desk.fill('[name="body-0-value-prompt"]', BAD)
        _press(desk, "发布")
        desk.get_by_text("草稿已经保存，还没有发布").wait_for()
        expect(desk.get_by_text("“正文”第1块（反思问题）：有像手机号的数字").first).to_be_visible()
        drafted = LessonPage.objects.get(title="新的一节")
        assert not drafted.live
        desk.fill('[name="body-0-value-prompt"]', GOOD)
        _press(desk, "发布")
        desk.get_by_text("已经发布").wait_for()
        published = LessonPage.objects.get(pk=drafted.pk)
        assert published.live
        assert published.body[0].value["prompt"] == GOOD
        first, last = published.revisions.order_by("pk").first(), published.latest_revision
        desk.goto(f"/cms/pages/{published.pk}/revisions/compare/{first.pk}...{last.pk}/")
        expect(desk.locator("main")).to_contain_text("通讯录")


def _press(desk: Page, name: str) -> None:
    desk.locator("[data-w-dropdown-target=toggle]").last.click()
    desk.get_by_role("button", name=name, exact=True).click()
