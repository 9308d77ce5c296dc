"""Where each bureau's filing of the current report year stands, for tables of many bureaus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from organisations.authority import Authority
from reporting.querysets.duties import all_duties, own_line
from reporting.querysets.filings import all_filings
from reporting.words import FilingState


@dataclass(frozen=True)
class YearState:
    """`state` is None while the year is not filed; `due_on` is the last day in time where a day was set."""

    report_year: int
    state: FilingState | None
    due_on: date | None = None


def year_states(by: Authority, *, on: date) -> dict[int, YearState]:
    """By organisation, of what goes up its own line: what came back and is not answered; else the latest year.

    That was asked of it or filed, this year and last year alone. Two questions.
    """
    years = (on.year - 1, on.year)
    found: dict[int, YearState] = {}
    filings = (
        all_filings().visible_to(by).filter(report_year__in=years, correction=None, recipient=own_line())
    )
    rows = filings.order_by("report_year").values_list("organisation", "report_year", "returned")
    for organisation, year, returned in rows:
        assert year is not None  # noqa: S101 - the filter has seen to it
        known = found.get(organisation)
        if known is None or known.state is not FilingState.RETURNED:
            found[organisation] = YearState(year, FilingState.RETURNED if returned else FilingState.FILED)
    duties = all_duties().readable_by(by).filter(report_year__in=years).order_by("report_year")
    for organisation, year, due_on in duties.values_list("organisation", "report_year", "due_on"):
        standing = found.get(organisation)
        if standing is None or (standing.state is not FilingState.RETURNED and standing.report_year < year):
            found[organisation] = YearState(year, None, due_on)
    return found
