"""An officer starts long work, leaves, comes back by the to-dos, and gives other work up; with and without script."""

import threading
from datetime import datetime

import pytest
from playwright.sync_api import expect

from core import events
from core.models import Event
from inbox.jobs import Work
from inbox.models import Job
from inbox.words import JobState
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.jobs import register, start
from tests.journeys.conftest import Screen, sticks_out
from tests.threads import LONGEST, until

pytestmark = pytest.mark.journey
EFFECT = "probe.effect.recorded"


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Until it is set, the work of the test stands at 3,200 of 6,728 rows."""
    let_go = threading.Event()

    def work(work: Work) -> str:
        events.record(EFFECT, by=work.by, at=work.at)
        for _look in range(LONGEST * 20):
            work.progress(3_200, 6_728, "行")
            if let_go.wait(0.05):
                break
        return "/hours/"

    monkeypatch.setattr("inbox.jobs._kinds", {})
    register(work, label="导入培训台账")
    return let_go


@pytest.mark.parametrize("scripts", [True, False])
def test_progress_is_seen_the_page_is_left_and_the_result_found(
    places: Places,
    cast: Cast,
    screen_of: Screen,
    worker: None,
    go: threading.Event,
    scripts: bool,
    at: datetime,
) -> None:
    person = cast.with_role("谢海燕", Role.OFFICER, places.county)
    job = start(cast.by(person), at, places.county)
    with screen_of(person, scripts=scripts) as phone:
        phone.goto(f"/jobs/{job.public_id}/")
        main = phone.locator("main")
        expect(main).to_contain_text("已处理3200行，共6728行")  # the page has renewed itself
        assert sticks_out(phone) == []
        phone.goto("/jobs/")
        expect(main).to_contain_text("进行中", use_inner_text=True)
        go.set()
        until(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, "the job is done")
        phone.goto("/desk/")
        phone.get_by_role("link", name="“导入培训台账”已完成").first.click()
        phone.get_by_role("link", name="查看结果").click()
        phone.wait_for_url("**/hours/")
        phone.goto("/desk/")
        expect(phone.get_by_role("link", name="“导入培训台账”已完成")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_running_job_is_given_up_and_leaves_nothing(
    places: Places,
    cast: Cast,
    screen_of: Screen,
    worker: None,
    go: threading.Event,
    scripts: bool,
    at: datetime,
) -> None:
    person = cast.with_role("谢海燕", Role.OFFICER, places.county)
    job = start(cast.by(person), at, places.county)
    with screen_of(person, scripts=scripts) as phone:
        phone.goto(f"/jobs/{job.public_id}/")
        main = phone.locator("main")
        expect(main).to_contain_text("已处理3200行")
        phone.get_by_role("button", name="取消").click()
        expect(main).to_contain_text("已取消")
        expect(main).to_contain_text("没有写入任何数据")
    assert not Event.objects.filter(name=EFFECT).exists()
