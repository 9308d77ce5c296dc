"""The numbers of the office home: who below has filed, each number with the page that shows its rows."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from organisations.authority import SYSTEM
from organisations.roles import Role
from reporting.rules.periods import Period
from reporting.services import duties, filings
from tests.cast import Cast, Places
from tests.reporting.test_filings_pages import text_of

YEAR = Period(report_year=2025)


@pytest.fixture
def home(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("谢海燕", Role.OFFICER, places.city)))
    return client


def parts(page: str) -> list[tuple[str, str]]:
    """Address and text of every number of the line."""
    line = re.search(r"收到的报送</h2>(.*?)</p>", page, re.DOTALL)
    found = re.findall(r'href="([^"]+)">([^<]+)<', line.group(1) if line else "")
    return [(address.replace("&amp;", "&"), text.strip()) for address, text in found]


def test_every_number_opens_its_rows(home: Client, places: Places, at: datetime) -> None:
    earlier = at - timedelta(days=30)
    for place in (places.county, places.other_county):
        duties.ask(organisation=place, report_year=2025, due_on=date(2026, 3, 2), by=SYSTEM, at=earlier)
    assert [text for _, text in parts(home.get("/desk/").content.decode())] == ["共2个单位", "逾期未报 2"]
    filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    found = parts(home.get("/desk/").content.decode())
    assert [text for _, text in found] == ["共2个单位", "逾期零报告 1", "逾期未报 1"]
    named = [("东湖县民政局", "西山县民政局"), ("东湖县民政局",), ("西山县民政局",)]
    for (address, _), names in zip(found, named, strict=True):
        page = home.get(address).content.decode()
        table = page[page.index("<table") : page.index("</table>")]
        assert tuple(name for name in ("东湖县民政局", "西山县民政局") if name in table) == names


def test_who_was_in_time_stays_so_after_the_day(home: Client, places: Places, at: datetime) -> None:
    duties.ask(organisation=places.county, report_year=2025, due_on=at.date(), by=SYSTEM, at=at)
    filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    assert [text for _, text in parts(home.get("/desk/").content.decode())] == [
        "共2个单位",
        "零报告 1",
        "未报送 1",
    ]
    duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=at)
    assert [text for _, text in parts(home.get("/desk/").content.decode())][1:] == ["退回 1", "未报送 1"]


def test_a_county_has_nobody_below_and_no_such_line(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    assert "收到的报送" not in text_of(client.get("/desk/"))
