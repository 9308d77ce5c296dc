"""我的登录: where one is logged in, out everywhere else, a new number, a first password."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from core.models import Event
from organisations.authority import SYSTEM
from people.access_querysets import all_access_requests
from people.models import Account, Person
from people.rules import device_name
from people.services import accounts
from tests.cast import PASSWORD, Cast, Places
from tests.pages import post
from tests.people.door import PHONE, code_sent_to, come_in, is_in, put_on_roster, settle, texts_to

PAGE = "/accounts/sessions/"
PHONE_PAGE = "/accounts/phone/"
PHONE_CODE = "/accounts/phone/code/"
NEW = "13900000002"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.47"
)


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        cache.clear()
        yield traveller


@pytest.fixture
def worker(cast: Cast, places: Places, at: datetime) -> Person:
    person = put_on_roster(cast.worker("陈小燕", places.station), PHONE)
    accounts.open_account(person=person, username="chen", password=PASSWORD, phone=PHONE, by=SYSTEM, at=at)
    person.refresh_from_db()
    return person


def _by_password(agent: str = "") -> Client:
    client = Client(headers={"user-agent": agent} if agent else None)
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    assert is_in(client)
    return settle(client)


def test_it_lists_the_devices_by_the_names_people_use(worker: Person) -> None:
    desk = _by_password("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120")
    _by_password(WECHAT)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", desk.get(PAGE).content.decode()))
    assert "微信 安卓手机" in page
    assert "Edge Windows电脑 本机" in page
    assert "139****0001" in page


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WECHAT, ("微信", "安卓手机")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari/604", ("Safari", "iPhone")),
        ("Mozilla/5.0 (Phone; HarmonyOS 4) HuaweiBrowser/14 Chrome/99", ("华为浏览器", "鸿蒙手机")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_names_of_devices(agent: str, name: tuple[str, str]) -> None:
    assert device_name(agent) == name


def test_the_others_are_out_and_this_one_stays(worker: Person) -> None:
    here, there = _by_password(), _by_password()
    assert post(here, PAGE)["Location"] == PAGE
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    assert UserSession.objects.count() == 1
    assert Event.objects.get(name="people.account.sessions_ended").data == {"count": 1}


def test_somebody_elses_sessions_are_not_touched(worker: Person, cast: Cast, places: Places) -> None:
    other = cast.account(cast.worker("黄建国", places.station))
    theirs = Client()
    theirs.post("/accounts/login/", {"login": other.username, "password": PASSWORD})
    settle(theirs)
    post(_by_password(), PAGE)
    assert theirs.get(PAGE).status_code == 200


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_the_same_for_one_device_and_for_twenty(
    count: int, worker: Person, count_queries: Any
) -> None:
    clients = [_by_password() for _one in range(count)]
    clients[-1].get(PAGE)
    assert count_queries(lambda: clients[-1].get(PAGE)) <= 14


def test_a_new_number_needs_the_code_and_proof_of_who_asks(worker: Person) -> None:
    here, there = _by_password(), _by_password()
    assert post(here, PHONE_PAGE, phone=NEW)["Location"] == PHONE_CODE  # logged in just now: proved
    assert post(here, PHONE_CODE, code="000000").status_code == 200
    assert post(here, PHONE_CODE, code=code_sent_to(NEW))["Location"] == PAGE
    worker.refresh_from_db()
    assert worker.account is not None
    assert (worker.phone, worker.account.phone, worker.account.phone_verified) == (NEW, NEW, True)
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    [event] = Event.objects.filter(name="people.account.phone_changed")
    assert event.data == {}
    cache.clear()
    assert come_in(Client(), NEW)["Location"] == "/desk/"
    assert come_in(Client(), PHONE)["Location"].startswith("/accounts/login/who/")


def test_an_old_session_proves_itself_by_the_password(worker: Person, clock: time_machine.Traveller) -> None:
    client = _by_password()
    clock.shift(timedelta(minutes=20))
    assert "现在的密码不对" in post(client, PHONE_PAGE, phone=NEW, password="wrong").content.decode()
    assert texts_to(NEW) == []
    post(client, PHONE_PAGE, phone=NEW, password=PASSWORD)
    post(client, PHONE_CODE, code=code_sent_to(NEW))
    worker.refresh_from_db()
    assert worker.phone == NEW


def test_without_proof_somebody_confirms(
    worker: Person, clock: time_machine.Traveller, places: Places
) -> None:
    client = _by_password()
    clock.shift(timedelta(minutes=20))
    post(client, PHONE_PAGE, phone=NEW)
    assert post(client, PHONE_CODE, code=code_sent_to(NEW))["Location"] == PAGE
    worker.refresh_from_db()
    assert worker.phone == PHONE
    request = all_access_requests().get()
    assert (request.person, request.organisation, request.phone) == (worker, places.station, NEW)


def test_a_number_of_another_account_is_told_to_its_holder_only(
    worker: Person, cast: Cast, places: Places, at: datetime
) -> None:
    other = cast.worker("黄建国", places.station)
    accounts.open_account(person=other, username="huang", password=None, phone=NEW, by=SYSTEM, at=at)
    client = _by_password()
    assert post(client, PHONE_PAGE, phone=NEW)["Location"] == PHONE_CODE
    page = post(client, PHONE_CODE, code=code_sent_to(NEW)).content.decode()
    assert "已是另一个账号的登录号码" in page
    assert Account.objects.get(username="huang").phone == NEW


def test_a_code_for_a_new_number_is_guessed_five_times(worker: Person) -> None:
    client = _by_password()
    post(client, PHONE_PAGE, phone=NEW)
    right = code_sent_to(NEW)
    for _guess in range(5):
        post(client, PHONE_CODE, code="000000" if right != "000000" else "111111")
    assert post(client, PHONE_CODE, code=right)["Location"] == PHONE_PAGE
    worker.refresh_from_db()
    assert worker.phone == PHONE


def test_a_first_password_is_set_right_after_a_log_in(
    worker: Person, client: Client, clock: time_machine.Traveller
) -> None:
    account = worker.account
    assert account is not None
    account.set_unusable_password()
    account.save()
    come_in(client)
    settle(client)
    words = {"password1": "another long word 7", "password2": "another long word 7"}
    clock.shift(timedelta(minutes=20))
    assert client.post("/accounts/password/set/", words)["Location"] == PAGE
    account.refresh_from_db()
    assert not account.has_usable_password()
    client.logout()
    come_in(client)
    assert client.post("/accounts/password/set/", words)["Location"] == PAGE
    account.refresh_from_db()
    assert account.check_password("another long word 7")
