"""The pages of long jobs: how far it is, what to do, and nobody else's."""

import re
import uuid
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.errors import RuleBroken
from inbox import jobs
from inbox.jobs import Work
from inbox.models import Job
from inbox.services import job_running
from inbox.todos import todo_items
from inbox.words import JobState
from organisations.authority import Authority
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.jobs import register, run_waiting, start
from tests.pages import post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_kinds", {})
    register()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("core.clock.now", lambda: at)


@pytest.fixture
def officer(client: Client, cast: Cast, places: Places) -> Authority:
    """Whoever `client` is."""
    person = cast.with_role("黄局", Role.OFFICER, places.county)
    client.force_login(cast.account(person))
    return cast.by(person)


def main_of(response: Any) -> str:
    return response.content.decode().split("<main", 1)[-1].split("</main>")[0]


def text_of(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main_of(response))).split())


def address(job: Job, step: str = "") -> str:
    return f"/jobs/{job.public_id}/{step}"


def test_a_waiting_job_says_how_long_and_that_one_may_leave(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    job = start(officer, at, places.county)
    answer = client.get(address(job))
    told = text_of(answer)
    assert "等待处理 还要约20秒。可以离开本页，完成后在待办里。" in told
    assert "取消" in told
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in answer.content.decode()


def test_a_running_job_says_how_far_it_is(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    job = start(officer, at, places.county)
    job_running._claim(at=at - timedelta(seconds=10))
    Job.objects.update(done=2_000, total=6_000, unit="行")
    told = main_of(client.get(address(job)))
    assert "已处理2000行，共6000行" in told
    assert "还要约20秒" in told
    assert '<progress class="job-progress" max="6000" value="2000"' in told


def test_the_moving_part_comes_alone_and_says_when_it_ends(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    job = start(officer, at, places.county)
    part = client.get(address(job, "now/")).content.decode()
    assert "<html" not in part
    assert "data-live-end" not in part
    run_waiting(at)
    assert "data-live-end" in client.get(address(job, "now/")).content.decode()


def test_a_done_job_leads_to_its_result_and_is_a_todo_until_seen(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    job = start(officer, at, places.county)
    run_waiting(at)
    todos = [todo for todo in todo_items(officer, on=at.date()) if todo.url == address(job)]
    assert [todo.title for todo in todos] == ["“试做”已完成，请查看结果"]
    answer = client.get(address(job))
    assert "refresh" not in answer.content.decode()
    assert 'href="/hours/"' in main_of(answer)
    assert not [todo for todo in todo_items(officer, on=at.date()) if todo.url == address(job)]


def test_a_job_that_was_not_done_says_why_and_what_became_of_the_data(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    def refused(work: Work) -> str:
        raise RuleBroken("probe.no", "第3行的身份证号少一位。请改好后再传。")

    register(refused)
    job = start(officer, at, places.county)
    run_waiting(at)
    assert "没有完成，请查看原因" in "".join(todo.title for todo in todo_items(officer, on=at.date()))
    told = text_of(client.get(address(job)))
    assert "第3行的身份证号少一位。请改好后再传。 没有写入任何数据。" in told
    assert 'href="/desk/"' in main_of(client.get(address(job)))


def test_cancelling_ends_a_waiting_job_and_stops_a_running_one(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    job = start(officer, at, places.county)
    assert post(client, address(job, "cancel/"))["Location"] == address(job)
    assert "已取消" in text_of(client.get(address(job)))
    assert "没有写入任何数据" in text_of(client.get(address(job)))
    assert post(client, address(job, "cancel/")).status_code == 409

    other = start(officer, at, places.county)
    job_running._claim(at=at)
    post(client, address(other, "cancel/"))
    told = text_of(client.get(address(other)))
    assert "正在取消" in told
    assert "job-cancel" not in main_of(client.get(address(other)))
    assert Job.objects.get(pk=other.pk).state == JobState.RUNNING


def test_somebody_elses_job_does_not_exist(
    client: Client, officer: Authority, cast: Cast, places: Places, at: datetime
) -> None:
    colleague = cast.by(cast.with_role("何科", Role.OFFICER, places.city))
    job = start(colleague, at, places.county)
    assert client.get(address(job)).status_code == 404
    assert client.get(address(job, "now/")).status_code == 404
    assert post(client, address(job, "cancel/")).status_code == 404
    assert client.get(f"/jobs/{uuid.uuid4()}/").status_code == 404
    assert "还没有后台处理" in text_of(client.get("/jobs/"))
    assert Job.objects.get().state == JobState.WAITING


def test_the_list_asks_as_much_for_twenty_as_for_one(
    client: Client, officer: Authority, places: Places, at: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/jobs/").status_code == 200
        return len(captured)

    def done() -> None:
        start(officer, at, places.county)
        run_waiting(at)

    done()
    queries()
    one = queries()
    for _ in range(19):
        done()
    assert queries() == one
    assert main_of(client.get("/jobs/")).count("试做") == 20


def test_the_newest_comes_first(client: Client, officer: Authority, places: Places, at: datetime) -> None:
    for number in range(52):
        start(officer, at + timedelta(minutes=number), places.county)
        run_waiting(at)
    first = text_of(client.get("/jobs/"))
    assert first.index("2026-03-16 10:51") < first.index("2026-03-16 10:50")
    assert "2026-03-16 10:00" in text_of(client.get("/jobs/?page=2"))
