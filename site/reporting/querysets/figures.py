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
# Whatever is distinct by person is counted in the few lines of each person and then added, and whatever is distinct by
# session in the few sessions of each row: to sort all lines for each figure of each row takes many times as long.
_TABLE = """
, mine AS (
    SELECT side, county, unit, grouping(county, unit) AS level, person,
        count(DISTINCT day) AS days, count(*) AS sessions, count(DISTINCT course) AS courses,
        count(DISTINCT class) AS classes, sum(minutes) AS minutes
    FROM sided GROUP BY GROUPING SETS ((side, person), (side, person, county), (side, person, county, unit))
), taught AS (
    SELECT side, county, unit, grouping(county, unit) AS level, session
    FROM sided GROUP BY GROUPING SETS ((side, session), (side, county, session), (side, county, unit, session))
), counted AS (
    SELECT side, level, county, unit, count(*) AS people, 0 AS rounds, 0 AS classes, 0 AS delivered, sum(days) AS days,
        sum(sessions) AS sessions, sum(courses) AS courses, sum(classes) AS person_classes, sum(minutes) AS minutes
    FROM mine GROUP BY side, level, county, unit
    UNION ALL
    SELECT taught.side, level, county, unit, 0, count(DISTINCT (held.organiser, held.year, held.round)),
        count(DISTINCT held.class), sum(held.minutes), 0, 0, 0, 0, 0
    FROM taught JOIN session held ON held.id = taught.session GROUP BY taught.side, level, county, unit
)
SELECT side, county, unit, sum(people), sum(rounds), sum(classes), sum(delivered), sum(days), sum(sessions), sum(courses),
    sum(person_classes), sum(minutes)
FROM counted GROUP BY side, level, county, unit
"""


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
SELECT (SELECT coalesce(array_agg(rule_version ORDER BY rule_version), '{}') FROM (
        SELECT DISTINCT rule_version FROM sided
    ) AS versions),
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
