"""A passkey in a real browser: added, asked for at the next log-in, and enough beside a password for an officer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from organisations.roles import Role
from people.models import Person
from tests.browser import DESK, screen
from tests.cast import PASSWORD, Cast, Places

pytestmark = pytest.mark.journey


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    person = cast.with_role("黄志强", Role.OFFICER, places.county)
    cast.account(person)
    return person


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser with a fingerprint reader that always says yes. A passkey belongs to a name, never to a number."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    with screen(browser, address, size=DESK) as page:
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        reader = {
            "protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": reader})
        yield page


def _give_the_password(page: Page, person: Person) -> None:
    assert person.account is not None
    page.goto("/accounts/login/")
    page.locator('[name="login"]').fill(person.account.username)
    page.locator('[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def test_an_officer_sets_one_up_at_the_first_log_in_and_uses_it_at_the_next(
    desk: Page, officer: Person, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ASKED = True
    _give_the_password(desk, officer)
    expect(desk.get_by_role("heading", name="再验证一步")).to_be_visible()
    desk.get_by_role("link", name="添加通行密钥").click()
    desk.wait_for_load_state("load")
    if desk.get_by_role("heading", name="隐私说明").is_visible():
        desk.goto("/accounts/2fa/webauthn/add/")
    if desk.get_by_role("heading", name="确认是您本人").is_visible():
        desk.locator('[name="password"]').fill(PASSWORD)
        desk.get_by_role("button", name="确认").click()
    desk.get_by_role("button", name="添加").click()
    desk.get_by_role("link", name="用通行密钥验证").click()  # added, and now shown
    desk.get_by_role("button", name="用通行密钥验证").click()
    desk.get_by_role("heading", name="恢复码").wait_for()
    expect(desk.locator("main code")).to_have_count(10)
    desk.goto("/people/")
    expect(desk.locator("main h1")).to_have_text("人员", use_inner_text=True)

    desk.get_by_role("button", name="退出").click()
    _give_the_password(desk, officer)
    expect(desk.get_by_role("heading", name="再验证一步")).to_be_visible()
    assert "/2fa/authenticate/" in desk.url
    desk.get_by_role("button", name="用通行密钥登录").click()
    desk.wait_for_url(lambda url: "/accounts/" not in url)
    desk.goto("/people/")
    expect(desk.locator("main h1")).to_have_text("人员", use_inner_text=True)


def test_a_browser_that_cannot_says_so(desk: Page, officer: Person) -> None:
    _give_the_password(desk, officer)
    desk.goto("/accounts/2fa/webauthn/add/")
    if desk.get_by_role("heading", name="隐私说明").is_visible():
        desk.goto("/accounts/2fa/webauthn/add/")
    if desk.get_by_role("heading", name="确认是您本人").is_visible():
        desk.locator('[name="password"]').fill(PASSWORD)
        desk.get_by_role("button", name="确认").click()
    desk.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')) }")
    desk.get_by_role("button", name="添加").click()
    expect(desk.locator("#passkey-failed")).to_contain_text("没有完成", use_inner_text=True)
