"""A paper in a tunnel: answers go up as they are given, wait without a network, and stand there on the next visit."""

from datetime import datetime

import pytest
from playwright.sync_api import Page

from assessment.models import Sitting
from assessment.paper_querysets import versions_asked
from core import clock
from people.models import Person
from tests.assessment.papers import a_paper, begun
from tests.cast import Cast, Places
from tests.journeys.conftest import Screen

pytestmark = pytest.mark.journey


@pytest.fixture
def sitting(cast: Cast, places: Places, at: datetime) -> Sitting:
    worker: Person = cast.worker("陈小燕", places.station)
    return begun(a_paper(places.county, at, minutes=None), worker, clock.now())


def _choose(phone: Page, sitting: Sitting, place: int, key: str) -> None:
    version = versions_asked(sitting.answers_to)[place]
    phone.locator(f'input[name="question-{version.pk}"][value="{key}"]').check()


def test_answers_wait_for_the_network_and_stand_there_again(sitting: Sitting, screen_of: Screen) -> None:
    with screen_of(sitting.person) as phone:
        phone.goto(f"/papers/sittings/{sitting.public_id}/")
        phone.get_by_text("答案随答随存").wait_for()
        _choose(phone, sitting, 0, "A")
        phone.get_by_text("已保存").wait_for()
        phone.context.set_offline(True)
        _choose(phone, sitting, 1, "B")
        phone.get_by_text("1题待上传").wait_for()
        phone.get_by_role("button", name="保存并检查").click()
        phone.get_by_text("有网络后再到下一页").wait_for()
        phone.context.set_offline(False)
        phone.get_by_text("已保存").wait_for()
        phone.reload()
        checked = phone.locator("input:checked").evaluate_all("found => found.map((one) => one.value)")
        assert checked == ["A", "B"]
        phone.get_by_role("button", name="保存并检查").click()
        phone.get_by_role("link", name="第3题").wait_for()
        phone.get_by_role("button", name="交卷").click()
        phone.get_by_text("得1分，满分3分").wait_for()
    sitting.refresh_from_db()
    assert sitting.handed_in_at is not None
