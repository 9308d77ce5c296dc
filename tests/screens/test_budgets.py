"""What a page may cost on a phone with prepaid data; the numbers are kilobytes as sent, with headers."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from people.models import Person
from tests.cast import Cast, Places
from tests.generators.world import World, build
from tests.screens.looks import SMALL
from tests.screens.traffic import Traffic, traffic_of

pytestmark = pytest.mark.journey

KB = 1000
PAGE, REQUESTS = 60 * KB, 6
HTML, CSS, JS = 14 * KB, 15 * KB, 25 * KB
REPEATED = 20 * KB
SIGN_IN, SIGN_IN_REQUESTS = 20 * KB, 2
LESSON, PICTURE = 200 * KB, 40 * KB
# Home, list, form of each desk.
PAGES = {
    "worker": ["/", "/desk/", "/learn/", "/classes/", "/hours/", "/certificates/", "/inbox/", "/feedback/", "/verify/"],
    "studio_lead": ["/desk/", "/studios/"],
    "officer": ["/desk/", "/classes/", "/classes/new/", "/people/", "/people/add/", "/filings/", "/imports/new/"],
}  # fmt: skip

Visitor = Callable[[Person | None], AbstractContextManager[Page]]


@pytest.fixture
def visitor(browser: Browser, packed_server: str) -> Visitor:
    """`with visitor(person) as page`: logged in, and the browser has kept nothing of the site yet."""

    @contextmanager
    def opened(person: Person | None) -> Iterator[Page]:
        # Not `screen`: where Playwright may stop a request, the browser keeps nothing.
        context = browser.new_context(base_url=packed_server, viewport={"width": SMALL, "height": 740})
        if person is not None:
            client = Client()
            client.force_login(person.account)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": packed_server}])
        yield context.new_page()
        context.close()

    return opened


def _open(page: Page, address: str) -> Traffic:
    with traffic_of(page) as traffic:
        answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, address
    assert traffic.hosts() == {urlsplit(page.url).netloc}
    return traffic


@pytest.mark.parametrize("persona", PAGES)
def test_home_list_and_form_stay_within_their_budget(
    persona: str, visitor: Visitor, places: Places, cast: Cast, at: datetime
) -> None:
    world = build(places, cast, at)
    faults = []
    for address in PAGES[persona]:
        with visitor(world.people[persona]) as page:
            first, again = _open(page, address), _open(page, address)
        limits = [
            ("total", first.total(), PAGE), ("requests", len(first), REQUESTS), ("HTML", first.total("Document"), HTML),
            ("CSS", first.total("Stylesheet"), CSS), ("JS", first.total("Script"), JS),
            ("again", again.total(), REPEATED), ("requests again", len(again), 1),
        ]  # fmt: skip
        faults += [
            f"{address}: {what} {much} of {most}: {first} / {again}"
            for what, much, most in limits
            if much > most
        ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/login/code/"])
def test_signing_in_costs_two_requests_and_needs_no_script(address: str, visitor: Visitor) -> None:
    with visitor(None) as page:
        traffic = _open(page, address)
        expect(page.locator("script")).to_have_count(0)
    assert traffic.total() <= SIGN_IN, str(traffic)
    assert len(traffic) <= SIGN_IN_REQUESTS, str(traffic)


def test_a_lesson_with_all_its_pictures_stays_within_its_budget(
    visitor: Visitor, places: Places, cast: Cast, at: datetime
) -> None:
    world: World = build(places, cast, at)
    with visitor(world.people["worker"]) as page, traffic_of(page) as traffic:
        page.goto(f"/learn/lessons/{world.lesson.public_id}/", wait_until="networkidle")
        for picture in page.locator("main img").all():
            picture.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
    pictures = [answer for answer in traffic.answers.values() if answer.kind == "Image"]
    assert pictures
    assert traffic.total() <= LESSON, str(traffic)
    assert [str(answer) for answer in pictures if answer.size > PICTURE] == []
