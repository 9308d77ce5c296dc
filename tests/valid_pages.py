"""Every page that any test is given must be valid HTML.

All answers of the site pass `BaseHandler.get_response`, whether Django's test client asks or a browser. What is a page
of ours is parsed strictly, once for each shape: the same templates, the same status and the same pairs of neighbouring
tags. A test that was given an invalid page fails at its end, whatever it looked at.
"""

import gzip
import itertools
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test.signals import template_rendered

# Wagtail's admin is not ours to write.
OTHERS = ("/cms/",)
TAG = re.compile(rb"<(/?[a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?==|\s|>))?)")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}

Shape = tuple[int, frozenset[str], frozenset[tuple[bytes, bytes]]]
GetResponse = Callable[[BaseHandler, HttpRequest], HttpResponseBase]


class Pages:
    """What has been parsed in this process, and the faults that the running test has met."""

    def __init__(self) -> None:
        self.known: dict[Shape, list[str]] = {}
        self.faults: list[str] = []
        self.here = threading.local()  # the live server answers in threads

    def begin(self) -> None:
        self.here.drawn = set()

    def remember(self, sender: Any, template: Any, **_more: Any) -> None:
        if hasattr(self.here, "drawn"):
            self.here.drawn.add(template.name or "")

    def look_at(self, request: HttpRequest, response: HttpResponseBase) -> None:
        drawn = frozenset(self.here.drawn)
        if not _is_ours(request, response):
            return
        assert isinstance(response, HttpResponse)
        body = response.content
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        tags = TAG.findall(body)
        shape = (response.status_code, drawn, frozenset(itertools.pairwise(tags)))
        if shape not in self.known:
            self.known[shape] = faults_of(body.decode())
        self.faults += [f"{request.path} ({response.status_code}): {fault}" for fault in self.known[shape]]


def _is_ours(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not 300 <= response.status_code < 400
        and not request.path.startswith(OTHERS)
        and bool(getattr(response, "content", b""))
    )


def faults_of(text: str) -> list[str]:
    """What is wrong with a page, or with a part of one that a script puts into its place."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    is_whole = text.lstrip()[:9].lower() == "<!doctype"
    tree = parser.parse(text) if is_whole else parser.parseFragment(text)
    lines = text.splitlines()
    found = [f"{what} {more or ''} in {_line(lines, place)}" for place, what, more in parser.errors]
    found += _repeated_ids(tree)
    found += _without_name(tree)
    if is_whole:
        found += _headings(tree)
    return found


def _line(lines: list[str], place: tuple[int, int]) -> str:
    row, _column = place
    return repr(lines[row - 1].strip()[:120]) if 0 < row <= len(lines) else "the last line"


def _elements(tree: Element) -> Iterator[Element]:
    return (element for element in tree.iter() if isinstance(element.tag, str))


def _repeated_ids(tree: Element) -> list[str]:
    counted = Counter(element.get("id") for element in _elements(tree) if element.get("id") is not None)
    return [f"id {name!r} stands there {times} times" for name, times in counted.items() if times > 1]


def _without_name(tree: Element) -> list[str]:
    """Fields without a label, labels and descriptions that lead nowhere, pictures without words."""
    ids = {element.get("id") for element in _elements(tree)}
    labelled = {element.get("for") for element in _elements(tree) if element.tag == "label"}
    inside = {
        id(field) for element in _elements(tree) if element.tag == "label" for field in _elements(element)
    }
    found = [f"a label for {name!r}, which is not there" for name in labelled - ids - {None}]
    for element in _elements(tree):
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            lost = set((element.get(attribute) or "").split()) - ids
            found += [f"{attribute} names {name!r}, which is not there" for name in sorted(lost, key=str)]
        if element.tag == "img" and element.get("alt") is None:
            found.append(f"a picture without words: {element.get('src')}")
        if not _is_field(element) or id(element) in inside:
            continue
        named = element.get("id") in labelled and element.get("id") is not None
        if not (named or element.get("aria-label") or element.get("aria-labelledby")):
            found.append(f"a field without a label: {element.tag} {element.get('name')}")
    return found


def _is_field(element: Element) -> bool:
    if element.tag in {"select", "textarea"}:
        return True
    return element.tag == "input" and (element.get("type") or "text") not in UNLABELLED


def _headings(tree: Element) -> list[str]:
    levels = [HEADINGS[element.tag] for element in _elements(tree) if element.tag in HEADINGS]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} main headings"]
    for before, here in zip([0, *levels], levels, strict=False):
        if here > before + 1 and before:
            found.append(f"after a heading of level {before} one of level {here}")
    if tree.get("lang") is None:
        found.append("no language")
    title = tree.find("head/title")
    if title is None or not (title.text or "").strip(" ·\n"):
        found.append("no title")
    return found


PAGES = Pages()


@pytest.fixture(autouse=True, scope="session")
def _all_answers_are_looked_at(django_test_environment: None) -> Iterator[None]:
    original: GetResponse = BaseHandler.get_response

    def get_response(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        PAGES.begin()
        response = original(self, request)
        PAGES.look_at(request, response)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", get_response)
        template_rendered.connect(PAGES.remember)
        yield
        template_rendered.disconnect(PAGES.remember)


@pytest.fixture(autouse=True)
def _no_invalid_page() -> Iterator[None]:
    PAGES.faults = []
    yield
    faults, PAGES.faults = PAGES.faults, []
    assert not faults, "\n".join(dict.fromkeys(faults))
