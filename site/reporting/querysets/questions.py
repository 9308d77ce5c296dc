"""What the facts of a scope and period should be asked before they are filed: one question to the database.

A row names ids alone; `reporting.querysets.doubts` gives them names for whoever may read them.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from courses.words import ClassKind, ClassState
from organisations.scope import Scope
from organisations.words import OrganisationKind
from people.words import QualificationLevel
from reporting.querysets.places import gazetteer
from reporting.querysets.sql import Selection
from reporting.rules.periods import Period
from reporting.rules.questions import Doubt
from reporting.words import QuestionKind

# From these on nobody signs in any more.
DONE = (
    ClassState.CLOSED, ClassState.ASSESSING, ClassState.COMPLETED, ClassState.ARCHIVED, ClassState.CANCELLED,
)  # fmt: skip
# Few people have two records, and few signed in late: those are found first, and the lines are asked for them alone.
_ASKED = """
, merged AS (
    SELECT coalesce(merged_into_id, id) AS person, id FROM people_person
    WHERE merged_into_id IS NOT NULL OR id IN (SELECT merged_into_id FROM people_person)
), sat AS MATERIALIZED (
    SELECT merged.person, attendance.session_id AS session, attendance.scheduled
    FROM merged JOIN courses_attendance attendance ON attendance.person_id = merged.id WHERE attendance.scheduled IS NOT NULL
), late AS MATERIALIZED (
    SELECT attendance.id FROM (SELECT DISTINCT session FROM line) AS seen
    JOIN courses_classsession held ON held.id = seen.session
    JOIN courses_attendance attendance ON attendance.session_id = held.id AND attendance.signed_in_at > held.ends_at
), own_class AS (
    SELECT class.* FROM courses_trainingclass class JOIN place ON place.id = class.organiser_id
    WHERE class.id IN (SELECT class FROM session) OR class.report_year = %(report_year)s
)
SELECT %(two_places)s AS kind, one.person, least(one.session, two.session), 0::bigint, 0::bigint,
    greatest(one.session, two.session)
FROM sat one
JOIN sat two ON two.person = one.person AND two.session <> one.session AND two.scheduled && one.scheduled
WHERE (one.person, one.session) IN (SELECT person, session FROM line)
UNION
SELECT %(after_end)s, person, session, 0, 0, 0
FROM sided WHERE attendance IN (SELECT id FROM late)
UNION
SELECT %(no_certificate)s, line.person, 0, session.class, 0, 0
FROM line
JOIN place ON place.id = line.organisation
JOIN session ON session.id = line.session
JOIN courses_trainingclass class ON class.id = session.class AND class.kind = %(continuing)s
JOIN people_person human ON human.id = line.person AND human.qualification = %(no_level)s
UNION
SELECT %(two_stations)s, coalesce(human.merged_into_id, human.id), 0, 0, least(one.organisation_id, two.organisation_id),
    greatest(one.organisation_id, two.organisation_id)
FROM people_posting one
JOIN people_person human ON human.id = one.person_id
JOIN people_person alias ON coalesce(alias.merged_into_id, alias.id) = coalesce(human.merged_into_id, human.id)
JOIN people_posting two ON two.person_id = alias.id AND two.organisation_id <> one.organisation_id
    AND daterange(two.starts_on, two.ends_on) * daterange(%(first_day)s, %(last_day)s, '[]')
        && daterange(one.starts_on, one.ends_on)
JOIN organisations_organisation here ON here.id = one.organisation_id AND here.kind = %(station)s
JOIN organisations_organisation there ON there.id = two.organisation_id AND there.kind = %(station)s
WHERE one.organisation_id IN (SELECT id FROM place) AND one.withdrawn_at IS NULL AND two.withdrawn_at IS NULL
UNION
SELECT %(head_count)s, 0, held.id, 0, 0, 0
FROM session
JOIN place ON place.id = session.organiser
JOIN courses_classsession held ON held.id = session.id
WHERE held.head_count IS NOT NULL AND held.head_count <> (
    SELECT count(*) FROM courses_attendance present WHERE present.session_id = held.id AND present.scheduled IS NOT NULL
)
UNION
SELECT %(not_closed)s, 0, 0, own_class.id, 0, 0
FROM own_class
WHERE NOT own_class.is_historical AND own_class.ends_on < %(today)s AND NOT own_class.state = ANY(%(done)s::text[])
ORDER BY 1, 2, 3, 4, 5, 6
"""


def doubts(scope: Scope, period: Period, *, on: date) -> dict[QuestionKind, list[Doubt]]:
    """Every question with rows; `on` is the day from which classes that ended before should be closed."""
    selection = Selection(gazetteer(scope), period)
    parameters = selection.parameters | {kind.value: kind.value for kind in QuestionKind}
    parameters |= {
        "continuing": ClassKind.CONTINUING_EDUCATION.value,
        "no_level": QualificationLevel.NONE.value,
        "station": OrganisationKind.STATION.value,
        "done": [state.value for state in DONE],
        "today": on,
    }
    found: dict[QuestionKind, list[Doubt]] = {}
    with connection.cursor() as cursor:
        cursor.execute(selection.sided + _ASKED, parameters)
        for kind, *ids in cursor.fetchall():
            found.setdefault(QuestionKind(kind), []).append(Doubt(*ids))
    return found
