"""A demo of one's own, served while a block runs, and a browser that has entered it as one of its people."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.servers import Instance, free_port, wait_until


@contextmanager
def a_demo() -> Iterator[str]:
    """The address of a fresh demo with its database, which nobody else uses; nothing is left of it afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        instance, port = Instance(Path(folder) / "var"), free_port()
        try:
            run = instance.start("manage.py", "run_demo", "--port", str(port))
            address = f"http://127.0.0.1:{port}"
            wait_until(
                lambda: run.poll() is not None or f"{address}/" in instance.output(), "the demo is served"
            )
            if run.poll() is not None:
                raise SystemExit(instance.output())
            yield address
        finally:
            instance.close()


@contextmanager
def entered(browser: Browser, address: str, persona: str, **wishes: Any) -> Iterator[BrowserContext]:
    """A fresh browser on its desk; the empty persona is a stranger."""
    context = browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", **wishes)
    page = context.new_page()
    if persona:
        page.goto("/")
        with page.expect_navigation():
            page.locator(f'form[action="/demo/{persona}/"] button').click()
    page.close()
    yield context
    context.close()
