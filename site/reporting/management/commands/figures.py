"""The figures of a scope and a period as JSON: nothing else on standard output."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.querysets.reports import Report, report
from reporting.querysets.scopes import NamedScope, ScopeUnknown, scope_named
from reporting.rules.figures import shown
from reporting.rules.periods import Period
from reporting.words import Figure, Side, VisitsUnit


class Command(BaseCommand):
    help = "Figures of a scope and a period, by organiser and by participant."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scope", required=True, metavar="NAME|CODE", help="organisation or area code")
        parser.add_argument("--from", dest="first_day", metavar="D", help="first session date, included")
        parser.add_argument("--to", dest="last_day", metavar="D", help="last session date, included")
        parser.add_argument("--year", type=int, metavar="Y", help="report year of the class")
        parser.add_argument(
            "--visits", choices=[unit.value for unit in VisitsUnit], help="what one 人次 counts"
        )
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        period = _period(options)
        try:
            named = scope_named(options["scope"])
        except ScopeUnknown as error:
            raise CommandError(str(error)) from error
        unit = VisitsUnit(options["visits"]) if options["visits"] else None
        counted = report(named.scope, period, unit)
        self.stdout.write(_as_json(counted) if options["json"] else _as_text(counted, named))


def _period(options: dict[str, Any]) -> Period:
    """Raises CommandError unless there is a year or two days in order."""
    first_day, last_day, year = options["first_day"], options["last_day"], options["year"]
    if (year is None) == (first_day is None and last_day is None) or (first_day is None) != (
        last_day is None
    ):
        raise CommandError("请写 --from 和 --to 两个日期，或者写 --year 年度，二者取一。")
    try:
        if year is not None:
            return Period(report_year=year)
        return Period(date.fromisoformat(first_day), date.fromisoformat(last_day))
    except ValueError as error:
        raise CommandError("年度要写成 2022、日期要写成 2023-02-22 的样子，并且止日不早于起日。") from error


def _as_json(counted: Report) -> str:
    return json.dumps(counted.as_json(), ensure_ascii=False, indent=2)


def _as_text(counted: Report, named: NamedScope) -> str:
    lines = [f"{named.name} {counted.period.label}（人次：{counted.unit.label}）"]
    for figure in Figure:
        values = [
            f"{side.label} {shown(figure, counted.total(side).value(figure, counted.unit))}" for side in Side
        ]
        lines.append(f"{figure.label}：{'，'.join(values)}")
    return "\n".join(lines)
