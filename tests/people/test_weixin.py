"""WeChat log-in against a WeChat of our own on the loopback: real HTTP, no other host."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from core.models import Event
from organisations.authority import SYSTEM
from people.models import Account, Person
from people.services import accounts
from tests.cast import PASSWORD, Cast, Places
from tests.pages import post
from tests.people.door import ASK, PHONE, WHO, come_in, is_in, put_on_roster, settle

GO = "/accounts/login/weixin/"
BACK = "/accounts/login/weixin/back/"
INSIDE = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/116 MicroMessenger/8.0.47"}


class WeChat:
    """What WeChat's server is asked, and whom it says a code stands for."""

    def __init__(self) -> None:
        self.people = {"code-of-chen": "openid-chen", "code-of-huang": "openid-huang"}
        self.asked: list[dict[str, list[str]]] = []
        told = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                told.asked.append(form)
                openid = told.people.get(form["code"][0])
                said = {"access_token": "token", "openid": openid} if openid else {"errcode": 40029}
                content = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}/sns/oauth2/access_token"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def wechat(settings: Settings) -> Iterator[WeChat]:
    server = WeChat()
    settings.WEIXIN_ID = "wx-of-the-bureau"
    settings.WEIXIN_TOKEN_URL = server.address
    provider = settings.SOCIALACCOUNT_PROVIDERS["weixin"]
    app = {"client_id": "wx-of-the-bureau", "secret": "a secret"}
    settings.SOCIALACCOUNT_PROVIDERS = {"weixin": provider | {"APPS": [app]}}
    yield server
    server.close()


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        cache.clear()
        yield traveller


@pytest.fixture
def account(cast: Cast, places: Places, at: datetime) -> Account:
    person = put_on_roster(cast.worker("陈小燕", places.station), PHONE)
    return accounts.open_account(
        person=person, username="chen", password=PASSWORD, phone=PHONE, by=SYSTEM, at=at
    )


def _come_back(client: Client, code: str = "code-of-chen", **more: str) -> Any:
    """Go to WeChat and return as its browser would, with the code and the state."""
    sent = urlsplit(client.get(GO, more)["Location"])
    state = parse_qs(sent.query)["state"][0]
    return client.get(f"{BACK}?{urlencode({'code': code, 'state': state})}")


def test_without_an_app_there_is_no_such_thing(client: Client, db: None) -> None:
    assert client.get(GO).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "微信登录" not in client.get(ASK, headers=INSIDE).content.decode()


def test_it_is_offered_inside_wechat_and_by_a_website_app_everywhere(
    client: Client, db: None, wechat: WeChat, settings: Settings
) -> None:
    assert "微信登录" in client.get(ASK, headers=INSIDE).content.decode()
    assert "微信登录" not in client.get(ASK).content.decode()
    settings.WEIXIN_KIND = "website"
    assert "微信登录" in client.get(ASK).content.decode()


def test_wechat_is_asked_for_nothing_but_who_it_is(client: Client, db: None, wechat: WeChat) -> None:
    sent = urlsplit(client.get(GO)["Location"])
    asked = parse_qs(sent.query)
    assert (sent.netloc, sent.path, sent.fragment) == (
        "open.weixin.qq.com", "/connect/oauth2/authorize", "wechat_redirect",
    )  # fmt: skip
    assert asked["scope"] == ["snsapi_base"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    _come_back(client)
    assert [(form["appid"], form["code"]) for form in wechat.asked] == [
        (["wx-of-the-bureau"], ["code-of-chen"])
    ]


def test_the_first_time_a_phone_code_binds_it_and_the_next_time_it_opens(
    client: Client, account: Account, wechat: WeChat
) -> None:
    assert _come_back(client, next="/hours/")["Location"] == f"{ASK}?next=%2Fhours%2F"
    assert not is_in(client)
    assert "第一次用微信登录" in client.get(ASK).content.decode()
    assert come_in(client, next="/hours/")["Location"] == "/hours/"
    bound = SocialAccount.objects.get()
    assert (bound.user, bound.uid, bound.extra_data) == (account, "openid-chen", {})
    assert Event.objects.filter(name="people.account.weixin_bound").count() == 1
    again = Client()
    assert _come_back(again, next="/hours/")["Location"] == "/hours/"
    assert again.session["_auth_user_id"] == str(account.pk)


def test_the_first_tap_on_the_card_binds_it_too(
    client: Client, cast: Cast, places: Places, wechat: WeChat
) -> None:
    person: Person = put_on_roster(cast.worker("农小妹", places.station), PHONE)
    _come_back(client)
    come_in(client)
    post(client, WHO)
    person.refresh_from_db()
    assert SocialAccount.objects.get().user == person.account


def test_a_password_binds_nothing(client: Client, account: Account, wechat: WeChat) -> None:
    """Two people at one phone: the first came from WeChat, the second logs in."""
    _come_back(client)
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    assert is_in(client)
    assert SocialAccount.objects.count() == 0


def test_a_wechat_that_waited_too_long_is_forgotten(
    client: Client, account: Account, wechat: WeChat, clock: time_machine.Traveller
) -> None:
    _come_back(client)
    clock.shift(601)
    come_in(client)
    assert SocialAccount.objects.count() == 0


def test_nobody_signs_up_by_it(client: Client, account: Account, wechat: WeChat) -> None:
    _come_back(client, "code-of-huang")
    assert Account.objects.count() == 1


@pytest.mark.parametrize("code", ["nobodys-code", ""])
def test_a_code_that_wechat_does_not_know_lets_nobody_in(
    client: Client, account: Account, wechat: WeChat, code: str
) -> None:
    answer = _come_back(client, code)
    assert answer.status_code in {200, 401}
    assert "微信" in answer.content.decode()
    assert not is_in(client)


def test_a_strangers_state_is_refused(client: Client, account: Account, wechat: WeChat) -> None:
    answer = client.get(f"{BACK}?{urlencode({'code': 'code-of-chen', 'state': 'made up'})}")
    assert answer.status_code in {200, 401}
    assert wechat.asked == []


def test_it_can_be_taken_back(client: Client, account: Account, wechat: WeChat) -> None:
    _come_back(client)
    come_in(client)
    settle(client)
    assert "微信已绑定" in client.get("/accounts/sessions/").content.decode()
    post(client, "/accounts/sessions/weixin/unbind/")
    assert SocialAccount.objects.count() == 0
    assert _come_back(Client())["Location"] == ASK
