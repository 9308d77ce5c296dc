"""A new worker reads what is missing and goes the nearest way; the county's officer enters her leave."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from courses.models import CoursePage
from courses.services import plans
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.courses.classroom import open_class
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_what_is_missing_leads_to_a_class_and_a_leave_stops_the_days(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    today = at.date()
    worker = cast.worker("林晓雯", places.station, hired=today - timedelta(days=18))
    officer = cast.with_role("县主管", Role.OFFICER, places.county)
    later = today + timedelta(days=5)
    held = open_class(places.county, at, starts_on=later, ends_on=later)
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    with screen_of(worker) as phone:
        phone.goto("/learn/")
        expect(phone.locator("main")).to_contain_text("还差40学时", use_inner_text=True)
        phone.get_by_role("link", name="还差什么，怎样补上").click()
        expect(phone.locator("main")).to_contain_text("规则未核实", use_inner_text=True)
        expect(phone.locator("main")).to_contain_text("结业测验开放后参加", use_inner_text=True)
        assert sticks_out(phone) == []
        phone.get_by_role("link", name=f"报名“{held.name}”").click()
        expect(phone.locator("h1")).to_have_text(held.name, use_inner_text=True)
    with screen_of(officer) as desk:
        desk.goto("/plans/")
        assert sticks_out(desk) == []
        desk.get_by_role("link", name=worker.name).click()
        desk.get_by_role("link", name="暂停计划").click()
        desk.locator('[name="first_day"]').fill(today.isoformat())
        desk.locator('[name="reason"]').fill("按规定休假")
        desk.locator('[name="document"]').fill("请假审批单")
        desk.get_by_role("button", name="登记暂停").click()
        expect(desk.locator("main")).to_contain_text("按规定休假", use_inner_text=True)
        assert sticks_out(desk) == []
    with screen_of(worker) as phone:
        phone.goto("/learn/")
        expect(phone.locator("main")).to_contain_text("到回来为止", use_inner_text=True)
