"""`make screens`: the screens of the product, on a phone and on a desk, from the demo into docs/screens."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import FLAGS
from tests.demo import a_demo, entered
from tests.programs import find_chromium

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screens"
LARGEST = 1_500_000  # bytes of all pictures together
QUALITY = 72
SIZES = {
    "phone": ({"width": 360, "height": 740}, 2.0),
    "desk": ({"width": 1280, "height": 800}, 1.0),
}


@dataclass(frozen=True)
class Screen:
    """Who opens which page; `links` are followed from there, and `part` is scrolled to."""

    name: str
    persona: str
    start: str
    links: tuple[str, ...] = ()
    part: str = ""


STUDIO = 'main .list a[href^="/studios/"]'
SCREENS = (
    Screen("01-log-in", "", "/accounts/login/code/"),
    Screen("02-learner-home", "new-worker", "/learn/"),
    Screen("03-lesson", "new-worker", "/learn/", ('main a[href^="/learn/lessons/"]',)),
    Screen("04-class", "new-worker", "/classes/", ('main .list a[href^="/classes/"]',)),
    Screen(
        "05-sign-in", "class-teacher", "/classes/",
        ('main .list a[href^="/classes/"]', 'main a[href$="/sign-in/"]'),
    ),
    Screen("06-check", "new-worker", "/learn/", ('main a[href^="/learn/lessons/"]',), part="main fieldset"),
    Screen("07-my-hours", "new-worker", "/hours/"),
    Screen("08-mentoring-record", "liaison", "/studios/", (STUDIO, 'main a[href$="/record/"]')),
    Screen("09-studio", "liaison", "/studios/", (STUDIO,)),
    Screen("10-officer-home", "county-civil", "/desk/"),
    Screen("11-filing", "county-civil", "/desk/", ('main a[href^="/filings/new/"]',)),
    Screen("12-import", "city", "/imports/new/"),
    Screen("13-verify", "", "/verify/"),
)  # fmt: skip


def open_screen(context: BrowserContext, screen: Screen) -> Page:
    page = context.new_page()
    page.goto(screen.start)
    for link in screen.links:
        found = page.locator(link)
        if not found.count():
            raise SystemExit(f"{screen.name}: no {link} on {page.url}")
        page.goto(found.first.get_attribute("href") or "")
    if screen.part:
        page.locator(screen.part).first.evaluate("part => part.scrollIntoView()")
    page.wait_for_load_state("networkidle")
    return page


def take(browser: Browser, address: str, screen: Screen) -> None:
    for kind, (size, scale) in SIZES.items():
        with entered(browser, address, screen.persona, viewport=size, device_scale_factor=scale) as context:
            shot = open_screen(context, screen).screenshot()
        file = FOLDER / f"{screen.name}-{kind}.webp"
        Image.open(io.BytesIO(shot)).convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
        sys.stdout.write(f"{file.name:36}{file.stat().st_size:>9}\n")


def main() -> None:
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on this machine: BANYAN_CHROMIUM names one, `make test` installs one")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with a_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for screen in SCREENS:
            take(browser, address, screen)
        browser.close()
    total = sum(file.stat().st_size for file in FOLDER.glob("*.webp"))
    sys.stdout.write(f"{total} bytes in all\n")
    if total > LARGEST:
        sys.exit(f"more than {LARGEST}: they are committed, make them smaller")


if __name__ == "__main__":
    main()
