"""是我: a proved number meets the roster. Who has no account gets one by a tap; everybody else, somebody answers."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.access_querysets import all_access_requests
from people.models import Account, Person
from people.services import accounts
from people.words import AccessRequestState
from tests.cast import Cast, Places
from tests.pages import post
from tests.people.door import ASK, PHONE, WHO, come_in, is_in, put_on_roster, texts_to

ASKED = "/accounts/login/asked/"
FORM = "/accounts/login/ask/"


@pytest.fixture(autouse=True)
def clock(settings: Settings, at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        cache.clear()
        yield traveller


@pytest.fixture
def worker(cast: Cast, places: Places) -> Person:
    return put_on_roster(cast.worker("陈小燕", places.station), PHONE)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_one_tap_makes_the_account_and_goes_on(client: Client, worker: Person) -> None:
    assert come_in(client, next="/hours/")["Location"] == f"{WHO}?next=%2Fhours%2F"
    card = _text(client.get(f"{WHO}?next=/hours/"))
    assert "您是陈小燕，东湖县青石镇社工站？" in re.sub(r"\s*\n\s*", "", card)
    answer = post(client, WHO, next="/hours/")
    assert (answer.status_code, answer["Location"]) == (302, "/hours/")
    worker.refresh_from_db()
    account = worker.account
    assert account is not None
    assert client.session["_auth_user_id"] == str(account.pk)
    assert (account.phone, account.phone_verified, account.has_usable_password()) == (PHONE, True, False)
    assert "陈小燕" not in account.username
    assert PHONE not in account.username
    [event] = Event.objects.filter(name="people.account.opened")
    assert (event.actor_id, event.subject_id, event.data) == (worker.pk, str(worker.pk), {})


def test_the_second_log_in_asks_nothing_more(client: Client, worker: Person) -> None:
    come_in(client)
    post(client, WHO)
    cache.clear()
    again = Client()
    assert come_in(again)["Location"] == "/desk/"
    assert is_in(again)


def test_the_tap_sent_again_keeps_the_visitor_in(client: Client, worker: Person) -> None:
    come_in(client)
    form = {"action_key": "6a1f0c3e-8d1c-4f3e-9d6a-0b0f5d9f1c11", "next": "/hours/"}
    before = client.cookies["sessionid"].value
    assert client.post(WHO, form)["Location"] == "/hours/"
    client.cookies["sessionid"] = before
    assert client.post(WHO, form)["Location"] == "/hours/"
    assert is_in(client)
    assert Account.objects.count() == 1


def test_without_a_proved_number_there_is_no_card(client: Client, worker: Person) -> None:
    assert client.get(WHO)["Location"] == ASK
    assert post(client, WHO)["Location"] == ASK
    assert client.get(FORM)["Location"] == ASK
    assert Account.objects.count() == 0


def test_the_proof_holds_a_quarter_of_an_hour(
    client: Client, worker: Person, clock: time_machine.Traveller
) -> None:
    come_in(client)
    clock.shift(timedelta(minutes=16))
    assert client.get(WHO)["Location"] == ASK


def test_people_who_were_merged_or_withdrawn_are_nobody(client: Client, worker: Person, at: datetime) -> None:
    Person.objects.filter(pk=worker.pk).update(withdrawn_at=at)
    come_in(client)
    assert client.get(WHO)["Location"] == FORM


def test_two_people_with_one_number_are_not_chosen_from(
    client: Client, worker: Person, cast: Cast, places: Places
) -> None:
    other = put_on_roster(cast.worker("黄建国", places.other_station), PHONE)
    come_in(client)
    page = _text(client.get(WHO))
    assert "不止一个人" in page
    assert "西山县云岭镇社工站" in page
    assert worker.name not in page
    assert other.name not in page
    assert post(client, WHO).status_code == 200
    assert not is_in(client)
    assert Account.objects.count() == 0


def test_who_has_an_account_with_another_number_asks_for_the_new_one(
    client: Client, worker: Person, at: datetime
) -> None:
    accounts.open_account(person=worker, username="old", password=None, phone="13900000009", by=SYSTEM, at=at)
    come_in(client)
    page = _text(client.get(WHO))
    assert "139****0009" in page
    assert post(client, WHO)["Location"] == ASKED
    assert not is_in(client)
    request = all_access_requests().get()
    assert (request.person, request.phone, request.state) == (worker, PHONE, AccessRequestState.WAITING)
    assert "等单位确认" in _text(client.get(ASKED))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.OPERATOR, Role.READER])
def test_who_holds_a_role_of_the_system_gets_the_account_from_it(
    client: Client, cast: Cast, places: Places, role: Role
) -> None:
    """An officer may write a number onto the roster; that must not open what the officer could not grant."""
    put_on_roster(cast.with_role("周志远", role, places.county), PHONE)
    come_in(client)
    page = post(client, WHO)
    assert page.status_code == 200
    assert "平台管理员" in _text(page)
    assert Account.objects.count() == 0


def test_a_claim_is_ones_own(worker: Person, cast: Cast, places: Places, at: datetime) -> None:
    officer = cast.with_role("黄志强", Role.OFFICER, places.county)
    with pytest.raises(RuleBroken) as refused:
        accounts.claim(person=worker, phone=PHONE, proved=True, by=cast.by(officer), at=at)
    assert refused.value.code == "account.not_yours"
    put_on_roster(worker, "13900000002")
    with pytest.raises(RuleBroken) as changed:
        accounts.claim(person=worker, phone=PHONE, proved=True, by=cast.by(worker), at=at)
    assert changed.value.code == "account.roster_changed"


def test_not_me_and_not_on_the_roster_fill_in_three_fields(client: Client, places: Places) -> None:
    come_in(client)
    assert client.get(WHO)["Location"] == FORM
    page = _text(client.get(FORM))
    assert len(re.findall(r'<input type="text"', page)) == 3
    answer = post(client, FORM, name="李秋月", place="东湖县青石镇社工站", post="社工")
    assert answer["Location"] == ASKED
    page = _text(client.get(ASKED))
    assert "东湖县青石镇社工站" in page
    assert "139****0001" in page
    request = all_access_requests().get()
    assert (request.name, request.post, request.phone, request.organisation) == (
        "李秋月", "社工", PHONE, places.station,
    )  # fmt: skip
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert "李秋月" not in told
    assert PHONE not in told
    assert client.get(FORM)["Location"] == ASKED


def test_an_empty_form_says_what_is_missing(client: Client, places: Places) -> None:
    come_in(client)
    page = _text(post(client, FORM))
    for label in ("姓名", "单位", "岗位"):
        assert f"请填写{label}" in page


def test_an_unclear_place_is_asked_about(client: Client, places: Places) -> None:
    come_in(client)
    page = _text(post(client, FORM, name="李秋月", place="镇社工站", post="社工"))
    assert "有几个单位名称相近" in page
    assert "西山县云岭镇社工站" in page
    chosen = str(places.other_station.public_id)
    answer = post(client, FORM, name="李秋月", place="镇社工站", post="社工", which=chosen)
    assert answer["Location"] == ASKED
    assert all_access_requests().get().organisation == places.other_station


def test_an_unknown_place_is_said_so(client: Client, places: Places) -> None:
    come_in(client)
    page = _text(post(client, FORM, name="李秋月", place="火星社工站", post="社工"))
    assert "没有找到这个单位" in page
    assert all_access_requests().count() == 0


def test_one_number_asks_once_at_a_time(client: Client, places: Places) -> None:
    come_in(client)
    form = {"name": "李秋月", "place": "东湖县青石镇社工站", "post": "社工"}
    post(client, FORM, **form)
    again = post(client, FORM, **form)
    assert "已有一条申请在等确认" in _text(again)
    assert len(texts_to()) == 1
