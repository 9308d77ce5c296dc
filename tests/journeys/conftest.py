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
from people.privacy import notice_in_force
from people.services import privacy
from tests.browser import WECHAT, screen
from tests.cast import PASSWORD, Cast
from tests.jobs import a_worker

SMALL_PHONE = {"width": 360, "height": 740}
Screen = Callable[..., AbstractContextManager[Page]]

# For `pytestmark`: the journey goes through as well where no script runs, inside WeChat.
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "scripts", [True, False], ids=["with scripts", "without scripts in WeChat"]
)


@pytest.fixture
def scripts() -> bool:
    """Whether the browser of this test runs scripts."""
    return True


@pytest.fixture
def at() -> datetime:
    """Journeys happen now: the server's clock is the real one."""
    return clock.now().astimezone(clock.SHANGHAI)


@pytest.fixture
def screen_of(browser: Browser, live_server: LiveServer, cast: Cast, scripts: bool) -> Screen:
    """`with screen_of(person, size=…) as page`: a fresh browser in which the person has logged in."""
    runs = scripts

    @contextmanager
    def opened(
        person: Person | None, *, size: dict[str, int] = SMALL_PHONE, scripts: bool = runs
    ) -> Iterator[Page]:
        agent = None if scripts else WECHAT
        with screen(browser, live_server.url, size=size, scripts=scripts, agent=agent) as page:
            if person is not None:
                _log_in(page, person, cast)
            yield page

    return opened


@pytest.fixture
def worker(live_server: LiveServer) -> Iterator[None]:
    """Long jobs run, on connections of their own."""
    with a_worker():
        yield


def _log_in(page: Page, person: Person, cast: Cast) -> None:
    account = person.account or cast.account(person)
    notice = notice_in_force(on=cast.at.date())
    privacy.acknowledge(person=person, notice=notice, by=cast.by(person), at=cast.at)
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
