"""How a question does: counted by the database from hand-ins, shown only where enough people answered."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import connection

from assessment.models import QuestionVersion

FEWEST = 10  # fewer answers say nothing of a question, and could be told apart as persons


@dataclass(frozen=True)
class OptionCount:
    """How many chose an option; percent of those who answered."""

    key: str
    text: str
    right: bool
    chosen: int
    percent: int


@dataclass(frozen=True)
class Statistics:
    """Of each person's first hand-in, of a check or of a paper. `facility` is the percentage that was fully right.

    `discrimination` is the correlation with the rest of the hand-in, from -1 to 1, or None where all did the same.
    Empty below the fewest answers.
    """

    answers: int
    facility: int | None = None
    discrimination: float | None = None
    options: tuple[OptionCount, ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.facility is not None


# The rest of the hand-in is without this answer: a question would else be compared with itself. Of a paper a question
# without an answer counts as one that was left out, as it does in a check.
_QUERY = """
WITH given AS (
    SELECT attempt.person_id, attempt.handed_in_at, attempt.id,
           attempt.half_points AS total, answer.half_points AS scored, answer.chosen
    FROM assessment_answer answer
    JOIN assessment_attempt attempt ON attempt.id = answer.attempt_id
    WHERE answer.version_id = %(version)s
    UNION ALL
    SELECT sitting.person_id, sitting.handed_in_at, sitting.id,
           sitting.half_points, coalesce(answer.half_points, 0), coalesce(answer.chosen, '')
    FROM assessment_paperitem item
    JOIN assessment_sitting sitting ON sitting.answers_to_id = item.asked_in_id
    LEFT JOIN assessment_savedanswer answer ON answer.sitting_id = sitting.id AND answer.version_id = item.version_id
    WHERE item.version_id = %(version)s AND sitting.handed_in_at IS NOT NULL
), first AS (
    SELECT DISTINCT ON (COALESCE(person.merged_into_id, person.id)) total, scored, chosen
    FROM given JOIN people_person person ON person.id = given.person_id
    ORDER BY COALESCE(person.merged_into_id, person.id), given.handed_in_at, given.id
), judged AS (
    SELECT total, scored, chosen,
           CASE WHEN %(any)s THEN chosen <> '' ELSE chosen = %(right)s END AS is_right
    FROM first
)
SELECT count(*), count(*) FILTER (WHERE is_right), corr(is_right::int, total - scored),
       coalesce((SELECT jsonb_object_agg(key, chosen) FROM (
           SELECT key, count(*) AS chosen FROM judged, regexp_split_to_table(judged.chosen, '') AS key
           WHERE key <> '' GROUP BY key) AS counted), '{}')::text
FROM judged
"""


def statistics_of(version: QuestionVersion, *, is_short: bool) -> Statistics:
    """One query. A short written question is right where any accepted answer was matched."""
    right = "".join(sorted(version.right_keys))
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"version": version.pk, "right": right, "any": is_short})
        answers, rights, discrimination, counted = cursor.fetchone()
    if answers < FEWEST:
        return Statistics(answers=answers)
    counts = _counts(counted)
    return Statistics(
        answers=answers,
        facility=round(100 * rights / answers),
        discrimination=None if discrimination is None else round(discrimination, 2),
        options=tuple(_option(option, counts, answers) for option in version.options),
    )


def _counts(counted: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(counted)
    return found


def _option(option: dict[str, object], counts: dict[str, int], answers: int) -> OptionCount:
    key, chosen = str(option["key"]), counts.get(str(option["key"]), 0)
    return OptionCount(key, str(option["text"]), bool(option["right"]), chosen, round(100 * chosen / answers))
