"""A city officer imports the five workbooks, opens a number to the single person, files, and corrects."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from courses.querysets import all_attendances
from courses.words import AttendanceState
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind, Tier
from reporting.models import Filing
from tests.browser import DESK
from tests.cast import Cast
from tests.jobs import a_worker
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]

SERIES = Path(__file__).parents[1] / "data" / "yunfu-2022"
REASON = "住院期间缺课，经批准补课"


@pytest.fixture
def yunfu(transactional_db: None, settings: Any, at: datetime) -> Organisation:
    """An instance without demo, on which the first organisation has been made."""
    settings.DEMO_MODE = False
    details = OrganisationDetails(
        name="云浮市民政局", kind=OrganisationKind.BUREAU, tier=Tier.CITY, area_code="445300"
    )
    return organisations.add(details=details, parent=None, by=SYSTEM, at=at)


def test_from_five_workbooks_to_a_filing_and_its_correction(
    yunfu: Organisation, cast: Cast, screen_of: Screen, worker: None, tmp_path: Path
) -> None:
    officer = cast.with_role("谢海燕", Role.OFFICER, yunfu)
    with screen_of(officer, size=DESK) as desk:
        with a_worker():
            _import(desk)
        desk.goto("/figures/?year=2022")
        assert _totals(desk) == ["5", "10", "465", "3260", "6520", "390", "19560"]
        _open_3260_to_one_person(desk)
        _file(desk)
        filing = Filing.objects.get()
        with desk.expect_download() as download:
            desk.get_by_role("link", name="下载Excel").click()
        cells = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
        assert cells is not None
        assert {465, 3260, 390} <= {cell for row in cells.iter_rows(values_only=True) for cell in row}

        _add_a_late_make_up(desk)
        _reproduces(filing, tmp_path)
        desk.goto(f"/filings/{filing.public_id}/")
        told = desk.locator("main").inner_text()
        assert "现在的数与已报送的差异" in told
        assert "3261" in told
        desk.get_by_role("link", name="办理更正").first.click()
        desk.locator('[name="reason"]').fill("补记1人补课1课次")
        desk.locator("main").get_by_role("button").last.click()
        desk.wait_for_url("**/filings/*/")
        corrected = desk.locator("main").inner_text()
        assert "这次更正了什么" in corrected
        assert "3260" in corrected
        assert "3261" in corrected
    _reproduces(filing, tmp_path)
    _reproduces(Filing.objects.get(corrects=filing), tmp_path)


def _import(desk: Page) -> None:
    desk.goto("/imports/new/")
    desk.locator('input[type="file"]').set_input_files(sorted(SERIES.glob("*.xlsx")))
    desk.get_by_role("button", name="上传并查看判定").click()
    _to_the_result(desk)
    told = desk.locator("main").inner_text()
    assert "6728" in told
    assert "990000" not in told  # identity numbers are masked everywhere
    desk.get_by_role("button", name="确认导入").click()
    _to_the_result(desk)
    expect(desk.get_by_role("link", name="撤销这批导入")).to_be_visible()


def _to_the_result(desk: Page) -> None:
    """The page of the job renews itself until the work is done."""
    desk.wait_for_url("**/jobs/*/")
    desk.get_by_role("link", name="查看结果").click()
    desk.wait_for_url("**/imports/*-*/")  # by way of the job's own page


def _totals(desk: Page) -> list[str]:
    """The figures by organiser, in the order of the official table."""
    rows = desk.locator("table").first.locator("tbody tr")
    return [row.locator("td").first.inner_text() for row in rows.all()]


def _open_3260_to_one_person(desk: Page) -> None:
    """3,260 → class → day → one person, each step a link."""
    desk.get_by_role("link", name="3260").first.click()
    for _step in ("class", "day", "person"):
        assert sticks_out(desk) == []
        desk.locator("main table tbody a").first.click()
        desk.wait_for_load_state()
    expect(desk.locator("main")).to_contain_text("2022", use_inner_text=True)


def _file(desk: Page) -> None:
    desk.goto("/filings/new/")
    desk.locator('[name="year"]').fill("2022")
    desk.locator("main").get_by_role("button").last.click()
    desk.wait_for_load_state()
    expect(desk.locator("main")).to_contain_text("3260", use_inner_text=True)
    desk.get_by_role("button", name="确认报送").click()
    desk.wait_for_url(lambda url: "/filings/" in url and "/new" not in url)


def _add_a_late_make_up(desk: Page) -> None:
    """Somebody who was on leave made the session up: the officer marks it with its reason."""
    away = (
        all_attendances()
        .filter(state=AttendanceState.LEAVE)
        .select_related("person", "session")
        .order_by("pk")[0]
    )
    desk.goto(f"/classes/sessions/{away.session.public_id}/mark/?person={away.person.public_id}")
    desk.locator('[name="state"]').select_option(AttendanceState.MAKE_UP.value)
    desk.locator('[name="reason"]').fill(REASON)
    desk.get_by_role("button", name="记录").click()
    desk.wait_for_url(lambda url: "/mark/" not in url)
    away.refresh_from_db()
    assert away.state == AttendanceState.MAKE_UP


def _reproduces(filing: Filing, folder: Path) -> None:
    """Exit 0: the bytes are the filed ones."""
    for kind in ("json", "xlsx"):
        output = folder / f"{filing.number}.{kind}"
        call_command("reproduce_filing", filing.number, format=kind, output=output)
        assert output.stat().st_size > 0
