"""Whole identity numbers leave only after a proof of the last minutes, by whatever the account has."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from courses.models import TrainingClass
from desks.services.demo.personas import BY_KEY, username
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Account
from people.proving import RECENT_SECONDS
from people.services import accounts
from reporting.models import PreparedFile
from tests.cast import PASSWORD, Cast, Places
from tests.logins import came_in
from tests.pages import post
from tests.people.door import PHONE, code_sent_to, settle, texts_to
from tests.reporting.official.pages import address
from tests.reporting.official.test_identities import ASKED
from tests.reporting.test_figures_page import text_of

PROVE = "/accounts/prove/"


@pytest.fixture(autouse=True)
def clock(held: TrainingClass, at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        cache.clear()
        yield traveller


@pytest.fixture
def page(held: TrainingClass) -> str:
    return address("roster", held, "identities/")


def officer(
    places: Places, cast: Cast, at: datetime, *, phone: str | None = PHONE, password: str | None = PASSWORD
) -> Account:
    person = cast.with_role("黄志强", Role.OFFICER, places.county)
    return accounts.open_account(
        person=person, username="huang", password=password, phone=phone, by=SYSTEM, at=at
    )


def browser(account: Account) -> Client:
    """A session that was opened long ago."""
    client = Client()
    client.force_login(account)
    return settle(client)


def asking(page: str) -> str:
    return f"{PROVE}?next={quote(page, safe='')}"


def test_an_old_session_exports_nothing_before_a_proof(
    places: Places, cast: Cast, at: datetime, page: str
) -> None:
    client = browser(officer(places, cast, at))
    assert client.get(page)["Location"] == asking(page)
    assert post(client, page, **ASKED)["Location"] == asking(page)
    assert not PreparedFile.objects.exists()
    words = text_of(client.get(asking(page)))
    assert "10分钟内确认过是您本人" in words
    assert "139****0001" in words
    assert "用密码验证" in words


def test_the_password_again_opens_it_for_ten_minutes(
    places: Places, cast: Cast, at: datetime, page: str, clock: time_machine.Traveller
) -> None:
    client = browser(officer(places, cast, at))
    wrong = client.post(f"/accounts/reauthenticate/?next={quote(page, safe='')}", {"password": "不是这个"})
    assert wrong.status_code == 200
    assert client.get(page).status_code == 302
    back = client.post(f"/accounts/reauthenticate/?next={quote(page, safe='')}", {"password": PASSWORD})
    assert back["Location"] == page
    assert client.get(page).status_code == 200
    assert client.get(asking(page))["Location"] == page
    clock.move_to(at + timedelta(seconds=RECENT_SECONDS - 1))
    assert post(client, page, **ASKED)["Location"] == "/figures/forms/"
    clock.move_to(at + timedelta(seconds=RECENT_SECONDS))
    assert client.get(page)["Location"] == asking(page)


def test_the_file_waits_for_a_proof_as_well(
    places: Places, cast: Cast, at: datetime, page: str, clock: time_machine.Traveller
) -> None:
    """It lies there for a day: whoever finds the browser open may not fetch it."""
    client = settle(came_in(Client(), officer(places, cast, at)))
    post(client, page, **ASKED)
    made = PreparedFile.objects.get()
    file = f"/figures/forms/files/{made.public_id}/"
    assert client.get(file).content.startswith(b"PK")
    clock.move_to(at + timedelta(seconds=RECENT_SECONDS))
    assert client.get(file)["Location"] == asking(file)
    PreparedFile.objects.update(holds_identities=False)
    assert client.get(file).content.startswith(b"PK")


def test_a_code_to_the_phone_opens_it_for_whoever_has_no_password(
    places: Places, cast: Cast, at: datetime, page: str
) -> None:
    client = browser(officer(places, cast, at, password=None))
    assert "用密码验证" not in text_of(client.get(asking(page)))
    sent = post(client, asking(page))
    assert sent["Location"].startswith(f"{PROVE}code/?next=")
    assert "换一种方式" in text_of(client.get(sent["Location"]))
    assert post(client, sent["Location"], code="000000").status_code == 200
    assert client.get(page).status_code == 302
    assert post(client, sent["Location"], code=code_sent_to(PHONE))["Location"] == page
    assert client.get(page).status_code == 200


def test_one_code_a_minute(places: Places, cast: Cast, at: datetime, page: str) -> None:
    client = browser(officer(places, cast, at))
    post(client, asking(page))
    assert "刚发过验证码" in text_of(post(client, asking(page)))
    assert len(texts_to(PHONE)) == 1


def test_an_authenticator_app_opens_it(places: Places, cast: Cast, at: datetime, page: str) -> None:
    account = officer(places, cast, at, password=None, phone=None)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    client = browser(account)
    assert "用验证器或恢复码验证" in text_of(client.get(asking(page)))
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    back = client.post(f"/accounts/2fa/reauthenticate/?next={quote(page, safe='')}", {"code": code})
    assert back["Location"] == page
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("by", "opens"),
    [("password", True), ("code", True), ("paper", True), ("mfa", True), ("socialaccount", False)],
)
def test_a_log_in_just_now_is_a_proof_unless_it_asked_for_nothing(
    places: Places, cast: Cast, at: datetime, page: str, by: str, opens: bool
) -> None:
    """WeChat lets in whoever holds the phone."""
    client = settle(came_in(Client(), officer(places, cast, at), by=by))
    assert (client.get(page).status_code == 200) is opens


def test_the_tap_on_a_persona_is_the_proof_of_the_demo(
    places: Places, cast: Cast, at: datetime, page: str, settings: Settings
) -> None:
    account = officer(places, cast, at, password=None, phone=None)
    Account.objects.filter(pk=account.pk).update(username=username(BY_KEY["city"]))
    client = Client()
    settings.DEMO_MODE = False
    assert post(client, "/demo/city/").status_code == 404
    settings.DEMO_MODE = True
    assert post(client, "/demo/city/").status_code == 302
    assert settle(client).get(page).status_code == 200


def test_whoever_has_no_way_at_all_logs_in_again(places: Places, cast: Cast, at: datetime, page: str) -> None:
    client = browser(officer(places, cast, at, password=None, phone=None))
    found = client.get(asking(page))
    assert "请退出，重新登录后马上再办" in text_of(found)
    assert 'action="/accounts/logout/"' in found.content.decode()
    assert "发送验证码" not in text_of(found)
    assert post(client, asking(page)).status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_proof_leads_to_no_other_site(places: Places, cast: Cast, at: datetime, target: str) -> None:
    client = settle(came_in(Client(), officer(places, cast, at)))
    assert client.get(f"{PROVE}?next={quote(target, safe='')}")["Location"] == "/desk/"
