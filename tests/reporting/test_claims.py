"""A class that two counties claim: whoever files second is refused, told who owns it, and shown it before filing."""

from collections.abc import Callable
from datetime import date, datetime
from threading import Barrier

import pytest
from django.test import Client

from core.errors import RuleBroken
from courses.models import TrainingClass
from courses.words import ClassState
from organisations.authority import SYSTEM
from organisations.models import Organisation, Rule
from organisations.roles import Role
from people.models import Person
from reporting.models import Filing
from reporting.querysets import claims
from reporting.rules.periods import Period
from reporting.services import filings
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import text_of
from tests.threads import LONGEST, race

FIRST = date(2026, 3, 2)
YEAR = Period(report_year=2026)
NUMBER = "榕备2026-7"
NAMES = ("陈小燕", "何志明", "黄建国")


def book(organiser: Organisation, people: list[Person], at: datetime, number: str = NUMBER) -> TrainingClass:
    held = series.hold_class("A", organiser, first_day=FIRST, at=at)
    TrainingClass.objects.filter(pk=held.pk).update(filing_number=number, state=ClassState.CLOSED)
    for session in held.sessions.select_related("training_class__organiser"):
        series.attend(session, *people, at=at)
    return TrainingClass.objects.get(pk=held.pk)


@pytest.fixture
def ours(places: Places, at: datetime) -> TrainingClass:
    return book(places.county, [series.unproved(name, places.station, at) for name in NAMES], at)


@pytest.fixture
def theirs(places: Places, ours: TrainingClass, at: datetime) -> TrainingClass:
    """The same class typed once more by the other county, from its own list of names."""
    return book(places.other_county, [series.unproved(name, places.other_station, at) for name in NAMES], at)


def file(organisation: Organisation, at: datetime, period: Period = YEAR) -> Filing:
    return filings.file(organisation=organisation, period=period, by=SYSTEM, at=at)


def refused_for(organisation: Organisation, at: datetime, period: Period = YEAR) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        file(organisation, at, period)
    return refused.value


@pytest.mark.parametrize("period", [YEAR, Period(date(2026, 3, 1), date(2026, 3, 31))])
def test_the_second_county_is_refused_with_the_name_of_the_owner(
    places: Places, theirs: TrainingClass, at: datetime, period: Period
) -> None:
    filed = file(places.county, at)
    refused = refused_for(places.other_county, at, period)
    assert refused.code == "filing.claimed"
    for words in ("东湖县民政局", NUMBER, filed.number, theirs.name):
        assert words in refused.message
    assert not any(name in refused.message for name in NAMES)
    assert Filing.objects.count() == 1


def test_whoever_gives_it_up_may_file(places: Places, theirs: TrainingClass, at: datetime) -> None:
    file(places.county, at)
    TrainingClass.objects.filter(pk=theirs.pk).update(state=ClassState.CANCELLED)
    assert file(places.other_county, at).organisation == places.other_county


@pytest.mark.parametrize("change", [{"filing_number": "榕备2026-8"}, {"filing_number": ""}])
def test_another_number_is_another_class(
    places: Places, theirs: TrainingClass, at: datetime, change: dict[str, str]
) -> None:
    TrainingClass.objects.filter(pk=theirs.pk).update(**change)
    assert file(places.county, at).pk != file(places.other_county, at).pk


def test_what_nobody_has_filed_is_no_conflict_between_counties(
    places: Places, ours: TrainingClass, theirs: TrainingClass, at: datetime
) -> None:
    """The first filing is of another year: the class is in none."""
    file(places.county, at, Period(report_year=2025))
    assert claims.conflicts(places.other_county, YEAR, on=at.date()) == []


def test_the_share_is_read_from_the_rule(places: Places, theirs: TrainingClass, at: datetime) -> None:
    file(places.county, at)
    Rule.objects.filter(key=claims.SHARE_RULE).update(value=101)
    assert claims.conflicts(places.other_county, YEAR, on=at.date()) == []


def test_a_city_with_both_in_its_scope_is_told_of_both(
    places: Places, ours: TrainingClass, theirs: TrainingClass, at: datetime
) -> None:
    refused = refused_for(places.city, at)
    assert refused.code == "filing.claimed_twice"
    assert "东湖县民政局" in refused.message
    assert "西山县民政局" in refused.message


def test_a_city_files_what_its_county_has_filed(places: Places, ours: TrainingClass, at: datetime) -> None:
    """The same row of the books, counted at two tiers, is no second claim; nor is the county's other line."""
    file(places.county, at)
    assert file(places.city, at).pk
    assert file(places.department, at).pk


def test_a_correction_is_refused_as_well(places: Places, ours: TrainingClass, at: datetime) -> None:
    second = file(places.other_county, at)
    file(places.county, at)
    book(places.other_county, [series.unproved(name, places.other_station, at) for name in NAMES], at)
    with pytest.raises(RuleBroken) as refused:
        filings.correct(filing=second, reason="补录一个班", by=SYSTEM, at=at)
    assert refused.value.code == "filing.claimed"


def test_the_check_page_names_the_owner_and_has_no_button(
    client: Client, places: Places, theirs: TrainingClass, cast: Cast, at: datetime
) -> None:
    file(places.county, at)
    client.force_login(cast.account(cast.with_role("西山", Role.OFFICER, places.other_county)))
    page = client.get(f"/filings/new/?organisation={places.other_county.public_id}&year=2026")
    told = text_of(page)
    assert "东湖县民政局已经报送" in told
    assert "确认报送" not in told
    assert f"/classes/{theirs.public_id}/" in page.content.decode()


def test_conflicts_take_the_same_number_of_questions_for_one_class_and_for_ten(
    places: Places, theirs: TrainingClass, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    file(places.county, at)

    def ask() -> object:
        return claims.conflicts(places.other_county, YEAR, on=at.date())

    few = count_queries(ask)
    for number in range(10):
        more = series.hold_class(f"B{number}", places.other_county, first_day=FIRST, at=at)
        TrainingClass.objects.filter(pk=more.pk).update(filing_number=NUMBER)
    assert count_queries(ask) == few


def both_file(places: Places, at: datetime) -> list[object]:
    return race(lambda: file(places.county, at), lambda: file(places.other_county, at))


def test_without_the_lock_both_counties_file_one_class(
    truncatable_ledger: None,
    places: Places,
    theirs: TrainingClass,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The damage: both have looked before either has filed."""
    looked = Barrier(2)

    def conflicts(*asked: object, **on: object) -> object:
        found = claims.conflicts(*asked, **on)  # type: ignore[arg-type]
        looked.wait(LONGEST)
        return found

    monkeypatch.setattr(filings, "_one_at_a_time", lambda: None)
    monkeypatch.setattr(filings, "conflicts", conflicts)
    assert [type(answer) for answer in both_file(places, at)] == [Filing, Filing]


def test_of_two_counties_that_file_at_once_one_is_refused(
    truncatable_ledger: None, places: Places, theirs: TrainingClass, at: datetime
) -> None:
    answers = both_file(places, at)
    refused = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert [answer.code for answer in refused] == ["filing.claimed"]
    assert Filing.objects.count() == 1
