"""Forms of many people are made by a job, kept a day for whoever asked, and for nobody else."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from core.models import Event
from inbox.models import Job
from inbox.words import JobState
from organisations.roles import Role
from people.querysets import all_grants
from reporting import tasks
from reporting.models import PreparedFile
from reporting.services import official
from tests.cast import Cast, Places
from tests.jobs import run_waiting
from tests.pages import post
from tests.reporting.test_figures_page import text_of

PAGE = "/figures/forms/personal-hours/"


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(official, "MOST_AT_ONCE", 1)
    for name in ("陈小燕", "黄建国"):
        cast.worker(name, places.station)
    client.force_login(cast.account(cast.with_role("县局的人", Role.OFFICER, places.county)))
    with time_machine.travel(at, tick=False):
        yield client


def asked(places: Places) -> str:
    return f"?scope={places.county.public_id}&year=2026"


def test_a_long_form_is_a_job_and_its_file_waits_for_its_owner(
    officer: Client, places: Places, cast: Cast, at: datetime
) -> None:
    page = officer.get(PAGE + asked(places))
    assert "表在后台生成" in text_of(page)
    assert officer.get(f"{PAGE}workbook/{asked(places)}").status_code == 404
    assert post(officer, f"{PAGE}prepare/{asked(places)}").status_code == 302
    run_waiting(at)
    made = PreparedFile.objects.get()
    job = Job.objects.get()
    assert (job.state, job.result_url) == (JobState.DONE, f"/figures/forms/files/{made.public_id}/")
    fetched = officer.get(job.result_url)
    assert fetched.content.startswith(b"PK")
    assert made.name in text_of(officer.get("/figures/forms/"))
    stored = (
        PreparedFile.objects.filter(pk=made.pk).extra(select={"raw": "content"}).values_list("raw", flat=True)
    )
    assert not bytes(stored[0]).startswith(b"PK")
    told = Event.objects.get(name="reporting.official_form.prepared")
    assert "陈小燕" not in str(told.data)
    other = Client()
    other.force_login(cast.account(cast.with_role("另一位", Role.OFFICER, places.county)))
    assert other.get(job.result_url).status_code == 404


def test_a_file_is_gone_after_its_day(officer: Client, places: Places, at: datetime) -> None:
    post(officer, f"{PAGE}prepare/{asked(places)}")
    run_waiting(at)
    address = Job.objects.get().result_url
    with time_machine.travel(at + timedelta(hours=25), tick=False):
        assert officer.get(address).status_code == 404
        tasks.purge_prepared_files()
    assert not PreparedFile.objects.exists()


def test_a_job_asks_for_the_rights_of_now(officer: Client, places: Places, at: datetime) -> None:
    post(officer, f"{PAGE}prepare/{asked(places)}")
    all_grants().delete()
    run_waiting(at)
    assert Job.objects.get().state == JobState.FAILED
    assert not PreparedFile.objects.exists()
