"""Published courses with their lessons and how far one person is with each: one question, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from courses.models import LessonPage
from people.models import Person


class LearningRow(NamedTuple):
    """A published lesson of a published course; a course without any is one row with `lesson_id` None.

    `course_code` is what plans name a course by: its code, else its public id. `chapter_id` and `chapter_title` are
    None for a lesson that stands directly in its course.
    """

    course_path: str
    course_public_id: UUID
    course_code: str
    slug: str
    course_title: str
    course_summary: str
    course_kind: str
    course_finished_at: datetime | None
    chapter_id: int | None
    chapter_title: str | None
    lesson_id: int | None
    lesson_public_id: UUID
    lesson_title: str
    lesson_summary: str
    minutes: int
    opened_at: datetime | None
    finished_at: datetime | None
    has_passed: bool


# `published_courses` and `published_lessons` as one statement. Of a merged person's several rows the finished one counts.
_ROWS = """
WITH self AS MATERIALIZED (
    SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s
), mine AS MATERIALIZED (
    SELECT DISTINCT ON (lesson_id) lesson_id, last_opened_at, finished_at
    FROM courses_lessonprogress WHERE person_id IN (SELECT id FROM self) ORDER BY lesson_id, finished_at, id
), passed AS MATERIALIZED (
    SELECT DISTINCT answers_to_id FROM assessment_attempt
    WHERE has_passed AND person_id IN (SELECT id FROM self)
), course AS MATERIALIZED (
    SELECT page.path, page.slug, page.title, found.summary, found.kind, course.id, course.public_id,
           COALESCE(NULLIF(course.code, ''), course.public_id::text) AS code
    FROM courses_coursepage found
    JOIN wagtailcore_page page ON page.id = found.page_ptr_id AND page.live
    JOIN courses_course course ON course.id = found.course_id
    WHERE %(courses)s::uuid[] IS NULL OR course.public_id = ANY(%(courses)s)
), lesson AS MATERIALIZED (
    SELECT course.path AS course_path, page.path, page.title, text.summary, text.minutes, text.lesson_id,
           CASE WHEN direct.page_ptr_id IS NULL THEN above.id END AS chapter_id,
           CASE WHEN direct.page_ptr_id IS NULL THEN above.title END AS chapter_title
    FROM courses_lessonpage text
    JOIN wagtailcore_page page ON page.id = text.page_ptr_id AND page.live
    JOIN wagtailcore_page above ON above.path = LEFT(page.path, -%(step)s) AND above.live
    LEFT JOIN courses_coursepage direct ON direct.page_ptr_id = above.id
    JOIN course
        ON course.path = CASE WHEN direct.page_ptr_id IS NULL THEN LEFT(above.path, -%(step)s) ELSE above.path END
), judged AS (
    SELECT course.*,
           slug = ANY(%(codes)s) OR code = ANY(%(codes)s)
           OR path IN (SELECT course_path FROM lesson JOIN mine USING (lesson_id)) AS is_near
    FROM course
    WHERE NOT %(each_kind)s OR path IN (SELECT course_path FROM lesson)
), placed AS (
    SELECT *, ROW_NUMBER() OVER (
        PARTITION BY is_near, CASE WHEN %(each_kind)s THEN kind END ORDER BY path
    ) AS place FROM judged
)
SELECT placed.path, placed.public_id, placed.code, placed.slug, placed.title, placed.summary, placed.kind, (
           SELECT MIN(finished_at) FROM courses_coursecompletion
           WHERE course_id = placed.id AND person_id IN (SELECT id FROM self)
       ),
       lesson.chapter_id, lesson.chapter_title, lesson.lesson_id, known.public_id, lesson.title, lesson.summary,
       lesson.minutes, mine.last_opened_at, mine.finished_at,
       EXISTS (SELECT FROM passed WHERE answers_to_id = known.check_asked_id)
FROM placed
LEFT JOIN lesson ON lesson.course_path = placed.path
LEFT JOIN courses_lesson known ON known.id = lesson.lesson_id
LEFT JOIN mine ON mine.lesson_id = lesson.lesson_id
WHERE is_near OR %(others)s::int IS NULL OR place <= %(others)s
ORDER BY placed.path, lesson.path
"""


def learning_rows(
    person: Person,
    *,
    courses: Collection[UUID] | None = None,
    codes: Collection[str] = (),
    others: int | None = None,
    each_kind: bool = False,
) -> list[LearningRow]:
    """In the order of the tree: of all published courses, or of `courses` (public ids) alone.

    With `others` those that `codes` name (by slug, code or public id) or the person opened, and that many of the rest;
    with `each_kind` that many of each kind, and no course without lessons.
    """
    values = {
        "person": person.pk,
        "courses": None if courses is None else list(courses),
        "codes": list(codes),
        "others": others,
        "each_kind": each_kind,
        "step": LessonPage.steplen,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, values)
        return [LearningRow(*row) for row in cursor.fetchall()]
