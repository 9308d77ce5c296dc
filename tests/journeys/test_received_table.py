"""A county officer gets a table from above, points once, fills it, opens a cell, and next time finds it mapped."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from organisations.roles import Role
from reporting.models import FilledTable
from reporting.words import Side
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.reporting import series
from tests.reporting.received.workbooks import STATIONS, quarterly, saved

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_a_table_from_above_is_pointed_at_filled_opened_and_known_again(
    places: Places, cast: Cast, screen_of: Screen, tmp_path: Path, at: datetime
) -> None:
    session = series.hold_class("A", places.county, first_day=at.date(), year=2026, at=at).sessions.all()[0]
    series.attend(session, cast.worker("陈小燕", places.station), at=at)
    officer = cast.with_role("县局的人", Role.OFFICER, places.county)
    with screen_of(officer, size=DESK) as desk:
        desk.goto("/figures/?year=2026")
        desk.get_by_role("link", name="上级来表").click()
        _upload(desk, tmp_path / "一季度.xlsx", saved(quarterly()))
        assert sticks_out(desk) == []
        desk.get_by_role("button", name="采用这些单位").click()
        expect(desk.locator("#table")).to_contain_text(places.station.name)
        _point(desk, "人数", metric="people", side=Side.PARTICIPANT)
        _point(desk, "人次", metric="visits.person-day", side=Side.PARTICIPANT)
        desk.locator("#table").get_by_role("link", name="合计").click()
        desk.get_by_label("这一行").check()
        desk.locator('[name="scope"]').select_option(str(places.county.public_id))
        _save(desk)
        expect(desk.locator("main")).to_contain_text("这张工作表有3格可以填")
        expect(desk.locator("main")).to_contain_text("经费（元）")  # left to the pen
        content = _fill(desk)
        sheet = openpyxl.load_workbook(io.BytesIO(content))["表一"]
        assert [sheet[cell].value for cell in ("A5", "B5", "C5", "B7")] == [STATIONS[0], 1, 1, 1]
        assert sheet["C7"].value == "=SUM(C5:C6)"
        desk.locator("main table tbody td a").first.click()
        expect(desk.locator("main")).to_contain_text("陈小燕")

        desk.goto("/figures/received/")
        _upload(desk, tmp_path / "二季度.xlsx", saved(quarterly("2026年第二季度社会工作培训情况统计表")))
        expect(desk.locator("main")).to_contain_text("沿用以前的对应")
        expect(desk.locator("main")).to_contain_text("这张工作表有3格可以填")
        _fill(desk)
    assert FilledTable.objects.count() == 2


def _upload(desk: Page, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    desk.get_by_role("link", name="上传来表").click()
    desk.locator('input[type="file"]').set_input_files(path)
    desk.get_by_role("button", name="上传", exact=True).click()
    expect(desk.locator("h1")).to_have_text(path.name)


def _point(desk: Page, heading: str, **answers: str) -> None:
    desk.locator("#table").get_by_role("link", name=heading, exact=True).click()
    desk.get_by_label("这一列").check()
    for name, value in answers.items():
        desk.locator(f'[name="{name}"]').select_option(value)
    _save(desk)


def _save(desk: Page) -> None:
    """The form goes away when its answer is kept."""
    desk.locator("#point").get_by_role("button", name="保存").click()
    expect(desk.locator("#point")).to_have_count(0)


def _fill(desk: Page) -> bytes:
    desk.locator('main [name="year"]').fill("2026")
    desk.get_by_role("button", name="填表").click()
    with desk.expect_download() as download:
        desk.get_by_role("link", name="下载填好的表").click()
    return download.value.path().read_bytes()
