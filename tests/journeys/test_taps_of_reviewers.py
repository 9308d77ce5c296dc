"""How many taps it takes to mend a typo in a published lesson. The editors' admin wants scripts."""

from datetime import datetime

import pytest

from courses.models import CoursePage, LessonPage
from courses.services import lessons
from organisations.roles import Role
from tests.browser import DESK
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen
from tests.journeys.taps import CountedScreen
from tests.lessons import pages

pytestmark = pytest.mark.journey


def test_a_reviewer_mends_a_typo_with_four_taps(
    course: CoursePage, places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    reviewer = cast.with_role("韦明珠", Role.REVIEWER, places.city)
    learner = cast.worker("陈小燕", places.station)
    lesson = pages(course)[0]
    lessons.open_lesson(lesson=lesson.lesson, person=learner, by=cast.by(learner), at=at)
    with screen_of(reviewer, size=DESK) as page:
        page.goto("/desk/")
        desk = CountedScreen(page)
        desk.menu("课程编辑")
        desk.link(lesson.title)
        desk.type(page.locator("#id_title"), "岗位职责与上岗")
        desk.tap(page.locator("[data-w-dropdown-target=toggle]").last)
        desk.tap(page.locator("button[name=action-publish]"))
        page.get_by_text("已经发布").wait_for()
        assert desk.count == (4, 1)
    assert LessonPage.objects.get(pk=lesson.pk).title == "岗位职责与上岗"
