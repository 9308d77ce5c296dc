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
_ASKED = """
, mine AS (
    SELECT DISTINCT ON (entry) entry, person, session, class FROM sided ORDER BY entry
), own_class AS (
    SELECT class.* FROM courses_trainingclass class JOIN place ON place.id = class.organiser_id
    WHERE class.id IN (SELECT class FROM session) OR class.report_year = %(report_year)s
)
SELECT %(two_places)s AS kind, mine.person, least(one.session_id, two.session_id), 0::bigint, 0::bigint,
    greatest(one.session_id, two.session_id)
FROM mine
JOIN people_person first ON coalesce(first.merged_into_id, first.id) = mine.person
JOIN courses_attendance one ON one.person_id = first.id AND one.session_id = mine.session AND one.scheduled IS NOT NULL
JOIN people_person second ON coalesce(second.merged_into_id, second.id) = mine.person
JOIN courses_attendance two ON two.person_id = second.id AND two.session_id <> one.session_id
    AND two.scheduled && one.scheduled
WHERE mine.person IN (SELECT merged_into_id FROM people_person WHERE merged_into_id IS NOT NULL)
UNION
SELECT %(after_end)s, mine.person, mine.session, 0, 0, 0
FROM mine
JOIN hours_hourentry credit ON credit.id = mine.entry
JOIN courses_attendance attendance ON attendance.id = credit.source_id
JOIN courses_classsession held ON held.id = mine.session
WHERE attendance.signed_in_at > held.ends_at
UNION
SELECT %(no_certificate)s, sided.person, 0, sided.class, 0, 0
FROM sided
JOIN courses_trainingclass class ON class.id = sided.class AND class.kind = %(continuing)s
JOIN people_person human ON human.id = sided.person AND human.qualification = %(no_level)s
WHERE sided.side = %(participant)s
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
WHERE held.head_count <> (
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
