"""Every screen opened in a real browser on a small phone, by somebody who may: valid HTML, and nothing sticks out."""

from datetime import datetime

import html5lib
import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.cast import Cast, Places
from tests.generators.addresses import Entry
from tests.generators.entries import ENTRIES
from tests.generators.world import World, build
from tests.journeys.conftest import Screen, sticks_out

pytestmark = pytest.mark.journey

# Who opens a page that several may open: the first of these whom its entry allows.
READERS = ("city", "officer", "worker", "studio_lead", "class_teacher", "station_head")
# No pages: an answer for machines, pictures, files, and addresses that lead elsewhere at once.
NO_SCREEN = {
    "core:healthz",
    "courses:sign_in_code",
    "cms:stored_file",
    "reporting:filing_workbook",
    "account_inactive",
    "account_logout",
}


def test_every_screen_is_valid_html_and_fits_a_small_phone(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    world = build(places, cast, at)
    faults: list[str] = []
    by_reader: dict[str, list[str]] = {}
    for name, entry in ENTRIES.items():
        if (reader := _reader(name, entry)) is not None:
            by_reader.setdefault(reader, []).append(name)
    for reader, names in by_reader.items():
        with screen_of(world.people[reader]) as phone:
            phone.set_default_timeout(30_000)
            for name in names:
                faults += [f"{name} as {reader}: {fault}" for fault in _faults(phone, name, world)]
    assert not faults, "\n".join(faults)


def _reader(name: str, entry: Entry) -> str | None:
    if name in NO_SCREEN or entry.posts or entry.closed:
        return None
    if entry.public:
        return "worker"
    return next((reader for reader in READERS if reader in entry.allowed), None)


def _faults(phone: Page, name: str, world: World) -> list[str]:
    entry = ENTRIES[name]
    answer = phone.goto(reverse(name, kwargs=entry.kwargs(world) if entry.kwargs else {}))
    assert answer is not None
    if answer.status != 200:
        return [f"answered {answer.status}"]
    found = [f"sticks out: {element}" for element in sticks_out(phone)]
    if phone.locator("h1").count() != 1:
        found.append(f"{phone.locator('h1').count()} main headings")
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(answer.text())
    return found + [f"invalid HTML: {what} at {place}" for place, what, _more in parser.errors]
