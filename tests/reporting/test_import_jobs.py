"""The import as long work: counted while it runs, given up in the middle, refused, and in the end one effect."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from core.models import ImportBatch, ImportChange, ImportFile, ImportRow
from core.progress import Stopped
from core.services import imports
from core.words import ImportState
from courses.models import Attendance, TrainingClass
from hours.models import HourEntry
from hours.querysets import all_entries
from inbox.models import Job
from inbox.services import job_running, jobs
from inbox.words import JobState
from organisations.authority import SYSTEM, Authority
from organisations.roles import Role
from people.models import Person
from people.querysets import all_grants
from people.services import grants
from reporting.jobs import CONFIRM, READ, UNDO
from reporting.services import import_writing, training_import
from tests.cast import Cast, Places
from tests.jobs import StillPulse, run_waiting
from tests.pages import post
from tests.reporting.uploads import Upload, old_workbook

pytestmark = pytest.mark.django_db
Counted = list[tuple[int, int, str]]


@pytest.fixture
def officer(cast: Cast, places: Places) -> Authority:
    return cast.by(cast.with_role("黄局", Role.OFFICER, places.county))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """What a worker was told of its progress."""
    told: Counted = []

    class Listening(StillPulse):
        def progress(self, done: int, total: int, unit: str) -> None:
            told.append((done, total, unit))
            super().progress(done, total, unit)

    monkeypatch.setattr("tests.jobs.StillPulse", Listening)
    return told


def start(kind: str, batch: ImportBatch, by: Authority, at: datetime) -> Job:
    return jobs.start(
        kind=kind, parameters={"batch": batch.pk}, subject=batch, origin="/imports/", by=by, at=at
    )


def ran(kind: str, batch: ImportBatch, by: Authority, at: datetime) -> Job:
    job = start(kind, batch, by, at)
    assert run_waiting(at) == 1
    job.refresh_from_db()
    batch.refresh_from_db()
    return job


def received(upload: Upload, by: Authority, at: datetime) -> ImportBatch:
    return training_import.receive(files=upload.files(), by=by, at=at)


def staged(upload: Upload, by: Authority, at: datetime) -> ImportBatch:
    return training_import.stage(files=upload.files(), by=by, at=at)


def test_an_upload_is_read_confirmed_and_undone_by_jobs_that_count(
    upload: Upload, officer: Authority, at: datetime, counted: Counted
) -> None:
    batch = received(upload, officer, at)
    assert (batch.state, ImportRow.objects.count()) == (ImportState.RECEIVED, 0)

    job = ran(READ, batch, officer, at)
    assert (job.state, job.result_url) == (JobState.DONE, f"/imports/{batch.public_id}/")
    rows = ImportRow.objects.count()
    assert (batch.state, counted[5], counted[-1]) == (
        ImportState.STAGED,
        (5, 5, "个文件"),
        (rows, rows, "行"),
    )

    counted.clear()
    assert ran(CONFIRM, batch, officer, at).state == JobState.DONE
    changes = 2 * ImportChange.objects.count()
    assert (batch.state, counted[-1]) == (ImportState.CONFIRMED, (changes, changes, "项"))
    assert HourEntry.objects.count() == 8

    counted.clear()
    assert ran(UNDO, batch, officer, at).state == JobState.DONE
    assert (batch.state, counted[-1]) == (ImportState.UNDONE, (changes // 2, changes // 2, "项"))
    assert all_entries().standing().total_minutes() == 0


@pytest.mark.parametrize("step", ["个文件", "行"])
def test_reading_that_is_given_up_leaves_no_row_and_no_file(
    upload: Upload, officer: Authority, at: datetime, step: str
) -> None:
    batch = received(upload, officer, at)
    job = _given_up_at(step, 1, READ, batch, officer, at)
    assert job.state == JobState.CANCELLED
    assert not ImportRow.objects.exists()
    assert not ImportFile.objects.exists()
    assert batch.state == ImportState.DISCARDED


@pytest.mark.parametrize("done", [1, 14, 20, 30])
def test_a_confirmation_that_is_given_up_writes_nothing(
    upload: Upload, officer: Authority, at: datetime, done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_writing, "MARKS_A_STEP", 2)
    batch = staged(upload, officer, at)
    people = Person.objects.count()
    job = _given_up_at("项", done, CONFIRM, batch, officer, at)
    assert (job.state, batch.state) == (JobState.CANCELLED, ImportState.STAGED)
    assert not TrainingClass.objects.exists()
    assert not HourEntry.objects.exists()
    assert Person.objects.count() == people
    assert ran(CONFIRM, batch, officer, at).state == JobState.DONE  # and may be confirmed another time
    assert HourEntry.objects.count() == 8


def test_an_undo_that_is_given_up_takes_nothing_back(
    upload: Upload, officer: Authority, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.services.import_undoing.MARKS_A_STEP", 2)
    batch = staged(upload, officer, at)
    ran(CONFIRM, batch, officer, at)
    job = _given_up_at("项", 4, UNDO, batch, officer, at)
    assert (job.state, batch.state) == (JobState.CANCELLED, ImportState.CONFIRMED)
    assert (Attendance.objects.count(), HourEntry.objects.count()) == (8, 8)


def _given_up_at(unit: str, done: int, kind: str, batch: ImportBatch, by: Authority, at: datetime) -> Job:
    """Its owner cancels when it has come so far. In one connection the cancellation is written after the rollback."""

    class GivenUp(StillPulse):
        def progress(self, now: int, total: int, counting: str) -> None:
            if counting == unit and now >= done:
                raise Stopped

        def __exit__(self, *error: object) -> None:
            Job.objects.filter(pk=self._job.pk).update(cancel_requested_at=at)

    job = start(kind, batch, by, at)
    assert job_running.run_next(by=SYSTEM, at=at, pulse=GivenUp)
    job.refresh_from_db()
    batch.refresh_from_db()
    return job


def test_cancelling_before_the_worker_came_deletes_the_files(
    upload: Upload, officer: Authority, at: datetime
) -> None:
    batch = received(upload, officer, at)
    jobs.cancel(job=start(READ, batch, officer, at), by=officer, at=at)
    batch.refresh_from_db()
    assert (batch.state, ImportFile.objects.count()) == (ImportState.DISCARDED, 0)


def test_a_workbook_that_turns_out_damaged_fails_in_words_and_is_deleted(
    officer: Authority, at: datetime
) -> None:
    damaged = old_workbook("花名册", [["姓名"]])[:1500]
    batch = training_import.receive(files={"花名册.xls": damaged}, by=officer, at=at)
    job = ran(READ, batch, officer, at)
    assert (job.state, batch.state) == (JobState.FAILED, ImportState.DISCARDED)
    assert "“花名册.xls”：文件已损坏" in job.failure
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize("kind", [READ, CONFIRM])
def test_whoever_lost_the_right_meanwhile_is_refused(
    upload: Upload, officer: Authority, at: datetime, kind: str
) -> None:
    batch = received(upload, officer, at) if kind == READ else staged(upload, officer, at)
    job = start(kind, batch, officer, at)
    grants.end(grant=all_grants().get(person=officer.person_id), on=at.date(), by=SYSTEM, at=at)
    run_waiting(at)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert not ImportRow.objects.exists() or kind == CONFIRM
    assert not TrainingClass.objects.exists()


def test_a_batch_that_moved_out_of_ones_county_is_not_confirmed(
    upload: Upload, officer: Authority, places: Places, at: datetime
) -> None:
    batch = staged(upload, officer, at)
    job = start(CONFIRM, batch, officer, at)
    ImportBatch.objects.update(organisation_id=places.other_county.pk)
    run_waiting(at)
    job.refresh_from_db()
    assert (job.state, job.failure) == (
        JobState.FAILED,
        "这批导入不在您的管理范围。请联系上传的同事，或由上级主管办理。",
    )


def test_the_page_of_a_batch_says_that_something_goes_on(
    client: Client, upload: Upload, cast: Cast, places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.clock.now", lambda: at)
    mine, colleague = (cast.with_role(name, Role.OFFICER, places.county) for name in ("黄局", "何科"))
    client.force_login(cast.account(mine))
    batch = staged(upload, cast.by(mine), at)
    address = f"/imports/{batch.public_id}/"
    job = post(client, f"{address}confirm/")["Location"]
    page = client.get(address).content.decode()
    assert "正在导入" in page
    assert f'href="{job}"' in page
    assert "确认导入" not in page
    other = Client()
    other.force_login(cast.account(colleague))
    page = other.get(address).content.decode()
    assert "由同事发起" in page
    assert job not in page
    refused = post(other, f"{address}confirm/")
    assert (refused.status_code, "还没有完成" in refused.content.decode()) == (409, True)


@pytest.mark.parametrize("kind", [READ, CONFIRM])
def test_work_that_comes_after_its_files_were_deleted_says_so(
    upload: Upload, officer: Authority, at: datetime, kind: str
) -> None:
    batch = received(upload, officer, at) if kind == READ else staged(upload, officer, at)
    imports.purge_expired(at=at + timedelta(hours=25))
    job = ran(kind, batch, officer, at + timedelta(hours=25))
    assert job.state == JobState.FAILED
    assert "请重新上传" in job.failure
    assert not TrainingClass.objects.exists()
