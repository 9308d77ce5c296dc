"""An officer registers a lecturer, gives them a session and hires a class teacher, who sees that one class."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from courses.models import ClassSession
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_a_lecturer_a_session_and_a_teacher_for_one_class(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    today = at.date()
    held = open_class(places.county, at, provider=places.school, starts_on=today, ends_on=today)
    other = open_class(places.county, at, "2026-02", provider=places.school, starts_on=today, ends_on=today)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    teacher = cast.worker("何班主任", places.school)
    with screen_of(officer, size=DESK) as desk, screen_of(teacher) as phone:
        _register(desk)
        _give_session(desk, str(held.public_id))
        session = ClassSession.objects.get()
        assert session.lecturer_entry is not None
        assert session.lecturer == session.lecturer_entry.name == "卢教员"

        phone.goto(f"/classes/{held.public_id}/")
        expect(phone.get_by_role("heading", level=1)).not_to_have_text(held.name)  # not appointed yet
        desk.goto(f"/classes/{held.public_id}/")
        desk.get_by_role("link", name="班主任", exact=True).click()
        desk.get_by_label("班主任", exact=True).fill("何班主任")
        desk.get_by_role("button", name="委派").click()
        expect(desk.get_by_role("row", name="何班主任")).to_contain_text("榕江市委党校")

        phone.goto("/classes/")
        expect(phone.get_by_role("link", name=held.name)).to_be_visible()
        expect(phone.get_by_text(other.name)).to_have_count(0)
        phone.get_by_role("link", name=held.name).click()
        expect(phone.locator("main")).to_contain_text("卢教员")
        assert sticks_out(phone) == []
        phone.goto(f"/classes/sessions/{session.public_id}/sign-in/")
        phone.get_by_role("button", name="开放签到").click()
        expect(phone.locator(".qr svg")).to_be_visible()
        phone.goto(f"/classes/{other.public_id}/")
        expect(phone.get_by_role("heading", level=1)).not_to_have_text(other.name)

        desk.get_by_role("button", name="提前结束").click()
        expect(desk.get_by_role("row", name="何班主任")).to_contain_text("已结束")
        phone.goto(f"/classes/{held.public_id}/")
        expect(phone.get_by_role("heading", level=1)).not_to_have_text(held.name)


def _register(desk: Page) -> None:
    desk.goto("/classes/")
    desk.get_by_role("link", name="师资库").click()
    desk.get_by_role("link", name="登记授课人").click()
    desk.get_by_label("姓名").fill("卢教员")
    desk.get_by_label("所在单位").fill("南岭省社科院")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("heading", name="卢教员")).to_be_visible()


def _give_session(desk: Page, public_id: str) -> None:
    desk.goto(f"/classes/{public_id}/sessions/new/")
    desk.locator('[name="starts_at"]').fill("09:00")
    desk.locator('[name="ends_at"]').fill("12:00")
    desk.locator('[name="topic"]').fill("个案工作")
    desk.get_by_label("师资库").select_option(label="卢教员 · 南岭省社科院")
    desk.get_by_role("button", name="添加").click()
    expect(desk.get_by_text("已添加课次")).to_be_visible()
