"""An editor submits, the reviewer is refused because an article lapsed, the editor mends, the reviewer publishes."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from cms.services import laws
from courses.models import CoursePage, LessonPage
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen
from tests.lessons import pages

pytestmark = pytest.mark.journey


def test_a_lapsed_article_stops_the_review_until_it_is_mended(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    editor = cast.with_role("周编辑", Role.EDITOR, places.city)
    reviewer = cast.with_role("吴审核", Role.REVIEWER, places.city)
    lesson = _citing_draft(course, at)
    address = f"/cms/pages/{lesson.pk}/edit/"
    with screen_of(editor, size=DESK) as desk:
        desk.goto(address)
        desk.fill("#id_title", "报告义务")
        expect(desk.locator("button[name=action-publish]")).to_have_count(0)
        _submit(desk)
    cited = lesson.get_latest_revision_as_object().body[-1]
    laws.lapse(article=cited.value["article"], on=at.date(), by=SYSTEM, at=at)
    with screen_of(reviewer, size=DESK) as desk:
        _approve(desk, address)
        expect(desk.locator(".messages")).to_contain_text("第十七条自", use_inner_text=True)
        assert LessonPage.objects.get(pk=lesson.pk).title != "报告义务"
        _return(desk)
    with screen_of(editor, size=DESK) as desk:
        desk.goto(address)
        # The passage with the law stands last in the text.
        desk.locator('[id*="body-section"] [data-streamfield-action="DELETE"]').last.click()
        _submit(desk)
    with screen_of(reviewer, size=DESK) as desk:
        _approve(desk, address)
        desk.wait_for_url(lambda url: "/edit/" not in url)
    published = LessonPage.objects.get(pk=lesson.pk)
    assert published.title == "报告义务"
    assert "law" not in [block.block_type for block in published.body]


def _citing_draft(course: CoursePage, at: datetime) -> LessonPage:
    article = laws.article_for(reference="minors-protection#第十七条", on=at.date(), by=SYSTEM, at=at)
    draft = LessonPage.objects.get(pk=pages(course)[0].pk)
    draft.body.append(("law", {"article": article, "note": "发现后要马上报告。"}))
    draft.save_revision()
    return LessonPage.objects.get(pk=draft.pk)


def _submit(desk: Page) -> None:
    desk.locator("[data-w-dropdown-target=toggle]").last.click()
    desk.locator("button[name=action-submit]").click()
    desk.wait_for_url(lambda url: "/edit/" not in url)


def _approve(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.locator("[data-w-dropdown-target=toggle]").last.click()
    desk.locator(
        'button[data-workflow-action-name="approve"]:not([data-workflow-action-modal-url])'
    ).first.click()
    desk.wait_for_load_state("load")


def _return(desk: Page) -> None:
    """Back to the editor, with a word."""
    desk.locator("[data-w-dropdown-target=toggle]").last.click()
    desk.locator('button[data-workflow-action-name="reject"]').click()
    desk.locator("#id_comment").fill("第十七条改了，请换一条。")
    desk.locator(".modal form button[type=submit], .modal form [type=submit]").last.click()
    desk.wait_for_url(lambda url: "/edit/" not in url)
