"""A station is renamed and a person moves to another county: last year's filing stands, this year's figures follow."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import filings
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.reporting import series

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]

OLD, NEW = "东湖县青石镇社工站", "东湖县青石街道社工站"


@pytest.fixture
def mover(places: Places, cast: Cast, at: datetime) -> Person:
    """In the city's class last year and, before she moves, in one this year; a colleague sits beside her."""
    found, colleague = cast.worker("陈小燕", places.station), cast.worker("何志明", places.station)
    last = series.hold_class(
        "去年", places.city, at=at, year=at.year - 1, first_day=date(at.year - 1, 6, 1), days=2
    )
    series.attend_all(last, found, colleague, at=at)
    before = series.hold_class(
        "前", places.city, at=at, year=at.year, first_day=at.date() - timedelta(days=14)
    )
    series.attend_all(before, found, at=at)
    return found


@pytest.fixture
def filing(places: Places, mover: Person, at: datetime) -> Filing:
    return filings.file(organisation=places.city, period=Period(report_year=at.year - 1), by=SYSTEM, at=at)


def test_what_was_filed_keeps_the_old_name_and_hours_stay_where_they_were_earned(
    places: Places, mover: Person, filing: Filing, cast: Cast, screen_of: Screen, at: datetime, tmp_path: Path
) -> None:
    officer = cast.with_role("谢海燕", Role.OFFICER, places.city)
    moves_on = at.date() - timedelta(days=7)
    with screen_of(officer, size=DESK) as desk:
        _rename(desk)
        _move(desk, mover, to=places.other_station.name, on=moves_on)
        after = series.hold_class(
            "后", places.city, at=at, year=at.year, first_day=at.date() - timedelta(days=2)
        )
        series.attend_all(after, mover, at=at)

        desk.goto("/desk/")
        desk.get_by_role("link", name="报送", exact=True).click()
        desk.get_by_role("link", name=filing.number, exact=True).click()
        main = desk.locator("main")
        expect(main).to_contain_text("现在的数与已报送的没有差异", use_inner_text=True)
        expect(main).to_contain_text(OLD, use_inner_text=True)
        expect(main).not_to_contain_text(NEW, use_inner_text=True)
        with desk.expect_download() as download:
            desk.get_by_role("link", name="下载Excel").click()
        cells = _cells(download.value.path().read_bytes())
        assert OLD in cells
        assert NEW not in cells
        desk.get_by_role("link", name="重新计算，看是否一致").click()
        expect(main).to_contain_text("一个字节不差", use_inner_text=True)
        expect(desk.get_by_text("可复现", exact=True)).to_be_visible()

        desk.goto(f"/figures/?scope={places.city.public_id}&year={at.year}")
        # By participants: one day before the move, one day after it.
        assert _people_and_visits(desk, "合计") == ["1", "2"]
        assert _people_and_visits(desk, NEW) == ["1", "1"]
        assert _people_and_visits(desk, places.other_station.name) == ["1", "1"]
        expect(main).not_to_contain_text(OLD, use_inner_text=True)
        for station, training_class in ((NEW, "培训班前"), (places.other_station.name, "培训班后")):
            _opens_to(desk, station, training_class)
    _reproduces(filing, tmp_path)


def _rename(desk: Page) -> None:
    desk.get_by_role("link", name="机构", exact=True).click()
    desk.get_by_role("link", name=OLD).click()
    desk.get_by_role("link", name="改名").click()
    desk.get_by_label("新名称").fill(NEW)
    desk.get_by_role("button", name="改名").click()
    desk.get_by_role("heading", name=NEW, level=1).wait_for()
    expect(desk.locator("main dl")).to_contain_text(OLD, use_inner_text=True)  # kept as a former name
    assert sticks_out(desk) == []


def _move(desk: Page, person: Person, *, to: str, on: date) -> None:
    desk.get_by_role("link", name=person.name).click()
    desk.get_by_role("link", name="调动").click()
    field = desk.get_by_label("单位")
    label = next(text for text in field.locator("option").all_inner_texts() if to in text)
    field.select_option(label=label)
    desk.get_by_label("到岗日期").fill(on.isoformat())
    desk.get_by_role("button", name="调动").click()
    desk.get_by_role("heading", name=person.name, level=1).wait_for()
    posts = desk.locator("table").first
    expect(posts).to_contain_text(to, use_inner_text=True)
    expect(posts).to_contain_text(NEW, use_inner_text=True)
    assert sticks_out(desk) == []


def _row(desk: Page, label: str) -> Locator:
    """A row of the table by county and station."""
    rows = desk.locator("table").nth(1).locator("tbody tr")
    return rows.filter(has=desk.get_by_role("rowheader", name=label, exact=True)).first


def _people_and_visits(desk: Page, label: str) -> list[str]:
    headings = desk.locator("table").nth(1).locator("thead tr").last.locator("th").all_inner_texts()
    half = len(headings) // 2  # by organiser, then by participants
    numbers = _row(desk, label).locator("td").all_inner_texts()
    by_participants = dict(zip(headings[half:], numbers[half:], strict=True))
    return [by_participants["人数"], by_participants["人次"]]


def _opens_to(desk: Page, station: str, training_class: str) -> None:
    """The visits of a station lead to the class that was attended from there, and to no other."""
    link = _row(desk, station).locator('a[href*="level=classes"]').last
    desk.goto(link.get_attribute("href") or "")
    listed = desk.locator("main table tbody tr")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text(training_class, use_inner_text=True)
    desk.go_back()


def _cells(content: bytes) -> set[str]:
    """What stands in the cells; rows below others are indented by wide blanks."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {str(cell).strip() for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}


def _reproduces(filing: Filing, folder: Path) -> None:
    """Exit 0, and the bytes that were filed."""
    for kind, filed in (("json", filing.record), ("xlsx", filing.workbook)):
        output = folder / f"{filing.number}.{kind}"
        call_command("reproduce_filing", filing.number, format=kind, output=output)
        assert output.read_bytes() == bytes(filed)
