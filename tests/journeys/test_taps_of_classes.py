"""An officer opens this year's class from last year's."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from courses.models import TrainingClass
from courses.words import ClassState
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen
from tests.journeys.taps import CountedScreen

pytestmark = [pytest.mark.journey, WITH_AND_WITHOUT_SCRIPTS]


def test_a_class_from_last_years_is_open_after_five_taps_and_no_field(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    first = at.date() - timedelta(weeks=51)
    old = open_class(places.county, at, f"{first.year}-01", name="岗前培训班", starts_on=first, ends_on=first)
    session_of(old, at, first)
    officer = cast.with_role("赵主管", Role.OFFICER, places.county)
    with screen_of(officer, size=DESK) as page:
        page.goto("/desk/")
        desk = CountedScreen(page)
        desk.menu("培训班")
        desk.link("岗前培训班")
        desk.link("照此新开一班")
        desk.button("新开这个班")
        desk.button("开放报名")
        expect(page.locator("body")).to_contain_text("状态已改为“报名”", use_inner_text=True)
        assert desk.count == (5, 0)
    made = TrainingClass.objects.exclude(pk=old.pk).get()
    assert (made.state, made.starts_on) == (ClassState.OPEN, first + timedelta(weeks=52))
    assert [session.held_on for session in made.sessions.all()] == [first + timedelta(weeks=52)]
