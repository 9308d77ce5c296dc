"""The first journey: a code on the wall, a phone that stands on the roster, and nobody who has ever been here before."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from core import clock
from core.models import Outgoing
from courses.models import ClassSession
from courses.querysets import all_attendances
from courses.services import sign_in
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.journeys.taps import CountedScreen
from tests.people.door import PHONE, code_sent_to, put_on_roster

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    training_class = open_class(places.county, at, starts_on=at.date(), ends_on=at.date())
    session = session_of(training_class, at, held_on=at.date())
    return sign_in.open_session(session=session, by=SYSTEM, at=at)


@pytest.fixture
def newcomer(places: Places, cast: Cast) -> Person:
    return put_on_roster(cast.worker("陈小燕", places.station), PHONE)


def _scanned(session: ClassSession) -> str:
    """What a camera reads off the wall just now."""
    timing = sign_in.timing_for(session)
    return f"/classes/s/{sign_in.code_of(session, timing=timing, at=clock.now())}/"


def test_from_the_scan_to_the_receipt_with_four_taps_and_two_fields(
    session: ClassSession, newcomer: Person, screen_of: Screen
) -> None:
    with screen_of(None) as page:
        page.goto(_scanned(session))
        phone = CountedScreen(page)
        phone.type(page.get_by_label("手机号"), PHONE)
        assert sticks_out(page) == []
        phone.button("发送验证码")
        phone.type(page.get_by_label("验证码"), code_sent_to())
        assert sticks_out(page) == []
        phone.button("登录")
        assert "您是陈小燕，东湖县青石镇社工站？" in phone.told()
        assert sticks_out(page) == []
        phone.button("是我")
        phone.button("签到")  # the page that the scan asked for, without a second scan
        expect(page.get_by_role("heading", name="您已签到")).to_be_visible()
        assert phone.count == (4, 2)
    newcomer.refresh_from_db()
    assert newcomer.account is not None
    assert all_attendances().credited().filter(session=session, person=newcomer).count() == 1
    assert [bool(re.search(r"\d{6}", one.text or "")) for one in Outgoing.objects.all()] == [True]


def test_a_wrong_code_and_a_new_one_keep_the_way_to_the_class(
    session: ClassSession, newcomer: Person, screen_of: Screen
) -> None:
    with screen_of(None) as page:
        page.goto(_scanned(session))
        page.get_by_label("手机号").fill(PHONE)
        page.get_by_role("button", name="发送验证码").click()
        right = code_sent_to()
        page.get_by_label("验证码").fill("000000" if right != "000000" else "111111")
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.locator("main")).to_contain_text("验证码不对", use_inner_text=True)
        page.get_by_role("button", name="重新发送").click()
        expect(page.locator("main")).to_contain_text("还不到60秒", use_inner_text=True)
        page.get_by_label("验证码").fill(right)
        page.get_by_role("button", name="登录", exact=True).click()
        page.get_by_role("button", name="是我").click()
        expect(page.get_by_role("button", name="签到", exact=True)).to_be_visible()


def test_somebody_who_is_not_on_the_roster_is_told_who_answers(
    session: ClassSession, places: Places, screen_of: Screen
) -> None:
    with screen_of(None) as page:
        page.goto(_scanned(session))
        page.get_by_label("手机号").fill("13900000003")
        page.get_by_role("button", name="发送验证码").click()
        page.get_by_label("验证码").fill(code_sent_to("13900000003"))
        page.get_by_role("button", name="登录", exact=True).click()
        for label, text in (("姓名", "农小妹"), ("单位", "青石镇社工站"), ("岗位", "社工")):
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="提交").click()
        expect(page.locator("main")).to_contain_text("由班主任点名签到", use_inner_text=True)
        expect(page.locator("main")).to_contain_text("东湖县青石镇社工站", use_inner_text=True)
        assert sticks_out(page) == []
