"""The watch over all pages sees what it is there for. (That they are valid is asserted at the end of every test.)"""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.valid_pages import PAGES, Pages, faults_of

GOOD = """<!doctype html><html lang="zh-Hans"><head><title>学习 · 榕荫</title></head>
<body><h1>学习</h1><h2>今天</h2><label for="a">姓名</label><input id="a" name="a" aria-describedby="b"><p id="b">按证件填写</p>
<label><input type="checkbox" name="c">同意</label><input type="hidden" name="k"><img src="x.png" alt=""></body></html>"""


def test_a_good_page_has_no_fault() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("<h2>今天</h2>", "<p><div>今天</div></p>", "unexpected-end-tag"),
        ("<h2>今天</h2>", "<a href='/?a=1&b'>今天</a>", "expected-named-entity"),
        ("<h2>今天</h2>", "<h2>今天</h2></section>", "end-tag-too-early"),
        ("<h2>今天</h2>", "<div><h2>今天</h2>", "end-tag"),
        ("<h2>今天</h2>", "<h1>今天</h1>", "2 main headings"),
        ("<h2>今天</h2>", "<h3>今天</h3>", "after a heading of level 1 one of level 3"),
        ("<h1>学习</h1>", "", "0 main headings"),
        ('id="b"', 'id="a"', "stands there 2 times"),
        ('<p id="b">', "<p>", "aria-describedby names 'b'"),
        ('<label for="a">', '<label for="z">', "a field without a label: input a"),
        (' alt=""', "", "a picture without words"),
        (' lang="zh-Hans"', "", "no language"),
        ("学习 · 榕荫", " · ", "no title"),
    ],
)
def test_a_fault_is_told(right: str, wrong: str, told: str) -> None:
    assert right in GOOD
    assert told in "\n".join(faults_of(GOOD.replace(right, wrong, 1)))


def test_a_part_that_a_script_fetches_is_parsed_as_a_part() -> None:
    assert faults_of("<ul><li>已到38</li></ul>") == []
    assert faults_of("<p><ul><li>已到38</li></ul></p>") != []


@pytest.fixture
def watch() -> Iterator[Pages]:
    """The watch of this process; what it finds in these tests is not held against them."""
    yield PAGES
    PAGES.faults = []


def test_what_the_test_client_is_given_has_been_looked_at(db: None, client: Client, watch: Pages) -> None:
    shapes = len(watch.known)
    watch.known.clear()
    client.get("/accounts/login/")
    client.get("/nowhere/")
    assert {status for status, *_rest in watch.known} == {200, 404}, shapes


def test_an_invalid_page_is_held_against_the_test_each_time(watch: Pages) -> None:
    request: HttpRequest = RequestFactory().get("/somewhere/")
    for _time in range(2):
        watch.begin()
        watch.look_at(request, HttpResponse("<p><div></div></p>"))
    assert len(watch.faults) == 2
    watch.begin()
    watch.look_at(request, HttpResponse("<p><div></div></p>", content_type="text/plain"))
    watch.look_at(RequestFactory().get("/cms/"), HttpResponse("<p><div></div></p>"))
    assert len(watch.faults) == 2
