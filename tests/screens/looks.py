"""Ways to look at a page without loading it anew, and what must hold in each of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.screens.axe import violations

SMALLEST, SMALL, DESK = 320, 360, 1280
HEIGHTS = {SMALLEST: 640, SMALL: 740, DESK: 800}

# WCAG 1.4.12: a reader may set these, and nothing is lost.
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
TWICE_AS_LARGE = "html { font-size: 200% !important; }"
ADD_STYLE = """text => {
    const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet];
}"""
# Names, titles and remarks are longer in life than in samples.
LENGTHEN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = []
    while (walker.nextNode()) texts.push(walker.currentNode)
    for (const text of texts) {
        if (text.data.trim() && !text.parentElement.closest("script, style, svg, .nowrap, option, textarea"))
            text.data = (text.data.trim() + "、").repeat(3)
    }
}"""

# What sticks out of the window, unless it lies in a region that scrolls by itself.
TOO_WIDE = """() => {
    const scrolls = e => e.closest(".scroll, .sr, .skip") !== null
    const found = [...document.querySelectorAll("body *")]
        .filter(e => !scrolls(e) && e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""} “${e.textContent.trim().slice(0, 20)}”`)
    const page = document.documentElement
    if (page.scrollWidth > page.clientWidth) found.push(`the page: ${page.scrollWidth} px in ${page.clientWidth}`)
    return found.slice(-3)
}"""

# Targets under 44 px, but for links inside a sentence, a dense table or a list of facts.
TOO_SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(e => e.type !== "hidden" && e.checkVisibility({visibilityProperty: true}) && !e.closest(".skip, .sr"))
    .filter(e => {
        if (e.tagName !== "A" || getComputedStyle(e).display !== "inline") return true
        const around = e.closest("p, li, dd, td, th, h1, h2, h3, div")
        return !e.closest("table, dd") && around.textContent.trim() === e.textContent.trim()
    })
    .map(e => {
        const label = e.closest("label") || (/^(checkbox|radio)$/.test(e.type) && e.labels[0])
        const row = getComputedStyle(e, "::after").position === "absolute" && e.offsetParent  // a row that is a link
        return [e, (label || row || e).getBoundingClientRect()]
    })
    .filter(([e, box]) => box.height < 43.5 || box.width < 43.5)
    .map(([e, box]) => `${e.outerHTML.slice(0, 90)} is ${Math.round(box.width)} × ${Math.round(box.height)} px`)"""


def too_wide(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TOO_WIDE)
    return [f"sticks out: {element}" for element in found]


def too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TOO_SMALL)
    return [f"small target: {element}" for element in found]


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


@contextmanager
def styled(page: Page, text: str) -> Iterator[None]:
    """The page under a style sheet of its reader."""
    page.evaluate(ADD_STYLE, text)
    yield
    page.evaluate(ADD_STYLE, "")


def faults_in_every_look(page: Page) -> list[str]:
    """The open page at three widths, zoomed, spaced, dark and with long texts. The page is spoilt afterwards."""
    found: list[str] = []

    def note(look: str, *faults: list[str]) -> None:
        found.extend(f"{look}: {fault}" for several in faults for fault in several)

    page.wait_for_load_state("load")  # the heading is there before the stylesheet has been applied
    widen(page, SMALL)
    note("360 px", violations(page), too_wide(page), too_small(page))
    if _answers_to_dark(page):
        page.emulate_media(color_scheme="dark")
        note("360 px, dark", violations(page))
    page.emulate_media(color_scheme="light")
    widen(page, DESK)
    note("1280 px", violations(page), too_wide(page))
    with styled(page, TWICE_AS_LARGE):
        note("1280 px, 200 %", violations(page), too_wide(page))
    widen(page, SMALLEST)
    note("320 px", violations(page), too_wide(page))
    with styled(page, TWICE_AS_LARGE):
        note("320 px, 200 %", violations(page), too_wide(page))
    with styled(page, TEXT_SPACING):
        note("320 px, spaced", violations(page), too_wide(page))
    page.evaluate(LENGTHEN)
    note("320 px, long texts", too_wide(page))
    return found


def _answers_to_dark(page: Page) -> bool:
    colour = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    return bool(page.evaluate(colour) != light)
