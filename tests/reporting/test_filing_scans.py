"""盖章扫描件: off unless a rule row of the place says so; kept sealed, replaced by a newer one, never overwritten."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from core.errors import RuleBroken
from core.models import Event
from core.uploads import MAX_BYTES
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from reporting.models import Filing, FilingScan
from reporting.querysets.filing_rules import SCAN_RULE, keeps_scans
from reporting.rules.periods import Period
from reporting.services import filing_scans, filings
from tests.cast import Cast, Places
from tests.reporting.test_filings_pages import posted, text_of

PDF, PNG = b"%PDF-1.4 stamped", b"\x89PNG\r\n\x1a\n stamped"


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("黄局", Role.OFFICER, places.county)


@pytest.fixture
def filing(places: Places, at: datetime) -> Filing:
    return filings.file(organisation=places.county, period=Period(report_year=2025), by=SYSTEM, at=at)


def turn_on(value: object = True, jurisdiction: str = "990121") -> None:
    Rule.objects.create(
        key=SCAN_RULE, jurisdiction=jurisdiction, valid_from=date(2026, 1, 1), value=value, title="试行"
    )


@pytest.mark.parametrize(
    ("value", "jurisdiction", "kept"),
    [(True, "990121", True), (["civil_affairs"], "9901", True), (["social_work"], "9901", False), (True, "990122", False)],
)  # fmt: skip
def test_place_and_line_turn_it_on(
    places: Places, at: datetime, value: object, jurisdiction: str, kept: bool
) -> None:
    assert not keeps_scans(places.county, on=at.date())
    turn_on(value, jurisdiction)
    assert keeps_scans(places.county, on=at.date()) is kept


def test_where_it_is_off_there_is_no_trace(
    client: Client, filing: Filing, officer: Person, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(officer))
    assert "扫描件" not in text_of(client.get(f"/filings/{filing.public_id}/"))
    assert client.get(f"/filings/{filing.public_id}/scan/").status_code == 404
    with pytest.raises(RuleBroken) as refused:
        filing_scans.add(filing=filing, content=PDF, by=SYSTEM, at=at)
    assert refused.value.code == "scan.not_kept"


def test_a_newer_paper_stands_first_and_the_older_one_stays(
    filing: Filing, officer: Person, cast: Cast, at: datetime
) -> None:
    turn_on()
    for content in (PDF, PNG, PNG):  # the same file again is no new one
        filing_scans.add(filing=filing, content=content, by=cast.by(officer), at=at)
    kept = FilingScan.objects.filter(filing=filing)
    assert [(one.file_kind, one.file) for one in kept] == [("png", PNG), ("pdf", PDF)]
    assert Event.objects.filter(name="reporting.filing.scanned").count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT file FROM reporting_filingscan")
        assert all(b"stamped" not in bytes(row[0]) for row in cursor.fetchall())
    for change in (lambda: kept.update(sha256="0" * 64), kept.delete):
        with pytest.raises(DatabaseError, match="stays as it came"), transaction.atomic():
            change()
    kept[0].save(update_fields=["file"])  # sealed anew, as a change of keys does


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "scan.file"),
        (b"MZ\x90", "scan.file"),
        (b"%PDF-1.4 /JavaScript", "scan.file"),
        (PDF + b" " * MAX_BYTES, "scan.file"),
    ],
)
def test_other_files_are_refused(filing: Filing, at: datetime, content: bytes, code: str) -> None:
    turn_on()
    with pytest.raises(RuleBroken) as refused:
        filing_scans.add(filing=filing, content=content, by=SYSTEM, at=at)
    assert refused.value.code == code
    assert not FilingScan.objects.exists()


def test_only_those_in_scope_upload_and_download(
    client: Client, filing: Filing, officer: Person, places: Places, cast: Cast
) -> None:
    turn_on()
    client.force_login(cast.account(officer))
    address = f"/filings/{filing.public_id}/scan/"
    empty = client.post(address, posted(client.get(address)))
    assert empty.status_code == 422
    assert "请选择扫描件" in text_of(empty)
    sent = posted(empty) | {"file": SimpleUploadedFile("盖章.pdf", PDF)}
    assert client.post(address, sent)["Location"] == f"/filings/{filing.public_id}/"
    scan = FilingScan.objects.get()
    file = client.get(f"/filings/scans/{scan.public_id}/")
    assert (file.status_code, file.content, file["Content-Type"]) == (200, PDF, "application/pdf")
    assert file["Content-Disposition"].startswith("attachment")
    client.force_login(cast.account(cast.with_role("西山", Role.OFFICER, places.other_county)))
    assert client.get(f"/filings/scans/{scan.public_id}/").status_code == 404
    assert client.get(address).status_code == 404
