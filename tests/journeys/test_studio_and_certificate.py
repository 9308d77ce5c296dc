"""A group meeting of three of which two confirm; a certificate opened by its holder and checked by a stranger."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from core import events
from courses.models import CoursePage
from hours.querysets import all_entries
from hours.words import HourKind
from mentorship.services import studios
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from tests.cast import Cast, Places
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen, sticks_out
from tests.lessons import complete, pages

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_a_meeting_of_three_credits_only_those_who_confirm(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    lead = cast.worker("梁文珍", places.station)
    workers = [cast.worker(name, places.station) for name in ("陈小燕", "黄建国", "李秋月")]
    founded = at.date() - timedelta(days=100)
    studio = studios.add(details=StudioDetails("东湖名师工作室"), founders=[places.county], by=SYSTEM, at=at)
    member = Membership(lead, StudioRole.LEAD, places.county, founded)
    studios.add_member(studio=studio, member=member, by=SYSTEM, at=at)
    group = studios.add_group(studio=studio, name="第一小组", by=SYSTEM, at=at)
    for worker in workers:
        studios.add_worker(group=group, person=worker, starts_on=founded, by=SYSTEM, at=at)
    with screen_of(lead) as phone:
        phone.goto(f"/studios/groups/{group.public_id}/record/")
        phone.locator('[name="held_on"]').fill((at.date() - timedelta(days=1)).isoformat())
        phone.locator('[name="starts_at"]').fill("15:00")
        phone.locator('[name="minutes"]').fill("90")
        phone.locator('[name="topic"]').fill("入户走访前的准备")
        for worker in workers:
            phone.get_by_label(worker.name, exact=True).check()
        phone.get_by_role("button", name="提交并请本人确认").click()
        assert sticks_out(phone) == []
    assert all_entries().filter(kind=HourKind.GROUP_MEETING).count() == 0
    for worker in workers[:2]:
        with screen_of(worker) as phone:
            phone.goto("/studios/confirm/")
            phone.get_by_role("button", name="确认参加").click()
            expect(phone.get_by_text("没有待确认的活动")).to_be_visible()
    lines = all_entries().filter(kind=HourKind.GROUP_MEETING)
    assert sorted(lines.values_list("person", "minutes")) == sorted((worker.pk, 90) for worker in workers[:2])
    with screen_of(workers[2]) as phone:
        phone.goto("/studios/confirm/")
        expect(phone.get_by_role("button", name="确认参加")).to_have_count(1)


def test_a_worker_opens_her_certificate_and_a_stranger_verifies_it(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    for page in pages(course):
        complete(page, worker, at - timedelta(days=1))
    events.deliver_pending()
    with screen_of(worker) as phone:
        phone.goto("/certificates/")
        phone.get_by_role("link", name="岗前培训").first.click()
        expect(phone.locator("svg").first).to_be_visible()
        expect(phone.locator("main")).to_contain_text("陈小燕", use_inner_text=True)
        assert sticks_out(phone) == []
        code = phone.locator("main").inner_text().split("核验编号")[1].split()[0]
    with screen_of(None) as stranger:
        stranger.goto(f"/verify/{code.replace('-', '')}/")
        told = stranger.locator("main").inner_text()
        assert "有效" in told
        assert "岗前培训" in told
        assert "陈小燕" not in told
        assert "陈*" in told
