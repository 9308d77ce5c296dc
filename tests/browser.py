"""A real Chromium for the journeys: `page` is a desk's screen, `phone` a worker's. Pages come from the loopback only."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.programs import find_chromium

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# Root needs the first; the others keep the browser from calling home.
FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
LOCAL = {"127.0.0.1", "localhost"}
PATIENCE = 60_000  # milliseconds; a journey waits for states, and other work may share the machine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright's loop runs in this thread; Django would take the tests' own queries for asynchronous ones.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        opened = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield opened
        opened.close()


# How WeChat on a cheap phone names itself.
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; 22120RN86C) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 "
    "Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240404 MMWEBID/1 MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64 "
    "Weixin NetType/4G Language/zh_CN ABI/arm64"
)


@contextmanager
def screen(
    browser: Browser, address: str, *, size: dict[str, int], scripts: bool = True, agent: str | None = None
) -> Iterator[Page]:
    """A fresh visitor. Fails afterwards where a page asked another host, threw an error or broke its policy."""
    faults: list[str] = []

    def stay_local(route: Route) -> None:
        target = urlsplit(route.request.url)
        if target.scheme in {"data", "blob"} or target.hostname in LOCAL:
            route.continue_()
        else:
            faults.append(f"asked another host: {route.request.url}")
            route.abort()

    context = browser.new_context(
        base_url=address,
        viewport=size,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=scripts,
        user_agent=agent,
    )
    context.route("**/*", stay_local)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield page
    context.close()
    assert not faults, faults


@pytest.fixture
def page(browser: Browser, live_server: object) -> Iterator[Page]:
    """A desk's screen at the address of the live server."""
    with screen(browser, str(live_server), size=DESK) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, live_server: object) -> Iterator[Page]:
    """A worker's phone at the address of the live server."""
    with screen(browser, str(live_server), size=PHONE) as opened:
        yield opened
