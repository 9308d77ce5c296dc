"""我的学时 as pictures: hours against what is asked, and the months of the year."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from core import charts
from core.charts import Chart, Source
from hours.rules import minutes_to_hours
from hours.showing import Totals
from hours.targets import Target


def of_target(target: Target, *, at: datetime) -> Chart:
    """Hours against what a rule row requires."""
    return charts.against_target(
        title=target.title,
        done=minutes_to_hours(target.done),
        target=minutes_to_hours(target.required),
        unit=_("小时"),
        source=Source(target.definition, at, target.rule_version),
    )


def of_year(totals: Totals, *, on: date, at: datetime) -> Chart | None:
    """Training hours of each month of the year so far; None where there are none to show."""
    minutes = [totals.months.get((on.year, month), 0) for month in range(1, 13)]
    if not any(minutes):
        return None
    return charts.months(
        title=_("%(year)s年各月的培训时长（小时）") % {"year": on.year},
        values=[
            minutes_to_hours(each) if month <= on.month else None
            for month, each in enumerate(minutes, start=1)
        ],
        unit=_("小时"),
        decimals=1,
        source=Source(_("培训班与线上课程，按活动日期计入当月；冲销的不计"), at),
    )
