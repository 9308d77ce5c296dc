"""Each desk in a browser: the taps that it costs to reach what one came for, with scripts and without."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from courses.models import CoursePage
from courses.services import lessons, plans
from mentorship.models import GroupMeeting
from mentorship.services import studios
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen, sticks_out
from tests.lessons import complete, pages
from tests.mentorship.conftest import Banyan, banyan, meeting

__all__ = ["banyan", "meeting"]
pytestmark = pytest.mark.journey
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@SCRIPTS
def test_whoever_has_several_roles_changes_the_desk_in_one_tap_and_it_stays(
    scripts: bool, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    head = cast.with_role("何敏华", Role.STATION_HEAD, places.station)
    studio = studios.add(details=StudioDetails("东湖工作室"), founders=[places.county], by=SYSTEM, at=at)
    member = Membership(head, StudioRole.LEAD, places.county, at.date() - timedelta(days=9))
    studios.add_member(studio=studio, member=member, by=SYSTEM, at=at)
    with screen_of(head, scripts=scripts) as phone:
        phone.goto("/desk/")
        menu = phone.get_by_role("navigation", name="工作台")
        menu.locator("summary").click()  # one row on a phone, until it is opened
        expect(menu.get_by_role("link", name="人员")).to_be_visible()
        phone.get_by_role("button", name="工作室成员").click()
        expect(menu.get_by_role("link")).to_have_text(["待办", "督导", "工作室", "我的"], use_inner_text=True)
        phone.goto("/hours/")
        expect(menu.locator('[aria-current="page"]')).to_have_text("我的", use_inner_text=True)
        phone.get_by_role("button", name="学员").click()
        phone.wait_for_url("**/learn/")
        expect(menu.get_by_role("link")).to_have_text(
            ["学习", "培训班", "督导", "我的学时"], use_inner_text=True
        )
        assert sticks_out(phone) == []


@SCRIPTS
def test_a_worker_goes_on_in_one_tap_and_every_tab_is_one_more(
    scripts: bool, course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    worker = cast.worker("林晓雯", places.station, hired=at.date() - timedelta(days=18))
    third = pages(course)[2]
    lessons.open_lesson(lesson=third.lesson, person=worker, by=SYSTEM, at=at)
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    with screen_of(worker, scripts=scripts) as phone:
        phone.goto("/learn/")
        assert "还差40学时" in phone.locator("main").inner_text().replace(" ", "").replace("\n", "")
        phone.get_by_role("link", name="继续学习").click()
        expect(phone.locator("h1")).to_have_text(third.title, use_inner_text=True)
        for tab, heading in (
            ("培训班", "培训班"),
            ("督导", "工作室"),
            ("我的学时", "我的学时"),
            ("学习", "我的学习"),
        ):
            phone.get_by_role("navigation", name="工作台").get_by_role("link", name=tab, exact=True).click()
            expect(phone.locator("h1")).to_have_text(heading, use_inner_text=True)
            expect(phone.locator('nav [aria-current="page"]')).to_have_text(tab, use_inner_text=True)


@SCRIPTS
def test_a_mentor_writes_a_meeting_down_from_the_home_in_one_tap(
    scripts: bool, banyan: Banyan, cast: Cast, screen_of: Screen
) -> None:
    with screen_of(banyan.lead, scripts=scripts) as phone:
        phone.goto("/desk/")
        phone.get_by_role("link", name="记录活动").click()
        expect(phone.locator("h1")).to_have_text("记录带教活动", use_inner_text=True)
        assert sticks_out(phone) == []


def test_a_worker_confirms_a_meeting_in_two_taps_from_the_home(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, screen_of: Screen
) -> None:
    with screen_of(banyan.workers[0]) as phone:
        phone.goto("/learn/")
        phone.get_by_role("link", name="有1次带教活动待您确认").click()
        phone.get_by_role("button", name="确认参加").click()
        expect(phone.get_by_text("没有待确认的活动")).to_be_visible()


@SCRIPTS
def test_an_officer_sees_who_is_behind_without_a_click_and_the_names_with_one(
    scripts: bool, course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    hired = at.date() - timedelta(days=40)
    done, _late = (
        cast.worker("林晓雯", places.station, hired=hired),
        cast.worker("覃小梅", places.station, hired=hired),
    )
    cast.worker("黄建国", places.other_station, hired=hired)
    for place, page in enumerate(pages(course)):
        complete(page, done, at - timedelta(days=place))
    with screen_of(cast.with_role("谢海燕", Role.OFFICER, places.city), size=DESK, scripts=scripts) as desk:
        desk.goto("/desk/")
        row = desk.get_by_role("row").filter(has_text="东湖县")
        expect(row).to_contain_text("50.0%（1/2）", use_inner_text=True)
        row.get_by_role("link").click()
        expect(desk.get_by_text("覃小梅", exact=True)).to_be_visible()
        expect(desk.get_by_text("黄建国")).to_have_count(0)
        for item in ("口径与规则", "操作记录"):
            desk.get_by_role("navigation", name="工作台").get_by_role("link", name=item).click()
            expect(desk.locator("h1")).to_have_text(item, use_inner_text=True)
            assert sticks_out(desk) == []


def test_the_other_county_s_list_is_not_found(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen
) -> None:
    with screen_of(cast.with_role("邓丽珊", Role.OFFICER, places.county), size=DESK) as desk:
        answer = desk.goto(f"/desk/behind/?organisation={places.other_station.public_id}")
        assert answer is not None
        assert answer.status == 404
        expect(desk.locator("main")).to_contain_text("不在您的管理范围", use_inner_text=True)
