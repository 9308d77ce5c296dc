"""axe-core in the browser of the tests: WCAG 2.2 AA and best practice, as docs/adr tells.

The rules come with a wheel that the lock file pins. They are run by the debugger's road, not by a script element, so
the page keeps its strict content policy.
"""

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], elementRef: false,
    })
    return found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(" ")} ${node.any.concat(node.all, node.none).map(c => c.message).join("; ")}`))
}"""


@cache
def _source() -> str:
    """The script: BANYAN_AXE names another version, else the locked one. Without it nothing is proved."""
    given = os.environ.get("BANYAN_AXE")
    if given:
        return Path(given).read_text(encoding="utf-8")
    wheel = find_spec("axe_playwright_python")
    if wheel is None or wheel.origin is None:
        pytest.fail(
            "axe-core is missing: run `make setup`, which installs requirements-dev.lock", pytrace=False
        )
    return (Path(wheel.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands now: rule, element, remedy."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(RUN, TAGS)
    return found
