"""A higher body asks for a filing by a day and gives it back with a remark."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from core.errors import RuleBroken
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import duties, filings
from reporting.words import FilingState
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.reporting import series


@pytest.fixture
def city(places: Places, cast: Cast) -> Person:
    return cast.with_role("谢海燕", Role.OFFICER, places.city)


@pytest.fixture
def county(places: Places, cast: Cast) -> Person:
    return cast.with_role("邓丽珊", Role.OFFICER, places.county)


@pytest.fixture
def filing(places: Places, at: datetime) -> Filing:
    return filings.file(
        organisation=places.county, period=Period(report_year=2025), unit=None, by=SYSTEM, at=at
    )


def _late_mark(places: Places, cast: Cast, at: datetime) -> None:
    """A session of the filed year, recorded after the filing: without a change there is nothing to correct."""
    day = date(2025, 12, 1)
    training_class = open_class(
        places.county, at, code="2025-09", report_year=2025, starts_on=day, ends_on=day
    )
    session = session_of(training_class, at, held_on=day)
    person = cast.worker("陈小燕", places.station)
    wanted = Mark(session, person, None, AttendanceState.LATE_MARK, reason="补录纸质签到表")
    attendance.mark(mark=wanted, by=SYSTEM, at=at)
    series.close(training_class)


def test_a_filing_that_is_due_waits_for_its_own_county_until_it_is_filed(
    places: Places, cast: Cast, city: Person, county: Person, at: datetime
) -> None:
    due_on = at.date() + timedelta(days=9)
    duties.ask(organisation=places.county, report_year=2026, due_on=due_on, by=cast.by(city), at=at)
    waiting = todo_items(cast.by(county), on=at.date())
    assert [(todo.detail, todo.due_on) for todo in waiting] == [("东湖县民政局", due_on)]
    assert todo_items(cast.by(city), on=at.date()) == []  # it is not the city's to file
    period = Period(report_year=2026)
    filings.file(organisation=places.county, period=period, unit=None, by=cast.by(county), at=at)
    assert todo_items(cast.by(county), on=at.date()) == []


def test_a_returned_filing_keeps_its_bytes_and_waits_with_the_remark(
    filing: Filing, places: Places, cast: Cast, city: Person, county: Person, at: datetime
) -> None:
    duties.give_back(filing=filing, remark="请核对第2期人数", by=cast.by(city), at=at)
    found = Filing.objects.get(pk=filing.pk)
    assert (found.state, found.sha256) == (FilingState.RETURNED, filing.sha256)
    assert [todo.detail for todo in todo_items(cast.by(county), on=at.date())] == [
        "退回意见：请核对第2期人数"
    ]
    _late_mark(places, cast, at)
    filings.correct(filing=found, reason="补录一次签到", by=cast.by(county), at=at)
    assert Filing.objects.get(pk=filing.pk).state == FilingState.SUPERSEDED
    assert todo_items(cast.by(county), on=at.date()) == []


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("own filing", "permission.missing"),
        ("other county", "permission.missing"),
        ("no remark", "return.remark_missing"),
        ("twice", "return.twice"),
        ("corrected", "return.corrected"),
    ],
)
def test_what_may_not_be_given_back(
    case: str,
    code: str,
    filing: Filing,
    places: Places,
    cast: Cast,
    city: Person,
    county: Person,
    at: datetime,
) -> None:
    by = cast.by(city)
    if case == "own filing":
        by = cast.by(county)
    elif case == "other county":
        by = cast.by(cast.with_role("西山主管", Role.OFFICER, places.other_county))
    elif case == "twice":
        duties.give_back(filing=filing, remark="请核对", by=by, at=at)
    elif case == "corrected":
        _late_mark(places, cast, at)
        filings.correct(filing=filing, reason="补录一次签到", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        duties.give_back(filing=filing, remark=" " if case == "no remark" else "请核对", by=by, at=at)
    assert refused.value.code == code


def test_nobody_is_asked_for_a_day_that_has_passed(
    places: Places, cast: Cast, city: Person, at: datetime
) -> None:
    with pytest.raises(RuleBroken) as refused:
        duties.ask(
            organisation=places.county, report_year=2026, due_on=date(2026, 3, 15), by=cast.by(city), at=at
        )
    assert refused.value.code == "duty.past"


def test_the_city_returns_a_filing_on_its_page_and_the_county_reads_why(
    filing: Filing, cast: Cast, city: Person, county: Person
) -> None:
    upper, lower = Client(), Client()
    upper.force_login(cast.account(city))
    lower.force_login(cast.account(county))
    address = f"/filings/{filing.public_id}/"
    assert "退回</a>" in upper.get(address).content.decode()
    assert lower.get(f"{address}return/").status_code == 404
    page = upper.get(f"{address}return/").content.decode()
    key = page.split('name="action_key" value="')[1].split('"')[0]
    assert (
        upper.post(f"{address}return/", {"action_key": key, "remark": "请核对第2期人数"}).status_code == 302
    )
    told = lower.get(address).content.decode()
    assert "请核对第2期人数" in told
    assert "办理更正" in told
