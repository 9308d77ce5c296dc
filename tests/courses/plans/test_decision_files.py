"""The paper of a waiver, a pause or accepted evidence: sealed, and opened by the person and whoever decides alone."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from core.errors import RuleBroken
from core.models import Event
from courses.models import Waiver
from courses.plan_querysets import all_equivalents, all_pauses, all_waivers
from courses.services import plan_decisions, plans
from courses.services.plan_decisions import Grounds
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MINE = "/learn/plan/"
QUERYSETS = {"waive": all_waivers, "pause": all_pauses, "accept": all_equivalents}
TABLES = {"waive": "waivers", "pause": "pauses", "accept": "equivalents"}


@pytest.fixture
def worker(seeded: int, places: Places, cast: Cast, at: datetime) -> Person:
    fresh = cast.worker("林晓雯", places.station, hired=at.date() - timedelta(days=18))
    plans.assign(by=SYSTEM, at=at)
    return fresh


@pytest.fixture
def officer(places: Places, cast: Cast, seeded: int) -> Person:
    return cast.with_role("县主管", Role.OFFICER, places.county)


def client_of(person: Person, cast: Cast) -> Client:
    client = Client()
    client.force_login(person.account or cast.account(person))
    return client


def sent(client: Client, deed: str, worker: Person, file: SimpleUploadedFile | None, at: datetime):
    address = reverse(f"plans:{deed}", args=[worker.public_id])
    key = re.search(r'name="action_key" value="([^"]+)"', client.get(address).content.decode())
    assert key is not None
    today = at.date().isoformat()
    fields = {
        "action_key": key[1], "kind": "leave", "requirement": "pre-service|hours", "hours": "6", "first_day": today,
        "day": "2026-03-01", "last_day": "", "reason": "照单位的证明", "document": "请假单",
    }  # fmt: skip
    if deed == "waive":
        fields["requirement"] = "pre-service|exit-test"
    return client.post(address, fields | ({"file": file} if file else {}))


@pytest.mark.parametrize("deed", ["waive", "pause", "accept"])
def test_a_paper_is_sealed_and_opened_by_the_person_and_whoever_decides_alone(
    deed: str, worker: Person, officer: Person, places: Places, cast: Cast, at: datetime
) -> None:
    deciding = client_of(officer, cast)
    page = reverse("plans:person", args=[worker.public_id])
    assert sent(deciding, deed, worker, SimpleUploadedFile("林晓雯.pdf", PDF), at).status_code == 302
    row = QUERYSETS[deed]().get()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT file FROM {row._meta.db_table}")  # noqa: S608
        assert PDF[:5] not in bytes(cursor.fetchone()[0])
    address = reverse("plans:decision_file", args=[TABLES[deed], row.public_id])
    answer = deciding.get(address)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "private" in answer["Cache-Control"]
    assert "林晓雯" not in answer["Content-Disposition"]
    assert address in deciding.get(page).content.decode()
    own = client_of(worker, cast)
    assert own.get(address).content == PDF
    assert address in own.get(MINE).content.decode()
    head = client_of(cast.with_role("站长", Role.STATION_HEAD, places.station), cast)
    assert head.get(page).status_code == 200
    assert address not in head.get(page).content.decode()
    others = (
        head,
        client_of(cast.worker("李秋月", places.station), cast),
        client_of(cast.with_role("邻县主管", Role.OFFICER, places.other_county), cast),
    )
    for other in others:
        assert other.get(address).status_code == 404
    assert PDF.decode()[:5] not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_decision_without_a_paper_has_nothing_to_open(
    worker: Person, officer: Person, cast: Cast, at: datetime
) -> None:
    client = client_of(officer, cast)
    assert sent(client, "waive", worker, None, at).status_code == 302
    address = reverse("plans:decision_file", args=["waivers", all_waivers().get().public_id])
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("plans:person", args=[worker.public_id])).content.decode()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-" + b"x" * 5 * 1024 * 1024, "文件超过5 MB"),
        (b"<svg onload=alert(1)>", "只收 .docx"),
        (b"%PDF-1.7 /OpenAction /JavaScript", "带有脚本"),
    ],
)
def test_a_paper_that_is_too_large_or_of_another_kind_is_refused(
    worker: Person, officer: Person, cast: Cast, at: datetime, content: bytes, word: str
) -> None:
    answer = sent(client_of(officer, cast), "waive", worker, SimpleUploadedFile("证明.pdf", content), at)
    assert answer.status_code == 200
    assert word in answer.content.decode()
    assert not all_waivers().exists()
    with pytest.raises(RuleBroken, match=word):
        plan_decisions.waive(
            person=worker, code="pre-service", key="", first_day=at.date(), last_day=None,
            grounds=Grounds("照单位的证明", "请假单", content), by=SYSTEM, at=at,
        )  # fmt: skip


def test_the_list_of_decisions_opens_no_file(
    worker: Person, officer: Person, cast: Cast, at: datetime
) -> None:
    client = client_of(officer, cast)
    assert sent(client, "pause", worker, SimpleUploadedFile("证明.pdf", PDF), at).status_code == 302
    [row] = all_pauses().of_people([worker.pk])
    assert "file" in row.get_deferred_fields()


def test_a_file_has_its_kind_and_a_kind_its_file(worker: Person, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="waiver_kind_with_file"):
        Waiver.objects.create(
            person=worker, code="pre-service", first_day=at.date(), reason="因", document="据", file=PDF, decided_at=at
        )  # fmt: skip
