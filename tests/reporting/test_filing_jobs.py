"""A filing of many people is a job: it may be left, is refused in words, and ends with exactly one filing."""

import functools
import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from core.progress import Stopped
from courses.models import ClassSession
from courses.words import AttendanceState
from hours.models import LockedPeriod
from inbox.models import Job
from inbox.services import job_running
from inbox.services import jobs as job_services
from inbox.services.job_pulse import Pulse
from inbox.words import JobState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.querysets import all_grants
from people.services import grants
from reporting.jobs import FILE
from reporting.models import Filing, FilingDraft
from reporting.rules.periods import Period
from reporting.services import filing_drafts, filings
from reporting.words import QuestionKind
from tests.cast import Cast, Places
from tests.jobs import StillPulse, run_waiting
from tests.reporting import series
from tests.reporting.test_filings_pages import catch_up, posted, text_of
from tests.reporting.test_filings_service import first_session
from tests.threads import race, until

YEAR = Period(report_year=2026)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def training(places: Places, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Two people are many here; the class is over and not closed, which raises a question."""
    monkeypatch.setattr(filing_drafts, "MOST_AT_ONCE", 1)
    workers = [cast.worker(name, places.station) for name in ("陈小燕", "何志明")]
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    series.attend_all(held, *workers, at=at)
    return workers[0]


@pytest.fixture
def person(places: Places, cast: Cast) -> Person:
    return cast.with_role("黄局", Role.OFFICER, places.county)


@pytest.fixture
def officer(client: Client, cast: Cast, person: Person) -> Client:
    client.force_login(cast.account(person))
    return client


def form_of(officer: Client, places: Places) -> dict[str, str]:
    return posted(officer.get(f"/filings/new/?organisation={places.county.public_id}&year=2026"))


def started(officer: Client, places: Places) -> Job:
    answer = officer.post("/filings/new/", form_of(officer, places))
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.public_id}/"
    return job


def ended(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_a_few_people_are_filed_at_once_and_many_by_a_job(places: Places, cast: Cast, at: datetime) -> None:
    assert filing_drafts.is_long(places.county, on=at.date())
    assert not filing_drafts.is_long(places.other_county, on=at.date())


def test_the_job_files_what_the_draft_says_and_leads_to_the_filing(
    officer: Client, places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, str]] = []

    class Listening(StillPulse):
        def progress(self, done: int, total: int, unit: str) -> None:
            told.append((done, total, unit))
            super().progress(done, total, unit)

    monkeypatch.setattr("tests.jobs.StillPulse", Listening)
    job = started(officer, places)
    draft = FilingDraft.objects.get()
    assert (job.parameters, Filing.objects.count()) == ({"draft": draft.pk}, 0)
    assert run_waiting(at) == 1
    filing = Filing.objects.get()
    assert (ended(job).state, job.result_url) == (JobState.DONE, f"/filings/{filing.public_id}/")
    assert [one["remark"] for one in filing.document["questions"]] == ["已核实"]
    assert told == [(step, filings.STEPS, "步") for step in range(filings.STEPS + 1)]
    assert not FilingDraft.objects.exists()
    assert filings.reproduce(filing).is_equal
    assert filing.number in text_of(officer.get(job.result_url))


def test_the_same_form_twice_and_another_form_are_one_job_and_one_filing(
    officer: Client, places: Places, at: datetime
) -> None:
    sent, other = form_of(officer, places), form_of(officer, places)
    answers = [officer.post("/filings/new/", form) for form in (sent, sent, other)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert answers[2].status_code == 409
    assert "正在报送" in text_of(answers[2])
    assert run_waiting(at) == 1
    assert Filing.objects.count() == 1


def test_a_refusal_is_told_on_the_page_of_the_job_and_nothing_is_written(
    officer: Client, places: Places, at: datetime
) -> None:
    """Meanwhile heads were counted that raise a question which nobody has answered."""
    job = started(officer, places)
    draft = FilingDraft.objects.get()
    ClassSession.objects.update(head_count=9)
    run_waiting(at)
    assert ended(job).state == JobState.FAILED
    assert "没有答复" in text_of(officer.get(f"/jobs/{job.public_id}/"))
    assert not Filing.objects.exists()
    assert not LockedPeriod.objects.exists()
    listed = officer.get("/filings/")
    assert str(draft.organisation.name) in text_of(listed)
    assert FilingDraft.objects.get() == draft


def test_a_period_that_was_filed_meanwhile_is_told(officer: Client, places: Places, at: datetime) -> None:
    job = started(officer, places)
    filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    run_waiting(at)
    assert ended(job).state == JobState.FAILED
    assert "已经报送或者删除" in str(job.failure)
    assert Filing.objects.count() == 1


def test_whoever_lost_the_right_meanwhile_is_refused(
    officer: Client, places: Places, person: Person, at: datetime
) -> None:
    job = started(officer, places)
    grants.end(grant=all_grants().get(person=person), on=at.date() - timedelta(1), by=SYSTEM, at=at)
    run_waiting(at)
    assert ended(job).state == JobState.FAILED
    assert not Filing.objects.exists()


def test_a_correction_is_a_job_too(officer: Client, places: Places, cast: Cast, at: datetime) -> None:
    first = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    catch_up(cast, places, at)
    address = f"/filings/{first.public_id}/correct/"
    officer.post(address, posted(officer.get(address), reason="补课一人"))
    draft = FilingDraft.objects.get()
    assert (draft.corrects, draft.reason) == (first, "补课一人")
    assert "补课一人" in officer.get(address).content.decode()
    run_waiting(at)
    made = Filing.objects.get(corrects=first)
    assert (ended(Job.objects.get()).state, made.reason) == (JobState.DONE, "补课一人")
    assert Job.objects.get().result_url == f"/filings/{made.public_id}/"
    assert not FilingDraft.objects.exists()


@pytest.mark.parametrize("step", [1, 3, 5])
def test_one_that_is_given_up_files_nothing_and_keeps_the_draft(
    officer: Client, places: Places, at: datetime, step: int
) -> None:
    """In one connection the cancellation is written after the rollback."""
    job = started(officer, places)

    class GivenUp(StillPulse):
        def progress(self, done: int, total: int, unit: str) -> None:
            if done == step:
                raise Stopped

        def __exit__(self, *error: object) -> None:
            Job.objects.filter(pk=self._job.pk).update(cancel_requested_at=at)

    assert job_running.run_next(by=SYSTEM, at=at, pulse=GivenUp)
    assert ended(job).state == JobState.CANCELLED
    assert not Filing.objects.exists()
    assert FilingDraft.objects.exists()


def test_while_it_runs_the_draft_is_neither_changed_nor_deleted(
    officer: Client, places: Places, at: datetime
) -> None:
    started(officer, places)
    draft = FilingDraft.objects.get()
    saved = officer.post("/filings/new/", form_of(officer, places) | {"act": "save"})
    address = f"/filings/drafts/{draft.public_id}/discard/"
    discarded = officer.post(address, posted(officer.get("/filings/")))
    assert [saved.status_code, discarded.status_code] == [409, 409]
    assert FilingDraft.objects.get().revision == draft.revision


def start(places: Places, cast: Cast, person: Person, at: datetime) -> Job:
    by, target = cast.by(person), filing_drafts.Target(places.county, YEAR, filings.Recipient.CIVIL_AFFAIRS)
    said = {QuestionKind.NOT_CLOSED: ("explained", "已核实")}
    draft = filing_drafts.save(target=target, unit=None, said=said, by=by, at=at)
    return job_services.start(
        kind=FILE, parameters={"draft": draft.pk}, subject=draft, origin="/filings/", by=by, at=at
    )


def test_a_worker_that_dies_before_the_commit_is_followed_by_one_that_files_once(
    truncatable_ledger: None,
    places: Places,
    cast: Cast,
    person: Person,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = start(places, cast, person, at)
    finish = job_running._finish

    def dies(*told: object, **named: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(job_running, "_finish", dies)
    assert job_running.run_next(by=SYSTEM, at=at)
    assert (Filing.objects.count(), ended(job).state) == (0, JobState.WAITING)
    monkeypatch.setattr(job_running, "_finish", finish)
    assert job_running.run_next(by=SYSTEM, at=at)
    assert (Filing.objects.count(), ended(job).state) == (1, JobState.DONE)


def test_two_workers_that_both_believe_in_their_claim_file_once(
    truncatable_ledger: None, places: Places, cast: Cast, person: Person, at: datetime
) -> None:
    """The first seemed dead and is not: both run to their end."""
    start(places, cast, person, at)
    slow = job_running._claim(at=at)
    Job.objects.update(held_until=at - timedelta(minutes=1))
    second = job_running._claim(at=at)
    assert slow is not None
    assert second is not None
    race(*(functools.partial(job_running._run, one, by=SYSTEM, at=at, pulse=Pulse) for one in (slow, second)))
    assert Filing.objects.count() == 1
    assert ended(slow).state == JobState.DONE


def test_a_running_job_tells_its_steps_to_others(
    truncatable_ledger: None,
    places: Places,
    cast: Cast,
    person: Person,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A real worker, with its pulse: what the page of the job sees while nothing is committed."""
    job = start(places, cast, person, at)
    go, compose = threading.Event(), filings.compose

    def slowly(*found: object) -> object:
        until(go.is_set)
        return compose(*found)  # type: ignore[arg-type]

    monkeypatch.setattr(filings, "compose", slowly)

    def watch() -> tuple[int, int, int]:
        until(lambda: ended(job).done == 4, "the pulse has told")
        seen = (job.done, job.total, Filing.objects.count())
        go.set()
        return seen

    seen, _ = race(
        watch, lambda: job_running.run_next(by=SYSTEM, at=at, pulse=functools.partial(Pulse, every=0.05))
    )
    assert seen == (4, filings.STEPS, 0)
    assert Filing.objects.count() == 1


def test_a_make_up_during_the_job_waits_and_the_filing_is_reproduced(
    truncatable_ledger: None, places: Places, cast: Cast, person: Person, at: datetime
) -> None:
    start(places, cast, person, at)
    late, session = cast.worker("补课人", places.station), first_session()
    answers = race(
        lambda: job_running.run_next(by=SYSTEM, at=at),
        lambda: series.attend(session, late, state=AttendanceState.MAKE_UP, reason="住院后补课", at=at),
    )
    assert answers[0] is True
    assert filings.reproduce(Filing.objects.get()).is_equal
