"""Long jobs between connections: claimed once, seen while they run, cancelled in the middle."""

import functools
import threading
from datetime import datetime

import pytest
from django.db import OperationalError, connection, transaction

from core import events
from core.models import Event
from inbox import jobs
from inbox.jobs import Work
from inbox.models import Job
from inbox.querysets.jobs import JobQuerySet
from inbox.rules import MOST_ATTEMPTS
from inbox.services import job_running
from inbox.services import jobs as services
from inbox.services.job_pulse import Pulse
from inbox.words import JobState
from organisations.authority import SYSTEM, Authority
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.jobs import register, run_waiting, start
from tests.threads import LONGEST, race, somebody_waits, until

pytestmark = pytest.mark.usefixtures("truncatable_ledger")
EFFECT = "probe.effect.recorded"


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_kinds", {})


@pytest.fixture
def officer(cast: Cast, places: Places) -> Authority:
    return cast.by(cast.with_role("黄局", Role.OFFICER, places.county))


def effects() -> int:
    return Event.objects.filter(name=EFFECT).count()


def claims_of_two_workers(at: datetime) -> list[Job | None]:
    """The second comes while the first has claimed and not committed yet."""
    claimed, over = threading.Event(), threading.Event()

    def first() -> Job | None:
        with transaction.atomic():
            job = job_running._claim(at=at)
            claimed.set()
            until(lambda: over.is_set() or somebody_waits())
            return job

    def second() -> Job | None:
        claimed.wait(LONGEST)
        try:
            return job_running._claim(at=at)
        finally:
            over.set()

    return race(first, second)


def test_two_workers_take_a_job_up_once(officer: Authority, places: Places, at: datetime) -> None:
    register()
    job = start(officer, at, places.county)
    assert claims_of_two_workers(at) == [job, None]
    assert Job.objects.get().attempts == 1


def test_without_the_lock_both_take_it_up(
    officer: Authority, places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what the locked claim is for."""
    register()
    job = start(officer, at, places.county)
    monkeypatch.setattr(JobQuerySet, "select_for_update", lambda query, **options: query.all())
    assert claims_of_two_workers(at) == [job, job]


def test_two_workers_that_both_believe_in_their_claim_have_one_effect(
    officer: Authority, places: Places, at: datetime
) -> None:
    """The first seemed dead and is not: both do the work to its end, and one of them is rolled back."""
    both = threading.Barrier(2)

    def work(work: Work) -> str:
        events.record(EFFECT, by=work.by, at=work.at)
        both.wait(LONGEST)
        return "/"

    register(work)
    start(officer, at, places.county)
    slow = job_running._claim(at=at)
    assert slow is not None
    Job.objects.update(held_until=at)
    second = job_running._claim(at=at)
    assert second is not None
    race(*(functools.partial(job_running._run, one, by=SYSTEM, at=at, pulse=Pulse) for one in (slow, second)))
    assert (effects(), Job.objects.get().state) == (1, JobState.DONE)


def test_two_starts_at_once_are_one_job(officer: Authority, places: Places, at: datetime) -> None:
    register()
    first, second = race(*[lambda: start(officer, at, places.county)] * 2)
    assert first == second
    assert Job.objects.count() == 1


class Running:
    """A job that stands in its open transaction until it is let go; it looks up every hundredth of a second."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.stands, self.go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run)
        register(self._work)

    def _work(self, work: Work) -> str:
        events.record(EFFECT, by=work.by, at=work.at)
        self.stands.set()
        for _look in range(LONGEST * 100):
            work.progress(3, 8, "行")
            if self.go.wait(0.01):
                break
        return "/imports/"

    def _run(self) -> None:
        try:
            job_running.run_next(by=SYSTEM, at=self.at, pulse=functools.partial(Pulse, every=0.02))
        finally:
            connection.close()

    def __enter__(self) -> "Running":
        self.thread.start()
        assert self.stands.wait(LONGEST)
        return self

    def __exit__(self, *error: object) -> None:
        self.go.set()
        self.thread.join(LONGEST)


def test_progress_is_seen_while_the_works_own_transaction_is_open(
    officer: Authority, places: Places, at: datetime
) -> None:
    register()
    start(officer, at, places.county)
    with Running(at):
        until(lambda: Job.objects.get().done)
        job = Job.objects.get()
        assert (job.state, job.done, job.total, job.unit) == (JobState.RUNNING, 3, 8, "行")
        assert effects() == 0
        first = job.held_until
        until(lambda: Job.objects.get().held_until > first)
    assert (Job.objects.get().state, effects()) == (JobState.DONE, 1)


def test_a_job_cancelled_in_the_middle_leaves_no_row(
    officer: Authority, places: Places, at: datetime
) -> None:
    register()
    job = start(officer, at, places.county)
    with Running(at) as running:
        services.cancel(job=job, by=officer, at=at)
        assert Job.objects.get().state == JobState.RUNNING
        running.thread.join(LONGEST)
    assert (Job.objects.get().state, effects()) == (JobState.CANCELLED, 0)


def test_work_whose_claim_was_lost_stops_and_touches_nothing(
    officer: Authority, places: Places, at: datetime
) -> None:
    register()
    job = start(officer, at, places.county)
    with Running(at) as running:
        Job.objects.update(held_until=at)
        taken = job_running._claim(at=at)
        assert taken == job
        running.thread.join(LONGEST)
    assert effects() == 0
    found = Job.objects.get()
    assert (found.state, found.claim) == (JobState.RUNNING, taken.claim)  # type: ignore[union-attr]


def test_a_database_that_goes_away_is_tried_again_a_few_times(
    officer: Authority, places: Places, at: datetime
) -> None:
    def away(work: Work) -> str:
        raise OperationalError("server closed the connection")

    register(away)
    start(officer, at, places.county)
    assert run_waiting(at) == MOST_ATTEMPTS + 1
    assert Job.objects.get().failure == job_running.INTERRUPTED
