"""An organiser runs the sign-in of a session: a code that changes, a scan, a late mark, the head count."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from courses.querysets import all_attendances
from courses.services import enrolments
from courses.words import AttendanceState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_a_session_from_the_open_sign_in_to_the_head_count(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    today = at.date()
    training_class = open_class(places.county, at, provider=places.school, starts_on=today, ends_on=today)
    session = session_of(training_class, at, held_on=today)
    scanner, late = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.station)
    for person in (scanner, late):
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    teacher = cast.with_role("周志远", Role.CLASS_TEACHER, places.school)
    with screen_of(teacher, size=DESK) as desk, screen_of(scanner) as phone:
        desk.goto(f"/classes/sessions/{session.public_id}/sign-in/")
        desk.get_by_role("button", name="开放签到").click()
        expect(desk.locator(".qr svg")).to_be_visible()
        scanned = desk.locator("#live").get_attribute("data-source")
        assert scanned
        phone.goto(_address_in_the_code(session.pk))
        expect(phone.locator("main")).to_contain_text("陈小燕", use_inner_text=True)
        phone.get_by_role("button", name="签到").click()
        expect(phone.get_by_role("heading", name="您已签到")).to_be_visible()
        assert sticks_out(phone) == []
        phone.goto(_address_in_the_code(session.pk))
        expect(phone.get_by_text("您已签到").first).to_be_visible()
        phone.goto("/classes/s/nonsense/")
        expect(phone.get_by_role("heading", name="请重新扫屏幕上的码")).to_be_visible()

        desk.reload()
        assert "已到1 / 应到2" in desk.locator("#live").inner_text().replace("\n", "")
        desk.get_by_role("link", name="补签").click()
        desk.get_by_label("名单上的人").select_option(label=_option(desk, "黄建国"))
        desk.get_by_label("记为").select_option(AttendanceState.LATE_MARK.value)
        desk.get_by_role("button", name="记录").click()
        expect(desk.locator(".error-summary")).to_be_visible()  # no reason given: nothing was written
        desk.locator('[name="reason"]').fill("手机没电，已签纸质签到表")
        desk.get_by_role("button", name="记录").click()

        desk.goto(f"/classes/sessions/{session.public_id}/close/")
        desk.locator('[name="head_count"]').fill("3")
        desk.get_by_role("button", name="确认到场").click()
        expect(desk.locator(".error-summary")).to_be_visible()
        desk.locator('[name="head_count"]').fill("2")
        desk.get_by_role("button", name="确认到场").click()
    session.refresh_from_db()
    assert (session.head_count, session.closed_at is not None) == (2, True)
    states = dict(all_attendances().filter(session=session).values_list("person", "state"))
    assert states == {scanner.pk: AttendanceState.PRESENT, late.pk: AttendanceState.LATE_MARK}
    assert [all_entries().of_person(person).total_minutes() for person in (scanner, late)] == [180, 180]


def _address_in_the_code(session_pk: int) -> str:
    """What a camera reads off the screen just now; the picture itself is tested beside the view."""
    from core import clock
    from courses.querysets import all_sessions
    from courses.services import sign_in

    session = all_sessions().select_related("training_class__organiser").get(pk=session_pk)
    return f"/classes/s/{sign_in.code_of(session, timing=sign_in.timing_for(session), at=clock.now())}/"


def _option(desk: object, name: str) -> str:
    labels = desk.get_by_label("名单上的人").locator("option").all_inner_texts()  # type: ignore[attr-defined]
    return next(label for label in labels if name in label)
