"""`make lighthouse`: five screens of the demo on a slow phone, as Lighthouse simulates one. Under 95 it fails.

Its numbers hang on the machine, so no test runs it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser import FLAGS
from tests.demo import a_demo, entered
from tests.programs import find_chromium

PROGRAM = Path(__file__).parent / "tools" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST = 95
# What, as whom, from which page by which link.
SCREENS: tuple[tuple[str, str, str, str], ...] = (
    ("learner home", "new-worker", "/learn/", ""),
    ("lesson", "new-worker", "/learn/", 'main a[href^="/learn/lessons/"]'),
    ("class", "new-worker", "/classes/", 'main a[href^="/classes/"]'),
    ("my hours", "new-worker", "/hours/", ""),
    ("officer home", "county-civil", "/desk/", ""),
)


def scores(address: str, cookie: str, chromium: str) -> dict[str, int]:
    """Points out of 100 for each category."""
    words = [
        str(PROGRAM), address, "--quiet", "--output=json", "--output-path=stdout",
        f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={json.dumps({'Cookie': cookie})}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]  # fmt: skip
    ran = subprocess.run(
        words, env=os.environ | {"CHROME_PATH": chromium}, stdout=subprocess.PIPE, check=True
    )
    report: dict[str, Any] = json.loads(ran.stdout)
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}


def _address(context: BrowserContext, start: str, link: str) -> str:
    page = context.new_page()
    page.goto(start)
    if link:
        page.goto(page.locator(link).first.get_attribute("href") or start)
    return page.url


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine: BANYAN_CHROMIUM names one, `make test` installs one")
    too_low = False
    sys.stdout.write(f"{'':14}" + "".join(f"{name:>16}" for name in CATEGORIES) + "\n")
    with a_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, persona, start, link in SCREENS:
            with entered(browser, demo, persona) as context:
                address = _address(context, start, link)
                cookie = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
            found = scores(address, cookie, chromium)
            too_low = too_low or min(found.values()) < LEAST
            sys.stdout.write(f"{name:14}" + "".join(f"{found[one]:>16}" for one in CATEGORIES) + "\n")
            sys.stdout.flush()
        browser.close()
    return int(too_low)


if __name__ == "__main__":
    sys.exit(main())
