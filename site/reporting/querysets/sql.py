"""The one SQL text of the lines of a figure; everything that counts or lists them begins with it.

A line is a standing credit of the ledger (a reversed one is none) for an attendance, with its session and class. It
appears once for each side in whose scope it lies, and one person in one session appears once on a side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courses.services.attendance import SOURCE
from hours.words import HourKind
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer
from reporting.words import Side

_LINE = """SELECT credit.id AS entry, coalesce(person.merged_into_id, person.id) AS person,
        credit.organisation_id AS organisation, credit.bureau_id AS bureau, credit.minutes, credit.rule_version,
        attendance.id AS attendance, attendance.state, session.id AS session"""
_CREDITED = """JOIN hours_hourentry credit ON credit.source_id = attendance.id AND credit.source_type = %(source)s
        AND credit.kind = %(kind)s AND credit.reverses_id IS NULL
    JOIN people_person person ON person.id = credit.person_id"""
_STANDING = """NOT EXISTS (
        SELECT FROM hours_hourentry reversal WHERE reversal.reverses_id = credit.id AND reversal.reverses_id IS NOT NULL)"""
_HELD = """session.day, session.half_day, session.minutes AS session_minutes, session.topic, session.class,
        session.organiser, session.year, session.round, session.course"""
LINES = """
WITH place(id, county, unit) AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(counties)s::text[], %(units)s::bigint[])
), session AS MATERIALIZED (
    SELECT held.id, held.held_on AS day, held.half_day, held.minutes, held.topic, class.id AS class,
           class.organiser_id AS organiser, class.report_year AS year, coalesce(class.round_number, -1) AS round,
           min(held.id) OVER (PARTITION BY class.id, held.topic) AS course
    FROM courses_classsession held JOIN courses_trainingclass class ON class.id = held.training_class_id
    WHERE {period}
), line AS MATERIALIZED (
    {line} FROM session JOIN courses_attendance attendance ON attendance.session_id = session.id {credited}
    WHERE session.organiser = ANY(%(ids)s::bigint[]) AND {standing}
    UNION ALL
    {line} FROM session JOIN courses_attendance attendance ON attendance.session_id = session.id {credited}
    WHERE session.organiser <> ALL(%(ids)s::bigint[]) AND credit.organisation_id = ANY(%(ids)s::bigint[]) AND {standing}
), twice AS (
    SELECT entry, row_number() OVER (PARTITION BY person, session ORDER BY entry) AS turn,
        row_number() OVER (PARTITION BY person, session, organisation IN (SELECT id FROM place) ORDER BY entry) AS inside
    FROM line WHERE person IN (SELECT merged_into_id FROM people_person WHERE merged_into_id IS NOT NULL)
)
"""
SIDED = """, sided AS (
    SELECT 'organiser' AS side, place.county, place.unit, line.*, {held}
    FROM line JOIN session ON session.id = line.session JOIN place ON place.id = session.organiser
    WHERE line.entry NOT IN (SELECT entry FROM twice WHERE turn > 1)
    UNION ALL
    SELECT 'participant', place.county, place.unit, line.*, {held}
    FROM line JOIN session ON session.id = line.session JOIN place ON place.id = line.organisation
    WHERE line.entry NOT IN (SELECT entry FROM twice WHERE inside > 1)
)
"""


@dataclass(frozen=True)
class Selection:
    """Which lines: of the organisations of a scope, in a period."""

    gazetteer: Gazetteer
    period: Period

    @property
    def lines(self) -> str:
        """Each line once, beside `place`, `session`, and `twice` for people whose records were merged."""
        return LINES.format(period=self._period, line=_LINE, credited=_CREDITED, standing=_STANDING)

    @property
    def sided(self) -> str:
        """Those and `sided`: each line once for each side."""
        return self.lines + SIDED.format(held=_HELD)

    @property
    def parameters(self) -> dict[str, Any]:
        places = self.gazetteer.places
        first_day, last_day = self.period.days()
        return {
            "ids": list(places),
            "counties": [place.county for place in places.values()],
            "units": [place.unit for place in places.values()],
            "source": SOURCE,
            "kind": HourKind.TRAINING.value,
            "first_day": first_day,
            "last_day": last_day,
            "report_year": self.period.report_year,
            "participant": Side.PARTICIPANT.value,
        }

    @property
    def _period(self) -> str:
        if self.period.report_year is not None:
            return "class.report_year = %(report_year)s"
        return "held.held_on BETWEEN %(first_day)s AND %(last_day)s"
