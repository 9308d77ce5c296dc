"""What happened, for many people at once: the facts by which plans are judged, in a fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from courses import requirements
from courses.requirements import Asked
from courses.rules.plans.definition import Definition
from courses.rules.plans.evaluation import (
    Accepted,
    Answer,
    ClassTaken,
    Facts,
    Marked,
    MinutesLine,
    Offer,
    Waived,
)
from courses.rules.plans.periods import Span
from courses.words import CREDITED_STATES
from hours.words import TRAINING_KINDS

# A person and the records merged into them are one owner. A lesson's kind is that of the course it stands in today;
# of one that lost its page, of the course that it was loaded with.
_HAPPENED = """
WITH owner AS MATERIALIZED (
    SELECT id AS person, COALESCE(merged_into_id, id) AS owner FROM people_person
    WHERE id = ANY(%(people)s) OR merged_into_id = ANY(%(people)s)
), page_kind AS (
    SELECT lesson_page.lesson_id AS lesson, course_page.kind
    FROM courses_lessonpage lesson_page
    JOIN wagtailcore_page below ON below.id = lesson_page.page_ptr_id
    JOIN wagtailcore_page above ON below.path LIKE above.path || '%%'
    JOIN courses_coursepage course_page ON course_page.page_ptr_id = above.id
), lesson_kind AS (
    SELECT lesson.id AS lesson, COALESCE(page_kind.kind, loaded.kind, '') AS kind
    FROM courses_lesson lesson
    LEFT JOIN page_kind ON page_kind.lesson = lesson.id
    LEFT JOIN courses_course course ON course.code = split_part(lesson.code, '/', 1) AND course.code <> ''
    LEFT JOIN courses_coursepage loaded ON loaded.course_id = course.id
)
SELECT owner, 'course' AS what, COALESCE(NULLIF(course.code, ''), course.public_id::text) AS one, '' AS two,
       MIN((completion.finished_at AT TIME ZONE 'Asia/Shanghai')::date) AS day, NULL::date AS last_day, 1 AS number
FROM courses_coursecompletion completion
JOIN owner ON owner.person = completion.person_id JOIN courses_course course ON course.id = completion.course_id
GROUP BY owner, course.id
UNION ALL
SELECT owner, 'minutes', COALESCE(held.kind, lesson_kind.kind, ''), line.kind, line.activity_on, NULL, SUM(line.minutes)
FROM hours_hourentry line
JOIN owner ON owner.person = line.person_id
LEFT JOIN courses_attendance attendance
    ON line.source_type = 'courses.attendance' AND attendance.id = line.source_id
LEFT JOIN courses_classsession session ON session.id = attendance.session_id
LEFT JOIN courses_trainingclass held ON held.id = session.training_class_id
LEFT JOIN courses_lessonprogress progress
    ON line.source_type = 'courses.lesson_progress' AND progress.id = line.source_id
LEFT JOIN lesson_kind ON lesson_kind.lesson = progress.lesson_id
WHERE line.kind = ANY(%(training)s)
GROUP BY owner, COALESCE(held.kind, lesson_kind.kind, ''), line.kind, line.activity_on, line.source_type, line.source_id
HAVING SUM(line.minutes) <> 0
UNION ALL
SELECT owner, 'class', held.kind, CASE WHEN held.ends_on < %(on)s THEN 'over' ELSE '' END, MAX(session.held_on), NULL,
       100 * COUNT(DISTINCT session.id) / (
           SELECT COUNT(*) FROM courses_classsession every WHERE every.training_class_id = held.id
       )
FROM courses_attendance attendance
JOIN owner ON owner.person = attendance.person_id
JOIN courses_classsession session ON session.id = attendance.session_id
JOIN courses_trainingclass held ON held.id = session.training_class_id
WHERE attendance.state = ANY(%(credited)s)
GROUP BY owner, held.id
UNION ALL
SELECT owner, 'test', lesson.code, '', (attempt.handed_in_at AT TIME ZONE 'Asia/Shanghai')::date, NULL,
       MAX(100 * attempt.half_points / NULLIF(attempt.full_half_points, 0))
FROM assessment_attempt attempt
JOIN owner ON owner.person = attempt.person_id
JOIN courses_lesson lesson ON lesson.check_asked_id = attempt.answers_to_id
WHERE lesson.code = ANY(%(tests)s)
GROUP BY owner, lesson.code, (attempt.handed_in_at AT TIME ZONE 'Asia/Shanghai')::date
UNION ALL
SELECT owner, 'test', paper.code, '', (sitting.handed_in_at AT TIME ZONE 'Asia/Shanghai')::date, NULL,
       MAX(100 * sitting.half_points / NULLIF(sitting.full_half_points, 0))
