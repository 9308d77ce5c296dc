"""An officer who logged in this morning exports whole identity numbers: the password again, then the file."""

from datetime import datetime
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from organisations.roles import Role
from people.proving import RECENT_SECONDS
from tests.cast import PASSWORD, Cast, Places
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.reporting import series

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_whole_numbers_leave_after_the_password_was_given_again(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    held = series.hold_class("A", places.county, first_day=at.date(), year=at.year, at=at)
    series.attend(held.sessions.all()[0], cast.worker("陈小燕", places.station), at=at)
    with screen_of(cast.with_role("县局的人", Role.OFFICER, places.county)) as phone:
        _let_hours_pass()
        phone.goto(f"/figures/forms/roster/?training_class={held.public_id}")
        phone.get_by_role("link", name="导出完整身份证号").click()
        expect(phone.locator("h1")).to_have_text("确认是您本人")
        assert sticks_out(phone) == []
        phone.get_by_role("link", name="用密码验证").click()
        phone.get_by_label("密码").fill(PASSWORD)
        assert sticks_out(phone) == []
        phone.get_by_role("button", name="确认").click()
        expect(phone.locator("h1")).to_have_text("导出完整身份证号")
        phone.get_by_label("报名全国社会工作者职业资格考试").check()
        phone.get_by_label("依据").fill("国考报名通知")
        phone.get_by_role("button", name="导出").click()
        expect(phone.locator("main")).to_contain_text("表已生成")
        with phone.expect_download() as fetched:
            phone.get_by_role("link", name="完整身份证号").click()
        assert fetched.value.suggested_filename.endswith("（完整身份证号）.xlsx")
        _let_hours_pass()
        phone.get_by_role("link", name="完整身份证号").click()
        expect(phone.locator("h1")).to_have_text("确认是您本人")


def _let_hours_pass() -> None:
    """What the sessions recorded is as old as a morning."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in Session.objects.values_list("session_key", flat=True):
        session = store(session_key=key)
        if METHODS in session:
            session[METHODS] = [one | {"at": one["at"] - RECENT_SECONDS} for one in session[METHODS]]
            session.save()
