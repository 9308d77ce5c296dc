"""校验码: unique, told from a mistyped one, and an answer that names the filing, its state and whether it stands."""

from datetime import date, datetime
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from core import records
from organisations.authority import SYSTEM
from organisations.roles import Role
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import check_codes, duties, filings
from reporting.services.filing_codes import SHORTEST_CODE, code_of, typed_code
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import text_of


@pytest.fixture
def filing(places: Places, cast: Cast, at: datetime) -> Filing:
    worker = cast.worker("陈小燕", places.station)
    series.attend_all(series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at), worker, at=at)
    return filings.file(organisation=places.county, period=Period(report_year=2026), by=SYSTEM, at=at)


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    return client


def tamper(**columns: str) -> None:
    """As only somebody with the keys of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reporting_filing DISABLE TRIGGER reporting_filing_append_only")
        for name, value in columns.items():
            cursor.execute(f"UPDATE reporting_filing SET {name} = %s", [value])  # noqa: S608
        cursor.execute("ALTER TABLE reporting_filing ENABLE TRIGGER reporting_filing_append_only")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2WHC-18TP", "2WHC18TP"),
        (" 2whc 18tp ", "2WHC18TP"),
        ("2WHC-l8TP", "2WHC18TP"),  # an l for a 1
        ("2WHC-18PT", ""),  # two characters swapped
        ("2WHC-18TQ", ""),
        ("18TP", ""),
        ("", ""),
        ("二WHC", ""),
    ],
)
def test_what_is_typed_is_put_right_or_known_to_be_mistyped(typed: str, read: str) -> None:
    assert typed_code(typed) == read


def test_a_code_leaves_out_letters_that_are_taken_for_others_and_depends_on_the_digest() -> None:
    codes = {code_of(records.digest(str(number).encode())) for number in range(500)}
    assert len(codes) == 500
    assert all(len(code) == SHORTEST_CODE and not set(code) & set("ILOU") for code in codes)


def test_the_code_stands_in_the_foot_of_the_workbook_and_hangs_on_the_head_of_the_chain(
    filing: Filing,
) -> None:
    document = filings.document_of(filing)
    assert document["ledger"]["head"] == filing.chain_head != ""
    other = document | {"ledger": document["ledger"] | {"head": "0" * 64}}
    assert code_of(records.digest(records.canonical_json(other))) != filing.check_code
    assert filing.check_code == code_of(filing.sha256)


def test_a_code_that_is_taken_becomes_longer_and_both_are_reproduced(
    filing: Filing, places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the digests of two filings began alike."""
    real = records.code_from_digest
    monkeypatch.setattr(
        records, "code_from_digest",
        lambda digest, length=7: filing.check_code if length == 7 else real(digest, length=length),
    )  # fmt: skip
    other = filings.file(organisation=places.other_county, period=Period(report_year=2026), by=SYSTEM, at=at)
    assert len(other.check_code) == SHORTEST_CODE + 1
    assert filings.reproduce(other).is_equal
    assert check_codes.look_up(other.code).filing == other
    assert check_codes.look_up(filing.code).filing == filing


def test_the_database_refuses_a_code_twice(filing: Filing) -> None:
    twin = Filing.objects.get(pk=filing.pk)
    twin.pk, twin.number, twin.report_year = None, "2026-990121-0009", 2025
    twin.public_id = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(IntegrityError, match="check_code"), transaction.atomic():
        twin.save(force_insert=True)


def test_the_migration_gives_the_printed_code_and_a_longer_one_where_it_is_taken(filing: Filing) -> None:
    printed = filing.check_code
    tamper(check_code="")
    migration = import_module("reporting.migrations.0004_check_codes")
    with connection.schema_editor(atomic=False) as editor:
        migration.give_codes(apps, editor)
    assert Filing.objects.get().check_code == printed


def test_the_command_says_which_filing_its_state_and_that_it_stands(filing: Filing, at: datetime) -> None:
    out = StringIO()
    call_command("check_code", filing.code.lower(), stdout=out)
    for words in (filing.number, "东湖县民政局 2026年度", "状态：县审通过", "一致", filing.sha256):
        assert words in out.getvalue()
    for typed, said in (("2WHC-18TQ", "抄错"), ("2WHC-18TP", "没有这个校验码")):
        with pytest.raises(CommandError, match=said):
            call_command("check_code", typed, stdout=out)
    tamper(workbook_sha256="0" * 64)
    with pytest.raises(SystemExit) as stopped:
        call_command("check_code", filing.code, stdout=out)
    assert stopped.value.code == 1
    assert "不一致" in out.getvalue()


def test_an_officer_types_the_code_and_opens_the_own_filing(officer: Client, filing: Filing) -> None:
    page = officer.get("/filings/check/", {"code": filing.code.replace("-", " ")})
    told = text_of(page)
    assert page.status_code == 200
    for words in (filing.number, "东湖县民政局", "县审通过", "可复现"):
        assert words in told
    assert f"/filings/{filing.public_id}/" in page.content.decode()
    duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=filing.filed_at)
    assert "状态 退回" in text_of(officer.get("/filings/check/", {"code": filing.code}))


def test_a_paper_of_others_is_named_without_a_link_or_figures(
    client: Client, filing: Filing, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("西山", Role.OFFICER, places.other_county)))
    page = client.get("/filings/check/", {"code": filing.code})
    assert filing.number in text_of(page)
    assert f"/filings/{filing.public_id}/" not in page.content.decode()
    assert "陈小燕" not in text_of(page)
    assert client.get(f"/filings/{filing.public_id}/").status_code == 404


def test_mistyped_unknown_and_tampered_are_told_apart(officer: Client, filing: Filing) -> None:
    for code, status, said in (("2WHC-18TQ", 404, "校验码不对"), ("2WHC-18TP", 404, "没有这个校验码")):
        answer = officer.get("/filings/check/", {"code": code})
        assert (answer.status_code, said in text_of(answer)) == (status, True)
    assert officer.get("/filings/check/", {"code": ""}).status_code == 422
    code = filing.code
    tamper(sha256="0" * 64)
    assert "不一致" in text_of(officer.get("/filings/check/", {"code": code}))


def test_whoever_asks_too_often_is_asked_to_wait(
    officer: Client, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.views.check_codes.PER_MINUTE", 2)
    answers = [officer.get("/filings/check/", {"code": filing.code}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "请稍候再核对" in text_of(answers[2])


def test_only_readers_of_figures_may_ask(client: Client, filing: Filing, places: Places, cast: Cast) -> None:
    address = f"/filings/check/?code={filing.code}"
    assert client.get(address).status_code == 302
    client.force_login(cast.account(cast.worker("学员", places.station)))
    assert client.get(address).status_code == 403
