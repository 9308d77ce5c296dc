"""The demo's filings: every county stands somewhere else, and 东湖县 has one due and last year's returned."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desks.services.demo.city import City
from organisations.authority import SYSTEM
from organisations.models import Organisation
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.services import duties, filings

DUE_IN = timedelta(days=9)
LATE_BY = timedelta(days=4)
ASKED_BEFORE = timedelta(days=40)


def build(city: City, *, anchor: date, at: datetime) -> None:
    """What the city asked of its counties, and what became of it."""
    year = anchor.year
    returned = _filed(city.at("东湖县民政局"), year - 1, at=at)
    remark = f"{year - 1}年度岗前培训有1期未报，请核对后补报。"
    duties.give_back(filing=returned, remark=remark, by=SYSTEM, at=at)
    _filed(city.at("西山县民政局"), year - 1, at=at)
    for county in ("东湖县民政局", "南溪区民政局"):
        duties.ask(organisation=city.at(county), report_year=year, due_on=anchor + DUE_IN, by=SYSTEM, at=at)
    earlier = at - ASKED_BEFORE
    late = city.at("北桥市民政局")
    duties.ask(organisation=late, report_year=year - 1, due_on=anchor - LATE_BY, by=SYSTEM, at=earlier)


def _filed(organisation: Organisation, year: int, *, at: datetime) -> Filing:
    return filings.file(
        organisation=organisation, period=Period(report_year=year), unit=None, by=SYSTEM, at=at
    )
