"""What every journey stands on: today's date, a live server, and logging in as a person would."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from core import clock
from people.models import Person
from tests.browser import screen
from tests.cast import PASSWORD, Cast

SMALL_PHONE = {"width": 360, "height": 740}
Screen = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def at() -> datetime:
    """Journeys happen now: the server's clock is the real one."""
    return clock.now().astimezone(clock.SHANGHAI)


@pytest.fixture
def screen_of(browser: Browser, live_server: LiveServer, cast: Cast) -> Screen:
    """`with screen_of(person, size=…, scripts=…) as page`: a fresh browser in which the person has logged in."""

    @contextmanager
    def opened(
        person: Person | None, *, size: dict[str, int] = SMALL_PHONE, scripts: bool = True
    ) -> Iterator[Page]:
        with screen(browser, live_server.url, size=size, scripts=scripts) as page:
            if person is not None:
                _log_in(page, person, cast)
            yield page

    return opened


def _log_in(page: Page, person: Person, cast: Cast) -> None:
    account = person.account or cast.account(person)
    page.goto("/accounts/login/")
    page.locator('[name="login"]').fill(account.username)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('[name="password"]').press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


# What sticks out of the window, unless it lies in a region that scrolls by itself.
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter(e => !e.closest(".scroll, .sr, .skip") && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.tagName + "." + e.className)"""


def sticks_out(page: Page) -> list[str]:
    """The elements that make a reader scroll sideways; an empty list on a good page."""
    page.wait_for_load_state("load")  # the heading is there before the stylesheet has been applied
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


@pytest.fixture(autouse=True)
def _no_rate_limits_left_over(live_server: LiveServer) -> None:
    cache.clear()
