"""Roll-call where there is no network: names are ticked on the phone and arrive once, beside another's list."""

import json
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from core.models import ActionKey
from courses.models import ClassSession
from courses.querysets import all_attendances
from courses.services import enrolments, roll_call
from courses.words import AttendanceState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import Screen, sticks_out

pytestmark = pytest.mark.journey
NAMES = ("陈小燕", "黄建国", "梁文珍", "冯秀兰")


@pytest.fixture
def session(places: Places, cast: Cast, at: datetime) -> ClassSession:
    today = at.date()
    training_class = open_class(places.county, at, provider=places.school, starts_on=today, ends_on=today)
    made = session_of(training_class, at, held_on=today)
    for name in NAMES:
        person = cast.worker(name, places.station)
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    return made


@pytest.fixture
def teacher(places: Places, cast: Cast) -> Person:
    return cast.with_role("周志远", Role.CLASS_TEACHER, places.school)


def _line(phone: Page, name: str) -> object:
    return phone.locator(".roll > li", has_text=name)


def test_ticks_wait_on_the_phone_and_merge_with_those_of_a_colleague(
    session: ClassSession, teacher: Person, screen_of: Screen, at: datetime
) -> None:
    with screen_of(teacher) as phone:
        phone.goto(f"/classes/sessions/{session.public_id}/roll-call/")
        phone.wait_for_load_state("load")
        assert sticks_out(phone) == []
        _line(phone, "冯秀兰").get_by_role("button", name="到了").click()  # type: ignore[attr-defined]
        _line(phone, "冯秀兰").get_by_text("已记录").wait_for()  # type: ignore[attr-defined]
        phone.context.set_offline(True)
        for name, button in (("陈小燕", "到了"), ("黄建国", "迟到"), ("梁文珍", "到了")):
            _line(phone, name).get_by_role("button", name=button).click()  # type: ignore[attr-defined]
            _line(phone, name).get_by_text("待上传").wait_for()  # type: ignore[attr-defined]
        phone.get_by_text("有3条待上传。").wait_for()
        kept = phone.evaluate("localStorage.getItem('banyan-queue')")
        assert len(json.loads(kept)) == 3
        assert not any(name in kept for name in NAMES)
        colleague = Person.objects.get(name="陈小燕")
        roll_call.tick(
            session=session, person=colleague, state=AttendanceState.PRESENT, waited=False, by=SYSTEM, at=at
        )
        phone.context.set_offline(False)
        phone.get_by_text("已上传。").wait_for()
        _line(phone, "黄建国").get_by_text("已记录").wait_for()  # type: ignore[attr-defined]
        assert phone.evaluate("localStorage.getItem('banyan-queue')") == "[]"
        phone.reload()
        expect(phone.get_by_role("button", name="到了")).to_have_count(0)
    states = dict(all_attendances().filter(session=session).values_list("person__name", "state"))
    assert states == dict.fromkeys(NAMES, "present") | {"黄建国": "late"}
    assert all_entries().total_minutes() == 4 * session.minutes
    assert ActionKey.objects.filter(written_at__isnull=False).count() == 4


def test_the_list_kept_on_the_phone_opens_and_is_ticked_without_network(
    session: ClassSession, teacher: Person, screen_of: Screen
) -> None:
    with screen_of(teacher) as phone:
        phone.goto(f"/classes/sessions/{session.public_id}/roll-call/")
        phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
        phone.get_by_role("button", name="把名单存到本机").click()
        phone.get_by_role("button", name="已存到本机，移除").wait_for()
        phone.context.set_offline(True)
        phone.reload()
        _line(phone, "陈小燕").get_by_role("button", name="到了").click()  # type: ignore[attr-defined]
        phone.reload()
        _line(phone, "陈小燕").get_by_text("待上传").wait_for()  # type: ignore[attr-defined]
        phone.context.set_offline(False)
        phone.get_by_text("已上传。").wait_for()
    assert all_attendances().filter(session=session).count() == 1


def test_without_script_a_tick_is_a_form_like_any_other(
    session: ClassSession, teacher: Person, screen_of: Screen
) -> None:
    with screen_of(teacher, scripts=False) as phone:
        phone.goto(f"/classes/sessions/{session.public_id}/roll-call/")
        _line(phone, "梁文珍").get_by_role("button", name="迟到").click()  # type: ignore[attr-defined]
        expect(phone.get_by_role("heading", name="点名")).to_be_visible()
        expect(_line(phone, "梁文珍").get_by_role("link", name="更正")).to_be_visible()  # type: ignore[attr-defined]
    assert all_attendances().get(session=session).state == AttendanceState.LATE
