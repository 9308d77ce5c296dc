"""Views: a page with its known filters under a name of one's own; nobody else's, and never a way out of the site."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleBroken
from desks.models import SavedView
from desks.rules.saved_views import KNOWN, MOST, saved_address
from desks.services import saved_views
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.reporting.test_filings_pages import posted, text_of

PAGE = "/filings/?state=returned&year=2026"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (PAGE, PAGE),
        ("/filings/?year=2026&state=returned&page=3", PAGE),
        ("/filings/?year=2026&next=/logout/", "/filings/?year=2026"),
        ("/filings/rollup/?only=overdue&year=2026", "/filings/rollup/?only=overdue&year=2026"),
        ("/filings/", ""),
        ("/filings/?state=", ""),
        ("/people/?text=陈小燕", ""),
        ("/classes/?state=陈小燕", ""),
        ("https://example.com/filings/?year=2026", ""),
        ("//example.com/filings/?year=2026", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_known_filters_of_known_pages_are_kept(typed: str, kept: str) -> None:
    assert saved_address(typed) == kept


@given(st.text(max_size=60), st.sampled_from(sorted(KNOWN)))
def test_whatever_is_typed_stays_on_its_page_and_is_saved_as_it_is(text: str, path: str) -> None:
    for typed in (text, path + text, f"{path}?{text}", f"{path}?year={text}"):
        kept = saved_address(typed)
        assert kept == "" or kept.split("?")[0] in KNOWN
        assert saved_address(kept) == kept


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("谢海燕", Role.OFFICER, places.city)


def test_a_filter_is_saved_from_its_page_and_opened_from_the_home(
    client: Client, officer: Person, cast: Cast
) -> None:
    client.force_login(cast.account(officer))
    assert "保存这个视图" not in text_of(client.get("/filings/"))
    page = client.get(PAGE).content.decode()
    address = f"/desk/views/new/?address={quote(PAGE, safe='')}"
    assert address in page
    form = client.get(address)
    nameless = client.post("/desk/views/new/", posted(form, address=PAGE))
    assert (nameless.status_code, "请给视图起个名称" in text_of(nameless)) == (422, True)
    assert client.post("/desk/views/new/", posted(nameless, address=PAGE, name="退回的"))["Location"] == PAGE
    home = client.get("/desk/").content.decode()
    assert 'href="/filings/?state=returned&amp;year=2026">退回的<' in home
    view = SavedView.objects.get()
    key = home.split('name="action_key" value="')[-1].split('"')[0]
    assert client.post(f"/desk/views/{view.public_id}/remove/", {"action_key": key}).status_code == 302
    assert not SavedView.objects.exists()


def test_nobody_sees_or_removes_anothers_view(
    client: Client, officer: Person, places: Places, cast: Cast, at: datetime
) -> None:
    view = saved_views.save(name="退回的", address=PAGE, by=cast.by(officer), at=at)
    other = cast.with_role("黄局", Role.OFFICER, places.county)
    client.force_login(cast.account(other))
    assert "退回的" not in text_of(client.get("/desk/"))
    form = client.get(f"/desk/views/new/?address={quote(PAGE)}")
    assert client.post(f"/desk/views/{view.public_id}/remove/", posted(form)).status_code == 404
    with pytest.raises(RuleBroken) as refused:
        saved_views.remove(view=view, by=cast.by(other), at=at)
    assert refused.value.code == "view.not_own"
    assert client.get("/desk/views/new/?address=https://example.com/").status_code == 404


def test_the_same_address_gets_the_new_name_and_there_is_an_end(
    officer: Person, cast: Cast, at: datetime
) -> None:
    by = cast.by(officer)
    for name in ("旧名", "新名"):
        saved_views.save(name=name, address=PAGE, by=by, at=at)
    assert [one.name for one in SavedView.objects.all()] == ["新名"]
    for year in range(2000, 2000 + MOST - 1):
        saved_views.save(name=str(year), address=f"/filings/?year={year}", by=by, at=at)
    for address, code in (("/filings/?year=1999", "view.too_many"), ("/people/?x=1", "view.address")):
        with pytest.raises(RuleBroken) as refused:
            saved_views.save(name="多", address=address, by=by, at=at)
        assert refused.value.code == code
    saved_views.save(name="改名", address=PAGE, by=by, at=at)
    with pytest.raises(RuleBroken):
        saved_views.save(name="系统", address=PAGE, by=SYSTEM, at=at)


def test_the_home_asks_the_same_number_of_questions_for_many_views(
    client: Client,
    officer: Person,
    cast: Cast,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    client.force_login(cast.account(officer))
    saved_views.save(name="退回的", address=PAGE, by=cast.by(officer), at=at)
    few = count_queries(lambda: client.get("/desk/"))
    for year in range(2010, 2020):
        saved_views.save(name=str(year), address=f"/filings/?year={year}", by=cast.by(officer), at=at)
    assert count_queries(lambda: client.get("/desk/")) == few
