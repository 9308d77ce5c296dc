"""Figures counted by the database: all rows of both sides in one pass with grouping sets."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection

from reporting.querysets.sql import Selection
from reporting.rules.figures import NOTHING, TOTAL, Figures, Table, Tier
from reporting.words import Side

# The columns of `Figures` in their order. Sums of the minutes of distinct sessions: each session's id makes its minutes
# unique, and is taken off again.
COUNTED = """count(DISTINCT person) AS people,
    count(DISTINCT (organiser, year, round)) AS rounds,
    count(DISTINCT class) AS classes,
    coalesce(sum(DISTINCT session * 100000 + session_minutes) - 100000 * sum(DISTINCT session), 0) AS delivered_minutes,
    count(DISTINCT person * 100000 + (day - DATE '1970-01-01')) AS person_days,
    count(*) AS person_sessions,
    count(DISTINCT (person, course)) AS person_courses,
    count(DISTINCT (person, class)) AS person_classes,
    coalesce(sum(minutes), 0) AS person_minutes"""
_TABLE = f"""
SELECT side, CASE WHEN grouping(county) = 0 THEN county END, CASE WHEN grouping(unit) = 0 THEN unit END,
    {COUNTED}
FROM sided GROUP BY GROUPING SETS ((side), (side, county), (side, county, unit))
"""  # noqa: S608 - constants of this module


def table(selection: Selection) -> Table:
    """Every row of both sides; rows without a line are not in it, except the two totals."""
    with connection.cursor() as cursor:
        cursor.execute(selection.sided + _TABLE, selection.parameters)
        rows = cursor.fetchall()
    found = {
        (Side(side), Tier(county, unit)): Figures(*(int(number) for number in numbers))
        for side, county, unit, *numbers in rows
    }
    return {(side, TOTAL): NOTHING for side in Side} | found


_PROVENANCE = """
SELECT coalesce(array_agg(DISTINCT rule_version ORDER BY rule_version), '{}'),
    count(DISTINCT person) FILTER (WHERE organisation IS NULL),
    (SELECT coalesce(jsonb_object_agg(month, minutes), '{}') FROM (
        SELECT to_char(day, 'YYYY-MM') AS month, sum(minutes) AS minutes FROM sided WHERE side = %(organiser)s GROUP BY 1
    ) AS by_month)
FROM sided
"""


@dataclass(frozen=True)
class Provenance:
    """The versions of the rules under which the lines were credited, and how many people had no unit on that date.

    Those count by organiser alone. `months` are person-minutes by organiser, by month of the session ("2026-03").
    """

    rules: tuple[str, ...]
    unposted: int
    months: dict[str, int]


def provenance(selection: Selection) -> Provenance:
    with connection.cursor() as cursor:
        parameters = selection.parameters | {"organiser": Side.ORGANISER.value}
        cursor.execute(selection.sided + _PROVENANCE, parameters)
        rules, unposted, months = cursor.fetchone()
    by_month: dict[str, int] = json.loads(months)  # Django leaves jsonb of a bare cursor as text
    return Provenance(tuple(rules), unposted, {month: int(minutes) for month, minutes in by_month.items()})
