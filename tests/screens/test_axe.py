"""The measuring tools find what they are for, on a page made for them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.screens.axe import violations
from tests.screens.looks import too_small, too_wide, widen

pytestmark = pytest.mark.journey

GOOD = """<!doctype html><html lang="zh-Hans"><head><title>学习</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { font: 16px/1.75 sans-serif } a.part, button { display: inline-block; padding: 12px 16px }</style>
</head><body><main><h1>学习</h1><p>请看<a href="/b">说明</a>。</p>
<a class="part" href="/a">继续学习</a><button>提交</button></main></body></html>"""


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_a_good_page_has_no_fault(bare: Page) -> None:
    bare.set_content(GOOD)
    widen(bare, 320)
    assert violations(bare) + too_wide(bare) + too_small(bare) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("<p>", '<p style="color:#bbb">', "color-contrast"),
        ("<button>提交", "<button>", "button-name"),
        (' lang="zh-Hans"', "", "html-has-lang"),
        ("<main>", "<div>", "region"),
        (
            "display: inline-block; padding: 12px 16px",
            "display: block; font-size: 12px; line-height: 1; padding: 0; border: 0",
            "target-size",
        ),
    ],
)
def test_axe_sees(bare: Page, right: str, wrong: str, told: str) -> None:
    assert right in GOOD
    bare.set_content(GOOD.replace(right, wrong))
    assert any(fault.startswith(told) for fault in violations(bare)), violations(bare)


def test_what_is_too_wide_or_too_small_is_told(bare: Page) -> None:
    widen(bare, 320)
    bare.set_content(
        GOOD.replace("学习</h1>", '<span style="white-space:nowrap">' + "学习" * 40 + "</span></h1>")
    )
    assert len(too_wide(bare)) == 2
    bare.set_content(GOOD.replace("12px", "4px"))
    assert len(too_small(bare)) == 2
