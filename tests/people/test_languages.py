"""Pages speak Chinese until somebody chooses otherwise: on this device, and wherever their account logs in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from core.models import Event
from people.models import Account
from tests.cast import Cast, Places

pytestmark = pytest.mark.django_db
FOOT_IN_CHINESE, FOOT_IN_ENGLISH = "隐私说明", "Privacy notice"


def choose(client: Client, language: str, **data: str) -> None:
    assert client.post("/language/", {"language": language, **data}).status_code == 302


def page(client: Client, address: str = "/verify/") -> str:
    return client.get(address).content.decode()


def test_the_browser_is_not_asked(client: Client) -> None:
    answer = client.get("/verify/", headers={"accept-language": "en-US,en;q=0.9"})
    assert answer.headers["Content-Language"] == "zh-hans"
    text = answer.content.decode()
    assert '<html lang="zh-Hans"' in text
    assert FOOT_IN_CHINESE in text


def test_a_device_remembers_its_language_without_log_in_and_without_a_token() -> None:
    client = Client(enforce_csrf_checks=True)
    assert '<button class="link" type="submit" name="language" value="en" lang="en">English</button>' in page(
        client
    )
    choose(client, "en")
    text = page(client)
    assert '<html lang="en"' in text
    assert FOOT_IN_ENGLISH in text
    assert "简体中文</button>" in text
    choose(client, "zh-hans")
    assert FOOT_IN_CHINESE in page(client)
    assert translation.get_language() == "zh-hans", "a page leaves no language behind in its process"


def test_the_choice_leads_back_to_the_page_that_asked_and_nowhere_else(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/verify/?code=1"})
    assert answer["Location"] == "/verify/?code=1"
    for target in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""):
        assert client.post("/language/", {"language": "en", "next": target})["Location"] == "/"


@pytest.mark.parametrize("language", ["", "fr", "zh-hans; Path=/"])
def test_languages_that_the_site_does_not_speak_are_refused(client: Client, language: str) -> None:
    answer = client.post("/language/", {"language": language})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_it_changes_only_by_post(client: Client) -> None:
    assert client.get("/language/").status_code == 405


def test_an_account_takes_its_language_to_every_device(places: Places, cast: Cast) -> None:
    person = cast.worker("林晓雯", places.station)
    account, one, other = cast.account(person), Client(), Client()
    for client in (one, other):
        client.force_login(account)
    choose(one, "en")
    assert FOOT_IN_ENGLISH in page(other), "another device of the same account"
    choose(other, "zh-hans")
    assert FOOT_IN_CHINESE in page(one), "the account goes before the cookie of the device"
    assert Account.objects.get(pk=account.pk).language == "zh-hans"


def test_the_same_choice_again_is_no_news(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.worker("林晓雯", places.station)))
    for _ in range(2):
        choose(client, "en")
    assert Event.objects.filter(name="people.account.language_chosen").count() == 1
