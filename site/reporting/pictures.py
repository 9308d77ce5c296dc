"""The figures page as pictures: 人时 of the counties (or of the units of one county), and of the months.

人时 is the one figure whose rows add up on both sides and whose months add up to the year.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core import charts, clock
from core.charts import Bar, Chart, Source
from core.language import shown
from reporting.querysets.reports import Report
from reporting.rules.definitions import definitions
from reporting.rules.figures import hours_number
from reporting.rules.table_rows import Row, rows
from reporting.words import Figure, Side

COUNTY, UNIT = 1, 2  # depths of rows
WIDE = 1_000 * 60  # minutes of a month from which its label has no room for a decimal on a phone


def of_places(counted: Report, *, at: datetime) -> Chart | None:
    """The counties, or the units where there is one county, largest first; None where fewer than two have anything."""
    table = rows(counted.table, counted.gazetteer)
    counties = [row for row in table if row.depth == COUNTY]
    found = counties if len(counties) > 1 else [row for row in table if row.depth == UNIT]
    found = sorted(found, key=lambda row: [-_minutes(row, side) for side in Side])
    if sum(any(_minutes(row, side) for side in Side) for row in found) < 2:
        return None
    bars = [Bar(shown(row.label), *(hours_number(_minutes(row, side)) for side in Side)) for row in found]
    title = _("各县（市、区）的人时") if found[0].depth == COUNTY else _("各单位的人时")
    return charts.ranked(
        key="places", title=title, bars=bars, names=tuple(_(side.label) for side in Side), unit=_("小时"),
        decimals=1, source=_source(counted, at),
    )  # fmt: skip


def of_months(counted: Report, *, at: datetime) -> Chart | None:
    """The months of the period's year; None where they have nothing. What lies in other years is told in words."""
    year = counted.period.year
    of_year = [counted.months.get(f"{year}-{month:02}", 0) for month in range(1, 13)]
    if not any(of_year):
        return None
    today = clock.date_of(at).timetuple()[:2]
    outside = sum(counted.months.values()) - sum(of_year)
    note = _("%(hours)s小时在%(year)s年以外，不在图里") % {"hours": hours_number(outside), "year": year}
    return charts.months(
        title=_("%(year)s年各月的人时（小时，按主办统计）") % {"year": year},
        values=[
            None if (year, month) > today and not each else hours_number(each)
            for month, each in enumerate(of_year, start=1)
        ],
        unit=_("小时"),
        decimals=0 if max(of_year) >= WIDE else 1,
        source=_source(counted, at, note if outside else ""),
    )


def _minutes(row: Row, side: Side) -> int:
    return row.figures[side].person_minutes


def _source(counted: Report, at: datetime, note: str = "") -> Source:
    [text] = [one.text for one in definitions(counted.unit) if one.figure is Figure.PERSON_HOURS]
    told = shown(text) + (_("；") + note if note else "")
    return Source(told, at, counted.rule_version)
