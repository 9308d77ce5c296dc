"""A county officer goes through the checklist, step by step, and sees who came and who left."""

from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from organisations.roles import Role
from people.models import Person, Posting
from reporting.words import CheckStep
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import SMALL_PHONE, WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.reporting import series

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


@pytest.fixture
def officer(transactional_db: None, places: Places, cast: Cast, at: datetime) -> Person:
    """One came this year, one left on its first day, and a class of last week was never closed."""
    first_day = date(at.year, 1, 1)
    cast.worker("林新来", places.station, hired=first_day)
    left = cast.worker("周离岗", places.station)
    Posting.objects.filter(person=left).update(ends_on=first_day)
    series.hold_class("A", places.county, year=at.year, first_day=at.date() - timedelta(days=7), at=at)
    return cast.with_role("黄局", Role.OFFICER, places.county)


def test_every_step_tells_what_changed_and_leads_to_the_next(
    officer: Person, screen_of: Screen, at: datetime
) -> None:
    with screen_of(officer, size=SMALL_PHONE) as screen:
        screen.goto("/filings/new/")
        screen.locator('[name="year"]').fill(str(at.year))
        screen.get_by_role("button", name="核对数字").click()
        told = screen.locator(".tasks")
        expect(told).to_contain_text("比上期末新增1人、减少1人")
        expect(told).to_contain_text("1个没有办结课")
        told.get_by_role("link", name="核对名册").click()
        for step in CheckStep:
            expect(screen.locator("h1")).to_contain_text(step.label)
            if step is CheckStep.ROSTER:
                _tells_who_changed(screen)
            _fits(screen)
            screen.locator("main .button").last.click()
        screen.wait_for_url("**/filings/new/?*#figures")
        expect(screen.get_by_role("button", name="确认报送")).to_be_visible()


def _tells_who_changed(screen: Page) -> None:
    rows = screen.locator("main table").last
    expect(rows.get_by_role("row", name="林新来")).to_contain_text("新入职")
    expect(rows.get_by_role("row", name="周离岗")).to_contain_text("离岗")


def _fits(screen: Page) -> None:
    for size in (DESK, SMALL_PHONE):
        screen.set_viewport_size(size)  # type: ignore[arg-type]  # a dict of both, as everywhere
        assert sticks_out(screen) == []
