"""Starting, cancelling and ending long jobs: one effect or none, whatever happens to the worker."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from core.errors import RuleBroken
from core.models import Event
from core.sentences import say
from inbox import jobs
from inbox.jobs import Work
from inbox.models import Job
from inbox.querysets.jobs import all_jobs
from inbox.rules import MOST_ATTEMPTS
from inbox.services import job_running
from inbox.services import jobs as services
from inbox.words import JobState
from organisations.authority import NOBODY, SYSTEM, Authority
from organisations.roles import Permission, Role
from people.querysets import all_grants
from people.services import grants
from tests.cast import Cast, Places
from tests.jobs import StillPulse, register, run_waiting, start

pytestmark = pytest.mark.django_db
EFFECT = "probe.effect.recorded"


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_kinds", {})


@pytest.fixture
def officer(cast: Cast, places: Places) -> Authority:
    return cast.by(cast.with_role("黄局", Role.OFFICER, places.county))


def leave_a_row(work: Work) -> str:
    services.events.record(EFFECT, by=work.by, at=work.at)
    return "/imports/"


def effects() -> int:
    return Event.objects.filter(name=EFFECT).count()


def told() -> list[str]:
    return list(
        Event.objects.filter(name__startswith="inbox.job").order_by("pk").values_list("name", flat=True)
    )


def abandon(job: Job) -> None:
    """Its worker is dead for a while."""
    Job.objects.filter(pk=job.pk).update(held_until=Now() - timedelta(seconds=1))


def test_a_job_waits_runs_and_is_done(officer: Authority, places: Places, at: datetime) -> None:
    register(leave_a_row)
    job = start(officer, at, places.county, colour="blue")
    assert (job.state, job.parameters, effects()) == (JobState.WAITING, {"colour": "blue"}, 0)
    assert run_waiting(at + timedelta(seconds=3)) == 1
    job.refresh_from_db()
    assert (job.state, job.result_url, job.attempts, effects()) == (JobState.DONE, "/imports/", 1, 1)
    assert job.started_at == at + timedelta(seconds=3)
    assert told() == ["inbox.job.started", "inbox.job.done"]
    assert run_waiting(at) == 0


def test_the_worker_is_woken_after_the_commit_alone(
    officer: Authority,
    places: Places,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,
) -> None:
    register()
    woken: list[str] = []
    monkeypatch.setattr(services, "_wake", [lambda: woken.append("run")])
    with django_capture_on_commit_callbacks(execute=True):
        start(officer, at, places.county)
        assert woken == []
    assert woken == ["run"]


def test_a_second_start_is_the_same_job(officer: Authority, places: Places, at: datetime) -> None:
    register()
    assert start(officer, at, places.county) == start(officer, at, places.county)
    run_waiting(at)
    start(officer, at, places.county)
    assert Job.objects.count() == 2


def test_something_else_or_somebody_else_waits_for_the_subject(
    officer: Authority, cast: Cast, places: Places, at: datetime
) -> None:
    register()
    register(name="probe.other")
    start(officer, at, places.county)
    colleague = cast.by(cast.with_role("何科", Role.OFFICER, places.county))
    for by, kind in ((officer, "probe.other"), (colleague, "probe.work")):
        with pytest.raises(RuleBroken, match="还没有完成"):
            start(by, at, places.county, kind=kind)


def test_nobody_fills_the_workers(officer: Authority, places: Places, at: datetime) -> None:
    register()
    subjects = [places.city, places.county, places.station, places.department, places.other_county]
    for subject in subjects:
        start(officer, at, subject)
    with pytest.raises(RuleBroken, match="几项处理"):
        start(officer, at, places.school)
    with pytest.raises(RuleBroken, match="登录"):
        start(NOBODY, at, places.school)


def test_one_job_at_a_time_for_one_person(
    officer: Authority, cast: Cast, places: Places, at: datetime
) -> None:
    register()
    first, second = start(officer, at, places.county), start(officer, at, places.station)
    other = start(cast.by(cast.worker("何苗", places.station)), at + timedelta(seconds=9), places.school)
    taken = [job_running._claim(at=at) for _ in range(3)]
    assert taken == [first, other, None]
    abandon(first)
    assert job_running._claim(at=at) == first
    assert second.state == JobState.WAITING


def test_a_job_of_a_dead_worker_is_taken_up_and_the_dead_one_has_no_effect_any_more(
    officer: Authority, places: Places, at: datetime
) -> None:
    register(leave_a_row)
    start(officer, at, places.county)
    dead = job_running._claim(at=at)
    assert dead is not None
    assert run_waiting(at) == 0
    abandon(dead)
    assert run_waiting(at) == 1
    assert effects() == 1
    job_running._run(dead, by=SYSTEM, at=at, pulse=StillPulse)  # it was only slow, and comes back
    assert effects() == 1
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert told() == ["inbox.job.started", "inbox.job.done"]


def test_a_job_that_kills_its_workers_is_given_up(officer: Authority, places: Places, at: datetime) -> None:
    register(leave_a_row)
    start(officer, at, places.county)
    for _attempt in range(MOST_ATTEMPTS):
        abandon(job_running._claim(at=at))  # type: ignore[arg-type]
    assert run_waiting(at) == 1
    job = Job.objects.get()
    assert (job.state, job.failure, effects()) == (JobState.FAILED, job_running.INTERRUPTED, 0)


def test_a_waiting_job_is_cancelled_at_once(officer: Authority, places: Places, at: datetime) -> None:
    cleared: list[object] = []
    register(leave_a_row, clear_up=lambda parameters, moment: cleared.append(parameters))
    job = start(officer, at, places.county, colour="blue")
    assert services.cancel(job=job, by=officer, at=at).state == JobState.CANCELLED
    assert (run_waiting(at), effects(), cleared) == (0, 0, [{"colour": "blue"}])
    with pytest.raises(RuleBroken, match="已经结束"):
        services.cancel(job=job, by=officer, at=at)


def test_a_cancellation_that_was_accepted_goes_before_the_end(
    officer: Authority, places: Places, at: datetime
) -> None:
    """Asked for between the last step and the mark, it still counts."""
    register(leave_a_row)
    start(officer, at, places.county)
    job = job_running._claim(at=at)
    assert job is not None
    services.cancel(job=job, by=officer, at=at)
    job_running._run(job, by=SYSTEM, at=at, pulse=StillPulse)
    assert (Job.objects.get().state, effects()) == (JobState.CANCELLED, 0)


def test_a_job_without_a_living_worker_is_cancelled_at_once(
    officer: Authority, places: Places, at: datetime
) -> None:
    register(leave_a_row)
    start(officer, at, places.county)
    job = job_running._claim(at=at)
    assert job is not None
    abandon(job)
    assert services.cancel(job=job, by=officer, at=at).state == JobState.CANCELLED
    job_running._run(job, by=SYSTEM, at=at, pulse=StillPulse)
    assert (Job.objects.get().state, effects()) == (JobState.CANCELLED, 0)


def test_a_cancelled_job_whose_worker_died_ends_when_it_is_taken_up(
    officer: Authority, places: Places, at: datetime
) -> None:
    register(leave_a_row)
    start(officer, at, places.county)
    job = job_running._claim(at=at)
    assert job is not None
    services.cancel(job=job, by=officer, at=at)
    assert services.cancel(job=job, by=officer, at=at).state == JobState.RUNNING
    abandon(job)
    assert run_waiting(at) == 1
    assert (Job.objects.get().state, effects()) == (JobState.CANCELLED, 0)


def test_nobody_cancels_for_somebody_else(
    officer: Authority, cast: Cast, places: Places, at: datetime
) -> None:
    register()
    job = start(officer, at, places.county)
    with pytest.raises(RuleBroken):
        services.cancel(job=job, by=cast.by(cast.with_role("何科", Role.OFFICER, places.city)), at=at)


def test_rights_are_asked_again_when_the_job_runs(officer: Authority, places: Places, at: datetime) -> None:
    register(leave_a_row, permission=Permission.IMPORT_TRAINING)
    start(officer, at, places.county)
    grant = all_grants().get(person=officer.person_id)
    grants.end(grant=grant, on=at.date(), by=SYSTEM, at=at)
    run_waiting(at)
    job = Job.objects.get()
    assert (job.state, effects()) == (JobState.FAILED, 0)
    assert "没有办理这件事的权限" in job.failure


def test_a_refusal_is_told_in_its_own_words(officer: Authority, places: Places, at: datetime) -> None:
    def refused(work: Work) -> str:
        leave_a_row(work)
        raise RuleBroken("probe.no", "这批有%(count)s行已经改过。", count=3)

    register(refused)
    start(officer, at, places.county)
    run_waiting(at)
    job = Job.objects.get()
    assert (job.state, job.failure, effects()) == (JobState.FAILED, "这批有3行已经改过。", 0)
    assert job.failure.msgid == "这批有%(count)s行已经改过。"


def test_an_unforeseen_error_is_logged_without_its_words(
    officer: Authority, places: Places, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(work: Work) -> str:
        leave_a_row(work)
        raise ValueError("陈小燕")

    register(broken)
    start(officer, at, places.county)
    run_waiting(at)
    job = Job.objects.get()
    assert (job.state, job.failure, effects()) == (JobState.FAILED, job_running.UNKNOWN, 0)
    [record] = [one for one in caplog.records if one.message == "job failed"]
    assert (record.failure, "陈小燕" in caplog.text) == ("ValueError", False)  # type: ignore[attr-defined]


def test_a_statement_that_takes_too_long_is_not_tried_again(
    officer: Authority, places: Places, at: datetime
) -> None:
    def slow(work: Work) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '1ms'")
            cursor.execute("SELECT pg_sleep(5)")
        raise AssertionError

    register(slow)
    start(officer, at, places.county)
    run_waiting(at)
    job = Job.objects.get()
    assert (job.state, job.failure, job.attempts) == (JobState.FAILED, job_running.TOO_LONG, 1)


def test_a_kind_that_is_gone_fails_in_words(officer: Authority, places: Places, at: datetime) -> None:
    register()
    start(officer, at, places.county)
    jobs._kinds.clear()
    run_waiting(at)
    assert Job.objects.get().failure == job_running.UNKNOWN


def test_a_broken_broom_does_not_keep_the_job_open(officer: Authority, places: Places, at: datetime) -> None:
    def breaks(parameters: object, moment: datetime) -> None:
        Job.objects.get(pk=0)

    register(clear_up=breaks)
    job = start(officer, at, places.county)
    assert services.cancel(job=job, by=officer, at=at).state == JobState.CANCELLED


def test_an_end_is_a_todo_until_it_is_seen(officer: Authority, places: Places, at: datetime) -> None:
    register()
    job = start(officer, at, places.county)
    assert not all_jobs().visible_to(officer).unread().exists()
    run_waiting(at)
    assert all_jobs().visible_to(officer).unread().get() == job
    services.see(job=job, by=SYSTEM, at=at)
    assert all_jobs().visible_to(officer).unread().exists()
    services.see(job=job, by=officer, at=at)
    assert not all_jobs().visible_to(officer).unread().exists()


def test_progress_is_kept_with_its_unit(officer: Authority, places: Places, at: datetime) -> None:
    seen: list[tuple[int, int, str]] = []

    def count(work: Work) -> str:
        work.progress(1, 2, "个文件")
        work.progress(20, 60, "行")
        seen.extend(Job.objects.values_list("done", "total", "unit"))
        return "/"

    register(count)
    start(officer, at, places.county)
    run_waiting(at)
    assert seen == [(20, 60, "行")]


def test_a_packed_failure_is_a_sentence_again(officer: Authority, places: Places, at: datetime) -> None:
    register()
    job = start(officer, at, places.county)
    services.end(job=job, state=JobState.FAILED, by=SYSTEM, at=at, failure=say("共%(count)s行", count=2))
    job.refresh_from_db()
    assert (job.failure, job.failure.values) == ("共2行", {"count": 2})
