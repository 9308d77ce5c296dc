"""Every form that must be filled in, sent empty: what is missing stands above the title, beside the field, and in it."""

from datetime import datetime

import pytest
from playwright.sync_api import Page

from tests.cast import Cast, Places
from tests.generators.world import build
from tests.journeys.conftest import Screen
from tests.screens.axe import violations
from tests.screens.looks import SMALL, too_wide, widen
from tests.screens.visits import by_reader, person_of

pytestmark = pytest.mark.journey

# The first form of the page that writes and asks for something; all its answers taken away. False where there is none.
EMPTY = """() => {
    const form = [...document.querySelectorAll("main form[method=post]")].find(form => form.querySelector("[required]"))
    if (!form) return false
    for (const field of form.elements) {
        if (["hidden", "submit", "button"].includes(field.type) || field.tagName === "FIELDSET") continue
        if (["checkbox", "radio"].includes(field.type)) field.checked = false
        else field.value = ""
    }
    form.noValidate || document.body.append("no novalidate")
    form.requestSubmit(form.querySelector("button:not([type=button])"))
    return true
}"""
# Each line of the summary leads to a field that says the same beside itself.
LOST = """() => [...document.querySelectorAll(".error-summary a[href^='#']")].map(link => {
    const field = document.getElementById(link.hash.slice(1))
    if (!field) return `${link.textContent} leads nowhere`
    const group = field.matches("fieldset, [role=group]") ? field : field.closest("fieldset") || field
    const all = [field, group], invalid = all.some(e => e.getAttribute("aria-invalid") === "true" ||
        e.querySelector("[aria-invalid=true]"))
    const told = all.flatMap(e => (e.getAttribute("aria-describedby") || "").split(/\\s+/))
        .map(id => document.getElementById(id)).some(e => e && e.textContent.includes(link.textContent.trim()))
    const lacks = [invalid ? "" : "not marked invalid", told ? "" : "not said at the field"].join(" ").trim()
    return lacks && `${link.textContent}: ${lacks}`
}).filter(Boolean)"""


def test_every_form_says_what_is_missing_where_it_is_missing(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    world = build(places, cast, at)
    faults, refused = [], 0
    for persona, theirs in by_reader().items():
        with screen_of(person_of(persona, world)) as phone:
            for visit in theirs:
                if visit.name in OWN_ANSWER:
                    continue
                phone.goto(visit.address(world))
                with_form = _send_empty(phone)
                refused += with_form
                faults += [f"{visit}, {fault}" for fault in (_faults(phone) if with_form else [])]
    assert not faults, "\n".join(faults)
    assert refused > 15


# Its rows answer with a page of their own, which says what is missing.
OWN_ANSWER = {"courses:late_mark_list", "courses:leave_list"}


def _send_empty(page: Page) -> bool:
    if not page.evaluate("() => document.querySelector('main form[method=post] [required]') !== null"):
        return False
    with page.expect_navigation():
        page.evaluate(EMPTY)
    return True


def _faults(page: Page) -> list[str]:
    page.wait_for_load_state("load")
    widen(page, SMALL)
    if page.locator(".error-summary").count() != 1:
        return [f"no summary on {page.url}: {page.locator('h1').inner_text()}"]
    found: list[str] = page.evaluate(LOST) + violations(page) + too_wide(page)
    if not page.title().startswith(("错误：", "Error: ")):
        found.append(f"the title does not tell: {page.title()}")
    if page.locator(".error-summary a").count() == 0:
        found.append("no link to what is missing")
    above = page.evaluate(
        "() => !!(document.querySelector('.error-summary').compareDocumentPosition(document.querySelector('h1')) & 4)"
    )
    return found if above else [*found, "the summary stands below the title"]
