"""报送对象: the same facts go up two lines, each once a period; a duty is met on the own line alone."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.roles import Role
from reporting.models import Filing
from reporting.querysets.duties import all_duties
from reporting.querysets.rollups import rollup
from reporting.rules.periods import Period
from reporting.services import duties, filings
from reporting.words import Handed, Recipient
from tests.cast import Cast, Places
from tests.reporting.test_filings_pages import posted, text_of

YEAR = Period(report_year=2026)
DAYS = Period(date(2026, 1, 1), date(2026, 3, 31))


@pytest.mark.parametrize("period", [YEAR, DAYS])
def test_a_period_is_filed_once_to_each_line(places: Places, at: datetime, period: Period) -> None:
    made = [
        filings.file(organisation=places.county, period=period, recipient=one, by=SYSTEM, at=at)
        for one in (None, Recipient.SOCIAL_WORK)
    ]
    assert [one.goes_to for one in made] == [Recipient.CIVIL_AFFAIRS, Recipient.SOCIAL_WORK]
    for again in Recipient:
        with pytest.raises(RuleBroken) as refused:
            filings.file(organisation=places.county, period=period, recipient=again, by=SYSTEM, at=at)
        assert refused.value.code == "filing.filed_already"
    assert all(filings.reproduce(one).is_equal for one in made)


def test_the_database_refuses_a_period_twice_to_one_line(places: Places, at: datetime) -> None:
    twin = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    twin.pk, twin.number, twin.check_code = None, "2026-990121-0009", "AAAAAAAA"
    twin.public_id = "00000000-0000-4000-8000-000000000000"  # type: ignore[assignment]
    with pytest.raises(IntegrityError, match="year_filed_once"), transaction.atomic():
        twin.save(force_insert=True)


def test_the_other_line_files_to_its_own(places: Places, at: datetime) -> None:
    filing = filings.file(organisation=places.department, period=YEAR, by=SYSTEM, at=at)
    assert filing.goes_to is Recipient.SOCIAL_WORK
    assert filings.document_of(filing)["recipient"] == "social_work"


def test_a_duty_waits_until_the_own_line_has_its_filing(places: Places, at: datetime) -> None:
    duties.ask(organisation=places.county, report_year=2026, due_on=at.date(), by=SYSTEM, at=at)
    filings.file(organisation=places.county, period=YEAR, recipient=Recipient.SOCIAL_WORK, by=SYSTEM, at=at)
    assert all_duties().open().count() == 1
    found = rollup(places.city, YEAR, None, by=SYSTEM, on=at.date())
    assert [row.handed for row in found.rows] == [Handed.MISSING, Handed.MISSING]
    filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    assert all_duties().open().count() == 0
    found = rollup(places.city, YEAR, None, by=SYSTEM, on=at.date())
    assert [row.handed for row in found.rows] == [Handed.NIL, Handed.MISSING]


def test_an_officer_files_to_both_lines_and_the_paper_says_so(
    client: Client, places: Places, cast: Cast
) -> None:
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    address = f"/filings/new/?organisation={places.county.public_id}&year=2026"
    for recipient, name in (("", "民政部门"), ("social_work", "社会工作部门")):
        check = client.get(f"{address}&recipient={recipient}")
        assert f"报送对象：{name}" in text_of(check).replace(" ", "")
        done = client.post("/filings/new/", posted(check))
        filing = Filing.objects.order_by("-pk")[0]
        assert f"报送对象 {name}" in text_of(client.get(done["Location"]))
        paper = text_of(client.get(f"/filings/{filing.public_id}/print/"))
        assert f"报送对象：{name}" in paper
        assert "零报告：本期没有培训" in paper
    assert Filing.objects.count() == 2
    assert "这个统计期已经报送" in text_of(client.get(f"{address}&recipient=social_work"))


def test_a_correction_goes_where_the_corrected_one_went(places: Places, at: datetime) -> None:
    filing = filings.file(
        organisation=places.county, period=YEAR, recipient=Recipient.SOCIAL_WORK, by=SYSTEM, at=at
    )
    duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=at)
    answer = filings.correct(filing=filing, reason="无误", by=SYSTEM, at=at)
    assert answer.goes_to is Recipient.SOCIAL_WORK
