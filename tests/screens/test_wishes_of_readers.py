"""What readers set in their device is followed: their own colours, no motion."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from core.styleguide import ADDRESS, PARTS
from tests.browser import screen
from tests.screens.axe import violations
from tests.screens.keyboard import tab_through
from tests.screens.looks import SMALL

pytestmark = pytest.mark.journey

# Without its background a button, a field or a status must still be told from text.
WITHOUT_EDGE = """() => [...document.querySelectorAll("main :is(.button, input[type=text], textarea, select, .status)")]
    .filter(e => e.checkVisibility() && ["none", "hidden"].includes(getComputedStyle(e).borderTopStyle))
    .map(e => e.outerHTML.slice(0, 80))"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => ["", "::before", "::after"].some(part => {
    const style = getComputedStyle(e, part || undefined)
    return style.animationName !== "none" || style.transitionDuration.split(", ").some(t => parseFloat(t) > 0)
        || style.scrollBehavior === "smooth"
})).map(e => e.outerHTML.slice(0, 80))"""


def test_every_part_can_be_told_in_the_readers_own_colours_and_stands_still(
    browser: Browser, live_server: LiveServer, db: None
) -> None:
    faults: list[str] = []
    with screen(browser, live_server.url, size={"width": SMALL, "height": 740}) as phone:
        for part in PARTS:
            phone.emulate_media(forced_colors="active", reduced_motion="reduce")
            phone.goto(f"{ADDRESS}{part}/")
            found = [f"no edge: {element}" for element in phone.evaluate(WITHOUT_EDGE)]
            found += [f"moves: {element}" for element in phone.evaluate(MOVING)]
            found += [fault for fault in violations(phone) if not fault.startswith("color-contrast")]
            found += tab_through(phone)
            faults += [f"{part}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)