FROM assessment_sitting sitting
JOIN owner ON owner.person = sitting.person_id
JOIN assessment_paperversion asked ON asked.id = sitting.answers_to_id
JOIN assessment_paper paper ON paper.id = asked.paper_id
WHERE sitting.handed_in_at IS NOT NULL AND paper.code = ANY(%(tests)s)
GROUP BY owner, paper.code, (sitting.handed_in_at AT TIME ZONE 'Asia/Shanghai')::date
UNION ALL
SELECT owner, 'waiver', code, key, first_day, last_day, NULL
FROM courses_waiver JOIN owner ON owner.person = person_id WHERE withdrawn_at IS NULL
UNION ALL
SELECT owner, 'accepted', code, key, first_day, last_day, minutes
FROM courses_equivalent JOIN owner ON owner.person = person_id WHERE withdrawn_at IS NULL
UNION ALL
SELECT owner, 'pause', '', '', first_day, last_day, NULL
FROM courses_pause JOIN owner ON owner.person = person_id WHERE withdrawn_at IS NULL
UNION ALL
SELECT 0, 'open course', COALESCE(NULLIF(course.code, ''), course.public_id::text), '', NULL, NULL, NULL
FROM courses_coursepage found
JOIN wagtailcore_page page ON page.id = found.page_ptr_id AND page.live
JOIN courses_course course ON course.id = found.course_id
UNION ALL
SELECT 0, 'open test', lesson.code, '', NULL, NULL, NULL
FROM courses_lessonpage found
JOIN wagtailcore_page page ON page.id = found.page_ptr_id AND page.live
JOIN courses_lesson lesson ON lesson.id = found.lesson_id
WHERE lesson.check_asked_id IS NOT NULL AND lesson.code = ANY(%(tests)s)
UNION ALL
SELECT 0, 'open test', paper.code, '', NULL, NULL, NULL
FROM assessment_paper paper
JOIN LATERAL (
    SELECT is_open, opens_at, closes_at FROM assessment_paperversion
    WHERE paper_id = paper.id AND published_at IS NOT NULL ORDER BY number DESC LIMIT 1
) latest ON latest.is_open
WHERE paper.retired_at IS NULL AND paper.code = ANY(%(tests)s)
  AND (latest.opens_at IS NULL OR (latest.opens_at AT TIME ZONE 'Asia/Shanghai')::date <= %(on)s)
  AND (latest.closes_at IS NULL OR latest.closes_at > %(on)s::date::timestamp AT TIME ZONE 'Asia/Shanghai')
"""
NOBODY = 0  # whose lines tell what is published that day


class _Gathered:
    """The facts of one person while they come in."""

    def __init__(self) -> None:
        self.courses: dict[str, date] = {}
        self.minutes: list[MinutesLine] = []
        self.classes: list[ClassTaken] = []
        self.tests: dict[str, list[Marked]] = defaultdict(list)
        self.accepted: list[Accepted] = []
        self.waived: list[Waived] = []
        self.pauses: list[Span] = []
        self.answers: dict[tuple[str, str], Answer] = {}

    def add(self, what: str, one: str, two: str, day: date, last_day: date | None, number: Any) -> None:
        match what:
            case "course":
                self.courses[one] = day
            case "minutes":
                self.minutes.append(MinutesLine(day, one, two, int(number)))
            case "class":
                self.classes.append(ClassTaken(day, one, int(number), is_over=two == "over"))
            case "test":
                self.tests[one].append(Marked(day, int(number or 0)))
            case "waiver":
                self.waived.append(Waived(one, two, Span(day, last_day)))
            case "accepted":
                self.accepted.append(Accepted(one, two, day, number and int(number), last_day))
            case _:
                self.pauses.append(Span(day, last_day))

    def facts(self, hired_on: date | None) -> Facts:
        return Facts(
            hired_on=hired_on, courses=self.courses, minutes=self.minutes, classes=self.classes, tests=self.tests,
            accepted=self.accepted, waived=self.waived, pauses=self.pauses, answers=self.answers,
        )  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The facts by person, and what is published that day."""

    facts: Mapping[int, Facts]
    offer: Offer


def facts_of(
    people: Mapping[int, date | None],
    definitions: Iterable[Definition],
    *,
    on: date,
    xueshi_minutes: int,
) -> Known:
    """By person; `people` are ids with the days of hire. One question, and one for each registered kind that is asked.

    A test is a paper, or the check of a lesson, by its code.
    """
    gathered: dict[int, _Gathered] = defaultdict(_Gathered)
    courses: set[str] = set()
    tests: set[str] = set()
    wanted = [one for definition in definitions for one in definition.walk()]
    for owner, what, *happened in _happened(people, sorted({one.test for one in wanted if one.test}), on):
        if owner == NOBODY:
            (courses if what == "open course" else tests).add(happened[0])
        else:
            gathered[owner].add(what, *happened)
    asked: dict[str, dict[str, Asked]] = defaultdict(dict)
    for one in wanted:
        if one.source:
            asked[one.source][one.key] = Asked(one.key, one.params)
    kinds = requirements.known()
    for name, kind in kinds.items():
        if people and name in asked:
            for (person, key), answer in kind.gather(list(people), list(asked[name].values()), on).items():
                gathered[person].answers[name, key] = answer
    return Known(
        facts={person: gathered[person].facts(hired_on) for person, hired_on in people.items()},
        offer=Offer(frozenset(courses), frozenset(tests), frozenset(kinds), xueshi_minutes),
    )


def _happened(people: Iterable[int], tests: list[str], on: date) -> list[tuple[Any, ...]]:
    ids = list(people)
    if not ids:
        return []
    values: dict[str, Any] = {
        "people": ids,
        "training": sorted(TRAINING_KINDS),
        "credited": sorted(CREDITED_STATES),
        "tests": tests,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENED, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
