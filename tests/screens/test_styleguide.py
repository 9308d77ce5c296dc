"""Every part of the design in every state, by day and as learners see it at night."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from core.styleguide import ADDRESS, PARTS
from tests.browser import screen
from tests.screens.keyboard import tab_through
from tests.screens.looks import SMALL, faults_in_every_look, styled, violations, widen

pytestmark = pytest.mark.journey

LARGE_TYPE = "html { font-size: 125% !important; }"


@pytest.mark.parametrize("query", ["", "?dark"], ids=["by day", "dark"])
def test_every_part_is_for_everybody_in_every_state(
    query: str, browser: Browser, live_server: LiveServer, db: None
) -> None:
    faults: list[str] = []
    with screen(browser, live_server.url, size={"width": SMALL, "height": 740}) as phone:
        for part in ("", *(f"{part}/" for part in PARTS)):
            faults += [f"{part or 'index'}, {fault}" for fault in _faults(phone, f"{ADDRESS}{part}{query}")]
    assert not faults, "\n".join(faults)


def _faults(phone: Page, address: str) -> list[str]:
    widen(phone, SMALL)
    answer = phone.goto(address)
    assert answer is not None
    assert answer.status == 200
    found = tab_through(phone)
    with styled(phone, LARGE_TYPE):
        found += [f"large type: {fault}" for fault in violations(phone)]
    return found + faults_in_every_look(phone)
