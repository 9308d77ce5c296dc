"""A large table of a higher body is filled by a job: with progress, all or nothing, by the rights of its moment."""

import io
from datetime import date, datetime

import openpyxl
import pytest
from django.test import Client

from core.progress import Stopped
from courses.models import TrainingClass
from inbox.models import Job
from inbox.words import JobState
from organisations.authority import SYSTEM
from organisations.models import Organisation
from people.querysets import all_grants
from reporting.models import FilledTable, ReceivedTable
from reporting.rules.periods import Period
from reporting.services import official, received_tables
from tests.cast import Places
from tests.jobs import a_worker, run_waiting
from tests.pages import post
from tests.reporting.received.pointing import mapped, quarterly_points, received
from tests.reporting.test_figures_page import text_of
from tests.servers import wait_until

QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))


@pytest.fixture
def table(places: Places, second_station: Organisation, at: datetime) -> ReceivedTable:
    made = received(places.county, at=at)
    mapped(made, quarterly_points(places.station, second_station, places.county), at=at)
    return made


def ask(officer: Client, table: ReceivedTable) -> str:
    """Where the answer to the form sends."""
    found = post(officer, f"/figures/received/{table.public_id}/fill/?sheet=0", year="2026")
    assert found.status_code == 302, text_of(found)
    return str(found["Location"])


@pytest.mark.parametrize("limit", ["people", "countings"])
def test_a_large_table_is_a_job_that_ends_at_the_filled_one(
    officer: Client, table: ReceivedTable, held: TrainingClass, at: datetime,
    monkeypatch: pytest.MonkeyPatch, limit: str,
) -> None:  # fmt: skip
    limits = {"people": (official, "MOST_AT_ONCE"), "countings": (received_tables, "MOST_COUNTINGS")}
    monkeypatch.setattr(*limits[limit], 1)
    assert ask(officer, table) == ask(officer, table) == f"/jobs/{Job.objects.get().public_id}/"
    assert not FilledTable.objects.exists()
    assert run_waiting(at) == 1
    job, made = Job.objects.get(), FilledTable.objects.get()
    assert (job.state, job.result_url) == (JobState.DONE, f"/figures/received/filled/{made.public_id}/")
    assert (job.done, job.total) == (6, 6)
    assert "填上级来表" in text_of(officer.get(f"/jobs/{job.public_id}/"))
    assert "2026年" in text_of(officer.get(job.result_url))
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get(f"{job.result_url}workbook/").content)).active
    assert (sheet["B5"].value, sheet["B6"].value, sheet["B7"].value) == (2, 1, 3)


def test_a_table_with_nothing_to_fill_is_refused_at_once(
    officer: Client, places: Places, held: TrainingClass, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(official, "MOST_AT_ONCE", 1)
    table = received(places.county, at=at)
    found = post(officer, f"/figures/received/{table.public_id}/fill/?sheet=0", year="2026")
    assert found.status_code == 422
    assert "还没有可填的格" in text_of(found)
    assert not Job.objects.exists()


def test_whoever_lost_the_right_meanwhile_gets_no_table(
    officer: Client, table: ReceivedTable, held: TrainingClass, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(official, "MOST_AT_ONCE", 1)
    ask(officer, table)
    all_grants().delete()
    run_waiting(at)
    assert Job.objects.get().state == JobState.FAILED
    assert not FilledTable.objects.exists()


def test_work_that_nobody_wants_any_more_leaves_nothing(
    table: ReceivedTable, held: TrainingClass, at: datetime
) -> None:
    told: list[tuple[int, int, str]] = []

    def stopping(done: int, total: int, unit: str) -> None:
        told.append((done, total, unit))
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        received_tables.fill(table=table, period=QUARTER, by=SYSTEM, at=at, progress=stopping)
    assert told == [(done, 6, "个格") for done in range(4)]
    assert not FilledTable.objects.exists()


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_a_worker_beside_the_page_fills_it(
    officer: Client, table: ReceivedTable, held: TrainingClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(official, "MOST_AT_ONCE", 1)
    with a_worker():
        address = ask(officer, table)
        wait_until(lambda: Job.objects.get().finished_at, "the job has ended")
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.DONE, 1), job.failure
    assert "打开" in text_of(officer.get(address)) or job.result_url in officer.get(address).content.decode()
    assert officer.get(f"{job.result_url}workbook/").content.startswith(b"PK")
