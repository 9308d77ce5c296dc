"""A station head sends a piece in from the phone, an editor adopts it, publishes it and binds an issue."""

import pytest
from playwright.sync_api import expect

from cms.news_querysets import all_news, all_submissions
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen, sticks_out

pytestmark = pytest.mark.journey


def test_from_a_station_to_a_numbered_issue(places: Places, cast: Cast, screen_of: Screen) -> None:
    head = cast.with_role("林秀英", Role.STATION_HEAD, places.station)
    editor = cast.with_role("周编辑", Role.EDITOR, places.city)
    with screen_of(head) as phone:
        phone.goto("/news/submissions/")
        phone.get_by_role("link", name="写一篇").click()
        phone.get_by_label("标题").fill("入户走访练起来")
        phone.get_by_label("正文").fill("联系人13912345678")
        phone.get_by_role("button", name="投稿").click()
        expect(phone.get_by_label("标题")).to_have_value("入户走访练起来")
        phone.get_by_label("正文").fill("3月10日，12名社工练习入户走访。")
        phone.get_by_role("button", name="投稿").click()
        phone.get_by_text("待处理").wait_for()
        assert not sticks_out(phone)
    with screen_of(editor, size=DESK) as desk:
        desk.goto("/news/submissions/")
        desk.get_by_role("link", name="入户走访练起来").click()
        desk.get_by_role("button", name="采用为草稿").click()
        desk.get_by_role("link", name="去修改和发布").wait_for()
        page = all_news().get()
        page.save_revision().publish()
        desk.goto("/news/issues/new/")
        desk.get_by_label("编印单位").fill("榕江市民政局")
        desk.get_by_label("入户走访练起来").check()
        desk.get_by_role("button", name="编成一期").click()
        desk.get_by_role("link", name="入户走访练起来").click()
        desk.get_by_text("12名社工练习入户走访").wait_for()
        with desk.expect_download() as got:
            desk.goto("/news/")
            desk.get_by_role("link", name="年第1期").click()
            desk.get_by_role("link", name="下载 .docx").click()
        assert got.value.suggested_filename.endswith("01.docx")
    assert all_submissions().get().state == "adopted"
