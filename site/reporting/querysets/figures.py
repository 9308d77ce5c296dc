"""Figures counted by the database: all rows of both sides in one question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from reporting.querysets.sql import Selection
from reporting.rules.figures import NOTHING, TOTAL, Figures, Table, Tier
from reporting.rules.places import Gazetteer
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
# What is distinct in the few lines of one person in one class is kept as bits, one for each day of the question and one
# for each course of the class, so that every row joins these seats and never looks at the lines again. To sort all lines
# for each figure of each row takes three times as long. Rows go by their number: 0 is the total.
_SEATS = """
, spot(id, county, unit) AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(county_rows)s::int[], %(unit_rows)s::int[])
), ranked AS (
    SELECT session.*, dense_rank() OVER (ORDER BY organiser, year, round) AS series,
        dense_rank() OVER (ORDER BY day)::int AS nth_day, dense_rank() OVER (PARTITION BY class ORDER BY course)::int AS nth_course
    FROM session
), marked AS MATERIALIZED (
    SELECT id, class, organiser, set_bit(repeat('0', (SELECT max(nth_day) FROM ranked))::varbit, nth_day - 1, 1) AS days,
        set_bit(repeat('0', (SELECT max(nth_course) FROM ranked))::varbit, nth_course - 1, 1) AS courses
    FROM ranked
), counted AS NOT MATERIALIZED (
    SELECT line.*, entry NOT IN (SELECT entry FROM twice WHERE turn > 1) AS by_organiser,
        entry NOT IN (SELECT entry FROM twice WHERE inside > 1) AS by_participant
    FROM line
), seat AS MATERIALIZED (
    SELECT person, class, organiser, organisation, by_organiser, by_participant, count(*) AS sessions,
        sum(minutes)::bigint AS minutes, bit_or(days) AS days, bit_or(courses) AS courses
    FROM counted JOIN marked ON marked.id = counted.session GROUP BY 1, 2, 3, 4, 5, 6
), placed AS MATERIALIZED (
    SELECT 0 AS side, county, unit, seat.* FROM seat JOIN spot ON spot.id = organiser WHERE by_organiser
    UNION ALL
    SELECT 1, county, unit, seat.* FROM seat JOIN spot ON spot.id = organisation WHERE by_participant
), room AS MATERIALIZED (
    SELECT session, organisation, rule_version, by_organiser, by_participant, sum(minutes)::bigint AS minutes
    FROM counted GROUP BY 1, 2, 3, 4, 5
), used AS MATERIALIZED (
    SELECT 0 AS side, county, unit, session, rule_version, sum(room.minutes) AS minutes
    FROM room JOIN session ON session.id = session JOIN spot ON spot.id = organiser WHERE by_organiser GROUP BY 2, 3, 4, 5
    UNION ALL
    SELECT 1, county, unit, session, rule_version, minutes
    FROM room JOIN spot ON spot.id = organisation WHERE by_participant
)
"""
_FIGURES = """
, attended AS (
    SELECT side, coalesce(unit, county, 0) AS row, bit_count(bit_or(days)) AS days, sum(sessions) AS sessions,
        sum(minutes) AS minutes
    FROM placed GROUP BY GROUPING SETS ((side, person), (side, person, county), (side, person, county, unit))
), studied AS (
    SELECT side, coalesce(unit, county, 0) AS row, bit_count(bit_or(courses)) AS courses
    FROM placed GROUP BY GROUPING SETS ((side, person, class), (side, person, class, county), (side, person, class, county, unit))
), taught AS (
    SELECT side, coalesce(unit, county, 0) AS row, session
    FROM used GROUP BY GROUPING SETS ((side, session), (side, session, county), (side, session, county, unit))
), part AS (
    SELECT side, row, count(*) AS people, 0 AS rounds, 0 AS classes, 0 AS delivered, sum(days) AS days,
        sum(sessions) AS sessions, 0 AS courses, 0 AS person_classes, sum(minutes) AS minutes
    FROM attended GROUP BY side, row
    UNION ALL
    SELECT side, row, 0, 0, 0, 0, 0, 0, sum(courses), count(*), 0
    FROM studied GROUP BY side, row
    UNION ALL
    SELECT side, row, 0, count(DISTINCT series), count(DISTINCT class), sum(minutes), 0, 0, 0, 0, 0
    FROM taught JOIN ranked ON ranked.id = session GROUP BY side, row
), figure AS (
    SELECT side, row, sum(people) AS people, sum(rounds) AS rounds, sum(classes) AS classes, sum(delivered) AS delivered,
        sum(days) AS days, sum(sessions) AS sessions, sum(courses) AS courses, sum(person_classes) AS person_classes,
        sum(minutes) AS minutes
    FROM part GROUP BY side, row
)
"""
_TABLE = """(SELECT json_agg(json_build_array(side, row, people, rounds, classes, delivered, days, sessions, courses,
    person_classes, minutes)) FROM figure)::text"""
_PROVENANCE = """(SELECT array_agg(DISTINCT rule_version ORDER BY rule_version) FROM used),
    (SELECT count(DISTINCT person) FROM placed WHERE organisation IS NULL),
    (SELECT json_object_agg(month, minutes) FROM (
        SELECT to_char(day, 'YYYY-MM') AS month, sum(used.minutes) AS minutes
        FROM used JOIN session ON session.id = session WHERE side = 0 GROUP BY 1
    ) AS by_month)::text"""


@dataclass(frozen=True)
class Provenance:
    """The versions of the rules under which the lines were credited, and how many people had no unit on that date.

    Those count by organiser alone. `months` are person-minutes by organiser, by month of the session ("2026-03").
    """

    rules: tuple[str, ...]
    unposted: int
    months: dict[str, int]


@dataclass(frozen=True)
class Counted:
    """The figures and what they rest on, as one question found them."""

    table: Table
    provenance: Provenance


def table(selection: Selection) -> Table:
    """Every row of both sides; rows without a line are not in it, except the two totals."""
    rows = _Rows(selection.gazetteer)
    return rows.table(*_ask(selection, rows, _SEATS + _FIGURES, _TABLE))


def provenance(selection: Selection) -> Provenance:
    return _provenance(*_ask(selection, _Rows(selection.gazetteer), _SEATS, _PROVENANCE))


def counted(selection: Selection) -> Counted:
    """Both in one question."""
    rows = _Rows(selection.gazetteer)
    figures, *rest = _ask(selection, rows, _SEATS + _FIGURES, f"{_TABLE}, {_PROVENANCE}")
    return Counted(rows.table(figures), _provenance(*rest))


class _Rows:
    """The rows of a table by number. PostgreSQL sorts and compares numbers, not codes and names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        places = gazetteer.places.values()
        tiers = [
            TOTAL,
            *(Tier(place.county) for place in places),
            *(Tier(place.county, place.unit) for place in places),
        ]
        self._tiers = list(dict.fromkeys(tiers))
        numbers = {tier: number for number, tier in enumerate(self._tiers)}
        self.parameters = {
            "county_rows": [numbers[Tier(place.county)] for place in places],
            "unit_rows": [numbers[Tier(place.county, place.unit)] for place in places],
        }

    def table(self, figures: str | None) -> Table:
        """`figures` is JSON, which the database writes and Python reads many times as fast as rows one by one."""
        sides = list(Side)
        found = {
            (sides[side], self._tiers[row]): Figures(*numbers)
            for side, row, *numbers in json.loads(figures or "[]")
        }
        return {(side, TOTAL): NOTHING for side in Side} | found


def _ask(selection: Selection, rows: _Rows, steps: str, answers: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{selection.lines}{steps}SELECT {answers}", selection.parameters | rows.parameters)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _provenance(rules: list[str] | None, unposted: int, months: str | None) -> Provenance:
    return Provenance(tuple(rules or ()), unposted, json.loads(months or "{}"))
