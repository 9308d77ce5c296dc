"""An officer answers over two days, files many people, leaves, and finds the filing; with and without script."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from organisations.roles import Role
from reporting.models import Filing, FilingDraft
from reporting.services import filing_drafts
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen, sticks_out
from tests.reporting import series
from tests.threads import until

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("scripts", [True, False])
def test_a_draft_is_taken_up_filed_by_a_job_and_found(
    places: Places,
    cast: Cast,
    screen_of: Screen,
    worker: None,
    scripts: bool,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filing_drafts, "MOST_AT_ONCE", 1)
    workers = [cast.worker(name, places.station) for name in ("陈小燕", "何志明")]
    last_week = at.date() - timedelta(days=7)
    series.attend_all(series.hold_class("A", places.county, first_day=last_week, at=at), *workers, at=at)
    officer, colleague = (cast.with_role(name, Role.OFFICER, places.county) for name in ("黄局", "谢海燕"))
    check = f"/filings/new/?organisation={places.county.public_id}&year={last_week.year}"
    with screen_of(officer, scripts=scripts) as phone:
        phone.goto(check)
        phone.locator('[name="answer-not_closed"][value="explained"]').check()
        phone.get_by_role("button", name="保存草稿").click()
        expect(phone.locator("main")).to_contain_text("草稿")
        assert sticks_out(phone) == []
    with screen_of(colleague, scripts=scripts) as phone:
        phone.goto("/filings/")
        assert sticks_out(phone) == []
        phone.get_by_role("link", name="继续").click()
        expect(phone.locator('[name="answer-not_closed"][value="explained"]')).to_be_checked()
        phone.locator('[name="remark-not_closed"]').fill("等老师交材料")
        phone.get_by_role("button", name="确认报送").click()
        phone.wait_for_url("**/jobs/**")
        phone.goto("/desk/")
        until(Filing.objects.exists, "the filing is there")
        phone.goto("/jobs/")
        phone.get_by_role("link", name="报送").last.click()
        phone.get_by_role("link", name="查看结果").click()
        expect(phone.locator("h1")).to_contain_text("东湖县民政局")
    assert not FilingDraft.objects.exists()
