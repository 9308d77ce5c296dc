"""逾期: days after the due day, in Asia/Shanghai, frozen with the filing and shown wherever it is."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.clock import SHANGHAI
from organisations.authority import SYSTEM
from organisations.roles import Role
from reporting.models import Filing
from reporting.querysets.rollups import rollup
from reporting.rules.lateness import Lateness
from reporting.rules.periods import Period
from reporting.services import duties, filings
from reporting.words import Handed, Recipient
from tests.cast import Cast, Places
from tests.reporting.test_filings_pages import text_of

YEAR = Period(report_year=2025)
DUE = date(2026, 3, 20)


@given(st.dates(), st.integers(-400, 400))
def test_days_are_counted_from_the_day_after(due_on: date, distance: int) -> None:
    try:
        filed_on = due_on + timedelta(days=distance)
    except OverflowError:
        return
    assert Lateness.of(due_on, filed_on).days == max(distance, 0)


def asked(places: Places, at: datetime) -> None:
    duties.ask(organisation=places.county, report_year=2025, due_on=DUE, by=SYSTEM, at=at)


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (datetime(2026, 3, 20, 23, 59, 59, tzinfo=SHANGHAI), 0),
        (datetime(2026, 3, 21, 0, 0, 0, tzinfo=SHANGHAI), 1),
        (datetime(2026, 3, 23, 9, 0, 0, tzinfo=SHANGHAI), 3),
    ],
)
def test_the_last_day_ends_at_midnight_in_shanghai(
    places: Places, at: datetime, moment: datetime, days: int
) -> None:
    asked(places, at)
    filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=moment)
    assert filing.late_days == days
    assert filings.document_of(filing)["late"] == {"due_on": "2026-03-20", "days": days}
    assert filings.reproduce(filing).is_equal


def test_moving_the_day_afterwards_changes_nothing_and_a_correction_is_as_late(
    places: Places, at: datetime
) -> None:
    asked(places, at)
    late = datetime(2026, 3, 22, 9, 0, tzinfo=SHANGHAI)
    filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=late)
    duties.ask(organisation=places.county, report_year=2025, due_on=date(2026, 4, 30), by=SYSTEM, at=late)
    duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=late)
    answer = filings.correct(filing=filing, reason="无误", by=SYSTEM, at=late + timedelta(days=60))
    assert (Filing.objects.get(pk=filing.pk).late_days, answer.late_days) == (2, 2)
    assert filings.document_of(answer)["late"] == {"due_on": "2026-03-20", "days": 2}


def test_a_correction_of_what_came_in_time_is_not_late(places: Places, at: datetime) -> None:
    """However long after the day it comes; the roll-up says the same."""
    asked(places, at)
    filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=at)
    answer = filings.correct(filing=filing, reason="无误", by=SYSTEM, at=at + timedelta(days=60))
    assert answer.late_days == 0
    found = rollup(places.city, YEAR, None, by=SYSTEM, on=date(2026, 6, 1))
    assert [row.handed for row in found.rows] == [Handed.NIL, Handed.MISSING]


def test_only_the_own_line_and_a_year_can_be_late(places: Places, at: datetime) -> None:
    asked(places, at)
    late = datetime(2026, 3, 22, 9, 0, tzinfo=SHANGHAI)
    days = Period(date(2025, 1, 1), date(2025, 12, 31))
    for period, recipient in ((YEAR, Recipient.SOCIAL_WORK), (days, None)):
        filing = filings.file(
            organisation=places.county, period=period, recipient=recipient, by=SYSTEM, at=late
        )
        assert (filing.late_days, filings.document_of(filing)["late"]) == (0, None)


def test_list_page_and_paper_say_how_many_days(
    client: Client, places: Places, cast: Cast, at: datetime
) -> None:
    asked(places, at)
    late = datetime(2026, 3, 22, 9, 0, tzinfo=SHANGHAI)
    filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=late)
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    assert "县审通过 逾期2天" in text_of(client.get("/filings/"))
    assert "逾期 2天" in text_of(client.get(f"/filings/{filing.public_id}/"))
    assert "逾期2天（截止2026-03-20）" in text_of(client.get(f"/filings/{filing.public_id}/print/"))
