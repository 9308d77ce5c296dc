"""The units below with their filings and their facts of now: six questions, whatever the number of units or lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.scope import scope_of
from organisations.words import OrganisationKind
from reporting.models import Filing, FilingDuty
from reporting.querysets import figures
from reporting.querysets.filings import all_filings
from reporting.querysets.places import gazetteer
from reporting.querysets.reports import unit_rule
from reporting.querysets.sql import Selection
from reporting.rules.figures import NOTHING, TOTAL, Figures, Place, Tier
from reporting.rules.filing_document import table_of
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer
from reporting.rules.rollups import Bridge, Part, bridges
from reporting.words import Handed, Recipient, Side, VisitsUnit

OTHERS = "-"  # stands for a county: what lies in none of the units below


@dataclass(frozen=True)
class RollupRow:
    part: Part
    filing: Filing | None
    handed: Handed


@dataclass(frozen=True)
class Rollup:
    """`rows` in the order of area codes; `unit` is the unit of 人次."""

    rows: list[RollupRow]
    bridges: list[Bridge]
    unit: VisitsUnit

    @property
    def missing(self) -> list[str]:
        """Who has not filed, by name."""
        return [row.part.name for row in self.rows if row.filing is None]


def units_below(organisation: Organisation) -> list[Organisation]:
    """The bureaus that file to this one."""
    bureaus = all_organisations().current().filter(parent=organisation, kind=OrganisationKind.BUREAU)
    return list(bureaus.order_by("area_code", "pk"))


def rollup(
    organisation: Organisation, period: Period, unit: VisitsUnit | None, *, by: Authority, on: date
) -> Rollup:
    below = units_below(organisation)
    table = figures.table(Selection(_by_unit(organisation, below), period))
    live = {one.pk: table.get((Side.ORGANISER, Tier(str(one.pk))), NOTHING) for one in below}
    filings = {one.organisation_id: one for one in _standing(organisation, below, period, by)}
    due = _due(below, period)
    rows = []
    for one in below:
        part = Part(one.pk, one.name, live[one.pk], due_on=due.get(one.pk))
        filing = filings.get(one.pk)
        part = _with_filing(part, filing) if filing else part
        rows.append(RollupRow(part, filing, part.handed(on)))
    counted = unit or unit_rule(period).unit
    others = table.get((Side.ORGANISER, Tier(OTHERS)), NOTHING)
    whole: Figures = table[(Side.ORGANISER, TOTAL)]
    return Rollup(rows, bridges([row.part for row in rows], others, whole, counted), counted)


def _by_unit(organisation: Organisation, below: list[Organisation]) -> Gazetteer:
    """The scope with a row for each unit below instead of each county: what its own filing would count."""
    known = gazetteer(scope_of(organisation))
    scopes = [(str(one.pk), scope_of(one)) for one in below]
    places = {}
    for pk, unit in known.units.items():
        found = (key for key, scope in scopes if scope.covers(path=unit.path, area_code=unit.area_code))
        places[pk] = Place(next(found, OTHERS), pk)
    return Gazetteer(known.units, places, known.county_names)


def _standing(
    organisation: Organisation, below: list[Organisation], period: Period, by: Authority
) -> list[Filing]:
    found = (
        all_filings()
        .visible_to(by)
        .of_period(period)
        .filter(organisation__in=below, correction=None, recipient=Recipient.of_line(organisation.line))
    )
    return list(found.select_related("organisation", "returned").defer("workbook"))


def _due(below: list[Organisation], period: Period) -> dict[int, date]:
    if period.report_year is None:
        return {}  # duties are of years
    duties = FilingDuty.objects.filter(organisation__in=below, report_year=period.report_year)
    return dict(duties.values_list("organisation", "due_on"))


def _with_filing(part: Part, filing: Filing) -> Part:
    document = json.loads(bytes(filing.record))
    return replace(
        part,
        filed=table_of(document).get((Side.ORGANISER, TOTAL), NOTHING),
        is_returned=hasattr(filing, "returned"),
        is_nil=not document["rows"],
        late_days=filing.late_days,
    )
