"""Logging in and out: by user name or phone, slowly for those who guess, never to another site."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account import app_settings
from django.core.cache import cache, caches
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from config.settings import base
from organisations.authority import SYSTEM
from people.models import Account
from people.services import accounts
from tests.cast import PASSWORD, Cast, Places

LOGIN = "/accounts/login/"
PHONE = "13900000001"


@pytest.fixture(autouse=True)
def _own_cache(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The same kind of cache as in life, with nothing in it."""
    settings.CACHES = {"default": base.CACHES["default"] | {"LOCATION": str(tmp_path / "cache")}}
    yield
    cache.clear()


@pytest.fixture
def account(cast: Cast, places: Places, at: Any) -> Account:
    person = cast.worker("陈小燕", places.station)
    return accounts.open_account(
        person=person, username="chenxiaoyan", password=PASSWORD, phone=PHONE, by=SYSTEM, at=at
    )


def _log_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password} | more)


@pytest.mark.parametrize(
    "login", ["chenxiaoyan", PHONE, f"+86 {PHONE}", "139-0000-0001", "１３９０００００００１"]
)
def test_one_logs_in_by_user_name_or_phone(client: Client, account: Account, login: str) -> None:
    answer = _log_in(client, login)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: Client, account: Account
) -> None:
    before = client.get(LOGIN).cookies
    assert "sessionid" not in before
    cookie = _log_in(client, "chenxiaoyan").cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_wrong_password_says_the_same_whether_the_account_exists(client: Client, account: Account) -> None:
    pages = [_log_in(client, login, "wrong").content.decode() for login in ("chenxiaoyan", "nobody-here")]
    texts = {re.sub(r'value="[^"]*"', "", page) for page in pages}
    assert len(texts) == 1
    assert "有几处需要修改" in texts.pop()
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down_for_all_processes_together(client: Client, account: Account) -> None:
    """The limit is counted in the shared cache: another process with an empty memory goes on counting."""
    for _guess in range(5):
        _log_in(client, "chenxiaoyan", "wrong")
    answer = _log_in(Client(), "chenxiaoyan")
    assert "_auth_user_id" not in answer.client.session
    assert answer.status_code == 429 or "次数" in answer.content.decode() or "太多" in answer.content.decode()
    caches["default"].clear()
    assert _log_in(Client(), "chenxiaoyan").status_code == 302


def test_the_limits_live_in_a_cache_that_all_processes_share() -> None:
    assert base.CACHES["default"]["BACKEND"].rsplit(".", 1)[1] in {"FileBasedCache", "RedisCache"}
    assert app_settings.RATE_LIMITS["login_failed"]


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:alert(1)",
        "http://testserver.evil.example/", "\thttps://evil.example", "/%09/evil.example//..//", "https://testserver@evil.example",
        "///evil.example", "data:text/html,x", "ftp://evil.example",
    ],
)  # fmt: skip
def test_log_in_leads_only_to_paths_of_this_site(client: Client, account: Account, target: str) -> None:
    location = _log_in(client, "chenxiaoyan", next=target)["Location"]
    assert location == "/desk/" or (location.startswith("/") and not re.match(r"^[/\\\s]{2}", location))


def test_a_path_of_this_site_is_kept(client: Client, account: Account) -> None:
    assert _log_in(client, "chenxiaoyan", next="/hours/")["Location"] == "/hours/"


def test_logging_out_needs_a_post(client: Client, account: Account) -> None:
    client.force_login(account)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_a_password_is_changed_with_the_old_one_and_ends_other_sessions(
    client: Client, account: Account
) -> None:
    other = Client()
    for one in (client, other):
        _log_in(one, "chenxiaoyan")
    new = {"password1": "another long word 7", "password2": "another long word 7"}
    assert client.post("/accounts/password/change/", {"oldpassword": "wrong"} | new).status_code == 200
    assert client.post("/accounts/password/change/", {"oldpassword": PASSWORD} | new).status_code == 302
    assert "_auth_user_id" in client.session
    assert other.get("/accounts/password/change/").status_code == 302
    assert _log_in(Client(), "chenxiaoyan", "another long word 7").status_code == 302


@pytest.mark.parametrize(
    "page",
    [
        "login/",
        "logout/",
        "password/change/",
        "reauthenticate/",
        "inactive/",
        "2fa/",
        "2fa/totp/activate/",
        "sessions/",
    ],
)
def test_account_pages_are_chinese_pages_of_this_site(client: Client, account: Account, page: str) -> None:
    if page != "login/":
        _log_in(client, "chenxiaoyan")
    answer = client.get(f"/accounts/{page}")
    if answer.status_code == 302:  # asks for the password again first
        answer = client.get(answer["Location"])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="zh-Hans"' in text
    assert text.count('<main id="main"') == 1
    assert text.count("<h1") == 1
    visible = re.sub(r"<[^>]+>", " ", text[text.index("<main") :])
    assert not re.search(r"[A-Z][a-z]+ [a-z]+ [a-z]+", visible), visible


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_change_phone"]
)
def test_what_is_not_offered_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_passwords_are_hashed_with_the_written_parameters() -> None:
    from people.hashers import WrittenArgon2

    assert base.PASSWORD_HASHERS[0] == "people.hashers.WrittenArgon2"
    hashed = WrittenArgon2().encode("a long enough word", "saltsaltsalt")
    assert hashed.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
