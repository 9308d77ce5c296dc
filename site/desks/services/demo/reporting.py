"""The demo's filings: one due in nine days, and last year's returned with a remark."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desks.services.demo.city import City
from organisations.authority import SYSTEM
from reporting.rules.periods import Period
from reporting.services import duties, filings

DUE_IN = timedelta(days=9)


def build(city: City, *, anchor: date, at: datetime) -> None:
    """Both are 东湖县民政局's: the county officer's desk shows what waits."""
    county = city.at("东湖县民政局")
    year = anchor.year
    filing = filings.file(
        organisation=county, period=Period(report_year=year - 1), unit=None, by=SYSTEM, at=at
    )
    remark = f"{year - 1}年度岗前培训有1期未报，请核对后补报。"
    duties.give_back(filing=filing, remark=remark, by=SYSTEM, at=at)
    duties.ask(organisation=county, report_year=year, due_on=anchor + DUE_IN, by=SYSTEM, at=at)
