"""A city beside its counties: who has filed, what they filed, what is so now, and where the difference comes from."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.scope import scope_of
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind, Tier
from people.models import Person
from reporting.models import FilingDuty
from reporting.querysets.reports import report
from reporting.querysets.rollups import Rollup, rollup
from reporting.rules.figures import Figures
from reporting.rules.periods import Period
from reporting.rules.rollups import Part, bridges
from reporting.services import duties, filings
from reporting.words import Figure, Handed, Side, VisitsUnit
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import text_of

FIRST = date(2026, 3, 2)
YEAR = Period(report_year=2026)
DAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("part", "handed"),
    [
        (Part(1, "县", Figures()), Handed.MISSING),
        (Part(1, "县", Figures(), due_on=DAY), Handed.MISSING),
        (Part(1, "县", Figures(), due_on=DAY - timedelta(1)), Handed.OVERDUE),
        (Part(1, "县", Figures(), Figures()), Handed.FILED),
        (Part(1, "县", Figures(), Figures(), due_on=DAY), Handed.FILED),
        (Part(1, "县", Figures(), Figures(), late_days=1), Handed.LATE),
        (Part(1, "县", Figures(), Figures(), is_nil=True), Handed.NIL),
        (Part(1, "县", Figures(), Figures(), is_nil=True, late_days=1), Handed.NIL_LATE),
        (Part(1, "县", Figures(), Figures(), is_returned=True, is_nil=True), Handed.RETURNED),
    ],
)  # fmt: skip
def test_zero_late_returned_and_missing_are_told_apart(part: Part, handed: Handed) -> None:
    assert part.handed(DAY) is handed


def test_the_bridge_adds_up_for_every_figure() -> None:
    parts = [
        Part(1, "甲", Figures(people=5, classes=2, delivered_minutes=360), Figures(people=4, classes=1)),
        Part(2, "乙", Figures(people=3, classes=1, delivered_minutes=90)),
    ]
    others, whole = Figures(people=2, classes=1), Figures(people=9, classes=4, delivered_minutes=450)
    for one in bridges(parts, others, whole, VisitsUnit.PERSON_DAY):
        assert one.filed + one.changed + one.missing + one.others - one.twice == one.now
    people = next(
        one for one in bridges(parts, others, whole, VisitsUnit.SESSION) if one.figure is Figure.PEOPLE
    )
    assert (people.filed, people.changed, people.missing, people.others, people.twice, people.now) == (
        4,
        1,
        3,
        2,
        1,
        9,
    )


@pytest.fixture
def both(places: Places, cast: Cast, at: datetime) -> Person:
    """One person in a class of each county and in one of the city."""
    found = cast.worker("陈小燕", places.station)
    for number, organiser in enumerate((places.county, places.other_county, places.city)):
        held = series.hold_class(f"A{number}", organiser, first_day=FIRST + timedelta(number * 7 - 14), at=at)
        series.attend_all(held, found, at=at)
    return found


def asked(places: Places) -> Rollup:
    return rollup(places.city, YEAR, None, by=SYSTEM, on=DAY)


def test_filed_missing_own_and_counted_twice(places: Places, both: Person, cast: Cast, at: datetime) -> None:
    filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    again = series.hold_class("B", places.county, first_day=FIRST + timedelta(3), at=at)
    for session in again.sessions.select_related("training_class__organiser"):
        series.attend(session, cast.worker(f"新人{session.pk}", places.station), at=at)
    found = asked(places)
    assert [row.handed for row in found.rows] == [Handed.FILED, Handed.MISSING]
    assert found.missing == ["西山县民政局"]
    by_figure = {one.figure: one for one in found.bridges}
    people, classes = by_figure[Figure.PEOPLE], by_figure[Figure.CLASSES]
    assert (people.filed, people.changed, people.missing, people.others, people.twice, people.now) == (
        1,
        2,
        1,
        1,
        2,
        3,
    )
    assert (classes.filed, classes.changed, classes.missing, classes.others, classes.twice, classes.now) == (
        1, 1, 1, 1, 0, 4,
    )  # fmt: skip
    whole = report(scope_of(places.city), YEAR).total(Side.ORGANISER)
    assert {one.figure: one.now for one in found.bridges}[Figure.PEOPLE] == whole.people


def test_what_a_unit_filed_is_what_its_row_counts_while_nothing_changes(
    places: Places, both: Person, at: datetime
) -> None:
    for county in (places.county, places.other_county):
        filings.file(organisation=county, period=YEAR, by=SYSTEM, at=at)
    found = asked(places)
    assert found.missing == []
    assert all(row.part.filed == row.part.live for row in found.rows)
    assert all(one.changed == one.missing == 0 for one in found.bridges)


def test_the_city_reads_the_page_and_a_county_has_nothing_below(
    client: Client, places: Places, both: Person, cast: Cast, at: datetime
) -> None:
    filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    duties.ask(organisation=places.other_county, report_year=2026, due_on=DAY, by=SYSTEM, at=at)
    client.force_login(cast.account(cast.with_role("市局", Role.OFFICER, places.city)))
    told = text_of(client.get("/filings/rollup/?year=2026"))
    assert "还没有报送 西山县民政局" in told
    assert "西山县民政局 逾期未报" in told  # the page's clock is long after March
    assert "人数 1 0 1 1 2 1 0" in told
    assert "东湖县民政局 已报送 1 1 1 1 2 6 6" in told
    assert "西山县民政局 逾期未报 — 现在1" in told
    assert "陈小燕" not in told
    client.force_login(cast.account(cast.with_role("黄局", Role.OFFICER, places.county)))
    assert "没有要报送的单位" in text_of(client.get("/filings/rollup/?year=2026"))
    assert client.get(f"/filings/rollup/?scope={places.city.public_id}&year=2026").status_code == 404


def test_the_page_takes_the_same_number_of_queries_for_two_units_and_for_twelve(
    client: Client, places: Places, both: Person, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client.force_login(cast.account(cast.with_role("市局", Role.OFFICER, places.city)))
    filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
    few = count_queries(lambda: client.get("/filings/rollup/?year=2026"))
    for number in range(30, 40):
        details = OrganisationDetails(
            name=f"第{number}县民政局", kind=OrganisationKind.BUREAU, tier=Tier.COUNTY, line=Line.CIVIL_AFFAIRS,
            area_code=f"9901{number}",
        )  # fmt: skip
        made = organisations.add(details=details, parent=places.city, by=SYSTEM, at=at)
        filings.file(organisation=made, period=YEAR, by=SYSTEM, at=at)
    assert count_queries(lambda: client.get("/filings/rollup/?year=2026")) == few
    assert FilingDuty.objects.count() == 0
