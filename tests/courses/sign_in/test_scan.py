"""Sign-in from both sides: the screen, the scan, roll-call, the sheet and the head count."""

import gzip
import re
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import actions
from courses.models import Attendance, ClassSession
from courses.querysets import all_sessions
from courses.services import attendance, sign_in
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import PASSWORD, Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of
from tests.courses.sign_in.room import code_address, enrolled, logged_in, post, text, url

SCREENS = ("session_detail", "sign_in", "sign_in_code", "session_mark", "session_close", "session_sheet")


def test_the_scan_opens_a_page_that_knows_who_what_and_when_and_writes_nothing(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    enrolled(opened, learner, at)
    page = text(logged_in(cast, learner).get(code_address(opened, at)))
    for words in ("陈小燕", "岗前培训班2026-01", "入户走访", "2026年3月16日", "09:00–12:00", "签到</button>"):
        assert words in page
    assert not Attendance.objects.exists()


def test_one_tap_signs_in_and_the_next_scan_says_since_when(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    client = logged_in(cast, enrolled(opened, learner, at))
    answer = post(client, code_address(opened, at))
    assert answer["Location"] == url("signed_in", opened)
    assert "您已签到 <span" in text(client.get(answer["Location"]))
    clock_hand.move_to(at + timedelta(minutes=20))
    again = client.get(code_address(opened, at + timedelta(minutes=20)))
    assert "10:00" in text(again)
    assert "签到</button>" not in text(again)
    assert all_entries().total_minutes() == 180


def test_a_double_tap_and_a_second_phone_leave_one_attendance(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    first, second = logged_in(cast, learner), logged_in(cast, learner)
    key = {actions.FIELD: str(uuid.uuid4())}
    answers = [first.post(code_address(opened, at), key) for _tap in range(2)]
    answers.append(second.post(code_address(opened, at), {actions.FIELD: str(uuid.uuid4())}))
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "您已签到" in text(answers[2])  # type: ignore[arg-type]
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize("is_member", [True, False])
def test_an_expired_code_asks_for_another_scan_and_is_no_error(
    opened: ClassSession,
    learner: Person,
    cast: Cast,
    at: datetime,
    clock_hand: time_machine.Traveller,
    is_member: bool,
) -> None:
    client = logged_in(cast, learner) if is_member else Client()
    address = code_address(opened, at)
    clock_hand.move_to(at + timedelta(seconds=46))
    for answer in (client.get(address), post(client, address)):
        assert answer.status_code == 200
        assert "请重新扫屏幕上的码" in text(answer)  # type: ignore[arg-type]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("code", ["x", "A" * 44, "a-b_c"])
def test_a_made_up_code_says_the_same_as_an_expired_one(learner: Person, cast: Cast, code: str) -> None:
    answer = logged_in(cast, learner).get(reverse("courses:scan", args=[code]))
    assert answer.status_code == 200
    assert "请重新扫屏幕上的码" in text(answer)  # type: ignore[arg-type]


def test_a_first_log_in_needs_no_second_scan(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    account, client = cast.account(learner), Client()
    address = code_address(opened, at)
    to_login = client.get(address)
    assert to_login["Location"] == f"/accounts/login/code/?next={address}"
    clock_hand.move_to(at + timedelta(minutes=4))
    form = {"login": account.username, "password": PASSWORD, "next": address}
    back = client.post("/accounts/login/", form)
    assert back["Location"] == address
    assert "签到</button>" in text(client.get(address))  # type: ignore[arg-type]
    assert post(client, address).status_code == 302
    assert Attendance.objects.get().person == learner


def test_a_link_passed_on_to_a_friend_is_worth_nothing_there(
    opened: ClassSession,
    learner: Person,
    cast: Cast,
    places: Places,
    at: datetime,
    clock_hand: time_machine.Traveller,
) -> None:
    here, friend = logged_in(cast, learner), logged_in(cast, cast.worker("李大山", places.station))
    address = code_address(opened, at)
    here.get(address)
    clock_hand.move_to(at + timedelta(minutes=1))
    assert "请重新扫" in text(friend.get(address))  # type: ignore[arg-type]
    assert "请重新扫" in text(post(friend, address))
    assert "签到</button>" in text(here.get(address))  # type: ignore[arg-type]


def test_a_scan_is_not_kept_for_ever_nor_for_another_session(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    client = logged_in(cast, learner)
    address = code_address(opened, at)
    client.get(address)
    elsewhere = session_of(opened.training_class, at, TODAY + timedelta(days=1))
    other = code_address(all_sessions().get(pk=elsewhere.pk), at)
    clock_hand.move_to(at + timedelta(minutes=2))
    assert "请重新扫" in text(client.get(other))  # type: ignore[arg-type]
    clock_hand.move_to(at + timedelta(minutes=11))
    assert "请重新扫" in text(client.get(address))  # type: ignore[arg-type]


def test_whoever_is_there_without_being_on_the_list_is_recorded_and_flagged(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, learner)
    receipt = client.get(post(client, code_address(opened, at))["Location"])
    assert "您不在报名名单上" in text(receipt)  # type: ignore[arg-type]
    screen = text(logged_in(cast, teacher).get(url("sign_in", opened)))  # type: ignore[arg-type]
    assert "已到1 / 应到0" in screen
    assert "未报名到课：陈小燕" in screen


def test_who_is_signed_in_elsewhere_at_that_time_is_told_so_on_the_page(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    elsewhere = sign_in.open_session(
        session=session_of(open_class(places.city, at, "市班"), at), by=SYSTEM, at=at
    )
    attendance.sign_in(session=elsewhere, person=learner, by=SYSTEM, at=at)
    answer = post(logged_in(cast, learner), code_address(opened, at))
    assert answer.status_code == 409
    assert "同一时间已在另一课次签到" in text(answer)
    assert Attendance.objects.count() == 1


def test_a_session_that_is_not_open_says_whom_to_ask(
    session: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, learner)
    page = text(client.get(code_address(session, at)))  # type: ignore[arg-type]
    assert "没有开放签到" in page
    assert "签到</button>" not in page
    assert post(client, code_address(session, at)).status_code == 409


def test_the_page_of_a_scan_is_small_has_no_script_and_loads_one_stylesheet(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    answer = logged_in(cast, learner).get(code_address(opened, at))
    page = text(answer)  # type: ignore[arg-type]
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page) == ["/static/css/banyan.css"]
    assert 'rel="icon" href="data:,"' in page
    assert not re.search(r"<script|<img|<iframe|@import", page)
    stylesheet = Path(str(finders.find("css/banyan.css"))).read_bytes()
    assert len(gzip.compress(answer.content)) + len(gzip.compress(stylesheet)) <= 20_000


def test_a_scan_costs_few_queries(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = logged_in(cast, enrolled(opened, learner, at))
    with django_assert_max_num_queries(12):
        client.get(code_address(opened, at))


# The organiser's screen
