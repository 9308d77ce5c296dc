"""A page used by the Tab key alone: what is reached, in which order, whether it shows, and whether anything covers it."""

from typing import Any

from playwright.sync_api import Page

# Elements that the Tab key must reach, in the order of the page. Of a group of radio buttons it reaches one.
EXPECTED = """() => {
    const groups = new Map()  // of a group the one that is chosen, else the first
    document.querySelectorAll("input[type=radio]").forEach(e => {
        if (e.checked || !groups.has(e.name)) groups.set(e.name, e)
    })
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(e => !e.disabled && e.type !== "hidden" && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
        .filter(e => e.type !== "radio" || groups.get(e.name) === e)
    all.forEach((e, number) => { e.dataset.stop = number })
    return all.length
}"""
# Number, kind and looks of the element in focus; null when the focus has left the page.
FOCUSED = """() => {
    const e = document.activeElement
    if (!e || e === document.body || e === document.documentElement) return null
    // A row that is a link as a whole is drawn by what lies over it.
    const styles = [getComputedStyle(e), getComputedStyle(e, "::after")], label = e.labels && e.labels[0]
    const box = [...e.getClientRects()].find(r => r.width && r.height) || e.getBoundingClientRect()
    const own = p => p && (e === p || e.contains(p) || p.contains(e) && p.tagName === "LABEL" || label && label.contains(p))
    const top = Math.max(0, box.top), height = Math.min(innerHeight, box.bottom) - top
    const points = [[.5, .5], [.2, .5], [.8, .5], [.5, .2], [.5, .8]]
        .map(([x, y]) => document.elementFromPoint(box.left + box.width * x, top + height * y))
    return {
        stop: e.dataset.stop === undefined ? null : Number(e.dataset.stop),
        text: e.outerHTML.slice(0, 90),
        shows: styles.some(s => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== "none"),
        free: points.some(own),
    }
}"""
MOST_STOPS = 600
INNER_STOPS = 6  # a date is year, month, day and its calendar


def tab_through(page: Page) -> list[str]:
    """Press Tab until the focus has left the page. Returns what a person without a mouse would stumble over."""
    found: list[str] = []
    expected: int = page.evaluate(EXPECTED)
    seen: list[int] = []
    for _press in range(min(expected * INNER_STOPS, MOST_STOPS) + 2):
        page.keyboard.press("Tab")
        here: dict[str, Any] | None = page.evaluate(FOCUSED)
        if here is not None and seen and here["stop"] == seen[-1]:
            continue
        if here is None or here["stop"] in seen:
            break
        if here["stop"] is not None:
            seen.append(here["stop"])
        found += [f"focus does not show: {here['text']}"] if not here["shows"] else []
        found += [f"focus is covered: {here['text']}"] if not here["free"] else []
    if seen != sorted(seen):
        found.append(f"out of order: {seen}")
    if len(seen) < expected:
        found.append(f"the Tab key reaches {len(seen)} of {expected}")
    return found
