"""Log-in by a texted code: one minute between two, five guesses, five minutes, once; the same for every number."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from config.settings import base
from core.models import Event, Outgoing
from organisations.authority import SYSTEM
from people.models import Account
from people.services import accounts
from tests.cast import Cast, Places
from tests.people.door import (
    ASK,
    CONFIRM,
    PHONE,
    WHO,
    ask_for_code,
    code_sent_to,
    come_in,
    confirm,
    is_in,
    texts_to,
)

NOBODYS = "13911112222"


@pytest.fixture(autouse=True)
def clock(settings: Settings, tmp_path: Path, at: datetime) -> Iterator[time_machine.Traveller]:
    """A clock to turn, and the same kind of cache as in life with nothing in it."""
    settings.CACHES = {"default": base.CACHES["default"] | {"LOCATION": str(tmp_path / "cache")}}
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller
    cache.clear()


@pytest.fixture
def account(cast: Cast, places: Places, at: Any) -> Account:
    person = cast.worker("陈小燕", places.station)
    return accounts.open_account(
        person=person, username="chenxiaoyan", password=None, phone=PHONE, by=SYSTEM, at=at
    )


def test_a_code_of_six_digits_lets_in_and_proves_the_number(client: Client, account: Account) -> None:
    answer = come_in(client, next="/hours/")
    assert (answer.status_code, answer["Location"]) == (302, "/hours/")
    assert client.session["_auth_user_id"] == str(account.pk)
    account.refresh_from_db()
    assert account.phone_verified


def test_the_page_helps_the_phone_and_the_hand(client: Client, account: Account) -> None:
    page = client.get(ASK).content.decode()
    assert 'autocomplete="tel"' in page
    assert 'inputmode="tel"' in page
    ask_for_code(client)
    page = client.get(CONFIRM).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert "139****0001" in page
    assert PHONE not in page
    for way in ("重新发送", "换一个手机号", "用密码登录", "一次性登录码"):
        assert way in page


@pytest.mark.parametrize(
    "pasted", ["{0}", " {0} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "【榕荫】验证码{0}，"]
)
def test_a_pasted_code_is_read_as_people_paste(client: Client, account: Account, pasted: str) -> None:
    ask_for_code(client)
    confirm(client, pasted.format(code_sent_to()))
    assert is_in(client)


def test_the_code_lets_in_once(client: Client, account: Account) -> None:
    ask_for_code(client)
    code = code_sent_to()
    confirm(client, code)
    assert is_in(client)
    again = Client()
    confirm(again, code)
    assert not is_in(again)


def test_a_code_is_not_asked_of_another_browser(client: Client, account: Account) -> None:
    ask_for_code(client)
    other = Client()
    assert confirm(other, code_sent_to())["Location"].startswith(ASK)
    assert not is_in(other)


def test_after_five_minutes_the_code_is_gone(
    client: Client, account: Account, clock: time_machine.Traveller
) -> None:
    ask_for_code(client)
    clock.shift(timedelta(minutes=5, seconds=1))
    assert confirm(client, code_sent_to(), next="/hours/")["Location"] == f"{ASK}?next=%2Fhours%2F"
    assert not is_in(client)
    assert "已经过期" in client.get(ASK).content.decode()


def test_five_wrong_guesses_end_it_even_for_the_right_code(client: Client, account: Account) -> None:
    ask_for_code(client)
    right = code_sent_to()
    wrong = "000000" if right != "000000" else "111111"
    for _guess in range(4):
        answer = confirm(client, wrong)
        assert answer.status_code == 200
        assert "验证码不对" in answer.content.decode()
    assert confirm(client, wrong)["Location"] == ASK
    confirm(client, right)
    assert not is_in(client)


def test_a_new_code_comes_after_a_minute_and_replaces_the_old(
    client: Client, account: Account, clock: time_machine.Traveller
) -> None:
    ask_for_code(client)
    first = code_sent_to()
    resend = {"action": "resend"}
    clock.shift(timedelta(seconds=59))
    assert "还不到60秒" in client.post(CONFIRM, resend, follow=True).content.decode()
    assert len(texts_to()) == 1
    clock.shift(timedelta(seconds=2))
    assert "新的验证码已发送" in client.post(CONFIRM, resend, follow=True).content.decode()
    second = code_sent_to()
    clock.shift(timedelta(minutes=4, seconds=50))  # five minutes from the second, not from the first
    assert first == second or confirm(client, first).status_code == 200
    confirm(client, second)
    assert is_in(client)


def test_another_browser_gets_no_second_code_within_the_minute(client: Client, account: Account) -> None:
    ask_for_code(client)
    answer = ask_for_code(Client())
    assert answer.status_code == 200
    assert "请等60秒" in answer.content.decode()
    assert len(texts_to()) == 1


def test_one_number_gets_six_codes_an_hour_whoever_asks(
    account: Account, clock: time_machine.Traveller
) -> None:
    for _turn in range(8):
        ask_for_code(Client())
        clock.shift(timedelta(seconds=61))
    assert len(texts_to()) == 6


def test_the_whole_site_sends_so_many_codes_an_hour(
    client: Client, account: Account, settings: Settings
) -> None:
    settings.CODES_PER_HOUR = 2
    answers = [ask_for_code(Client(), f"1390000000{digit}") for digit in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert "要验证码的人太多" in answers[2].content.decode()
    assert Outgoing.objects.count() == 2


def test_a_whole_class_behind_one_address_gets_its_codes(db: None) -> None:
    answers = [ask_for_code(Client(), f"139{number:08}") for number in range(60)]
    assert {answer.status_code for answer in answers} == {302}


def _shape(answer: Any) -> tuple[int, str, str]:
    text = re.sub(r'value="[^"]*"|\d{3}\*{4}\d{4}', "", answer.content.decode())
    return answer.status_code, answer.headers.get("Location", ""), text


def test_an_unknown_number_gets_the_same_answer_and_the_same_work(account: Account) -> None:
    """Pages, queries and a text: the same, up to what the database is asked for the account itself."""
    shapes, work = [], []
    for phone in (PHONE, NOBODYS):
        client = Client()
        client.get(ASK)
        with CaptureQueriesContext(connection) as asked:
            seen = [_shape(ask_for_code(client, phone))]
        seen += [_shape(client.get(CONFIRM)), _shape(confirm(client, "wrong-code"))]
        shapes.append(seen)
        work.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked])
    assert shapes[0] == shapes[1]
    assert len(work[0]) == len(work[1])
    assert len(texts_to(PHONE)) == len(texts_to(NOBODYS)) == 1


def test_only_the_holder_of_an_unknown_number_learns_that_it_is_unknown(client: Client, db: None) -> None:
    assert come_in(client, NOBODYS, next="/hours/")["Location"] == f"{WHO}?next=%2Fhours%2F"
    assert not is_in(client)


def test_a_closed_account_is_told_so_only_after_the_code(client: Client, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert come_in(client)["Location"] == "/accounts/inactive/"
    assert not is_in(client)


def test_the_same_form_sent_again_keeps_the_visitor_in(client: Client, account: Account) -> None:
    """A lost reply: the browser still has the old session, the form the same key."""
    ask_for_code(client)
    form = {"code": code_sent_to(), "action_key": "6a1f0c3e-8d1c-4f3e-9d6a-0b0f5d9f1c11", "next": "/hours/"}
    before = client.cookies["sessionid"].value
    assert client.post(CONFIRM, form)["Location"] == "/hours/"
    client.cookies["sessionid"] = before
    answer = client.post(CONFIRM, form)
    assert answer["Location"] == "/hours/"
    assert is_in(client)
    stranger = Client()
    stranger.post(CONFIRM, form | {"action_key": "00000000-0000-4000-8000-000000000000"})
    assert not is_in(stranger)


@pytest.mark.service
def test_two_taps_at_once_let_in(truncatable_ledger: None, places: Places, cast: Cast, at: datetime) -> None:
    person = cast.worker("陈小燕", places.station)
    accounts.open_account(person=person, username="u", password=None, phone=PHONE, by=SYSTEM, at=at)
    client = Client()
    ask_for_code(client)
    form = {"code": code_sent_to(), "action_key": "6a1f0c3e-8d1c-4f3e-9d6a-0b0f5d9f1c11"}
    twins = [Client(), Client()]
    for twin in twins:
        twin.cookies = client.cookies.copy()
    gate = threading.Barrier(2)

    def tap(twin: Client) -> None:
        try:
            gate.wait()
            twin.post(CONFIRM, form)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tap, args=(twin,)) for twin in twins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [is_in(twin) for twin in twins] == [True, True]


def test_codes_and_numbers_stand_in_no_event_and_in_no_address(client: Client, account: Account) -> None:
    answer = come_in(client)
    code = re.search(r"\d{6}", texts_to()[-1])
    assert code
    told = str(list(Event.objects.values_list("data", flat=True))) + answer["Location"]
    assert code.group() not in told
    assert PHONE not in told


def test_a_log_in_asks_the_same_whatever_has_piled_up(
    account: Account, clock: time_machine.Traveller
) -> None:
    """The bench's persona logs in again and again: the old lines cost nothing."""

    def queries() -> int:
        client = Client()
        ask_for_code(client)
        with CaptureQueriesContext(connection) as asked:
            confirm(client, code_sent_to())
        assert is_in(client)
        clock.shift(timedelta(minutes=20))
        return len(asked)

    first = queries()
    for _again in range(4):
        queries()
    assert queries() <= first + 1
