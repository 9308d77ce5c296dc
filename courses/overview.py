"""Where a learner stands, as plain data for pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from assessment.models import Answer, Attempt, QuestionVersion
from assessment.querysets import all_answers, all_attempts, all_items
from assessment.rules import shown_points
from courses.learning_querysets import LearningRow, learning_rows
from courses.lesson_querysets import courses_around, lessons_under
from courses.models import LessonPage, LessonProgress
from courses.rules.lessons import LessonState, Step, next_step
from people.models import Person


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a list; minutes are declared ones."""

    lesson_id: int
    public_id: UUID
    title: str
    summary: str
    minutes: int
    state: LessonState
    opened_at: datetime | None

    @property
    def is_finished(self) -> bool:
        return self.state is LessonState.FINISHED

    @property
    def tone(self) -> str:
        return tone_of(self.state)


@dataclass(frozen=True)
class ChapterLine:
    """A chapter with its lessons; without a title where lessons stand directly in their course."""

    anchor: str
    title: str
    lessons: tuple[LessonLine, ...]
    first: int  # the number of its first lesson, counted through the course


@dataclass(frozen=True)
class CourseLine:
    """A course with its lessons in order and what is done of it; `chapters` only where it is shown alone."""

    public_id: UUID
    code: str  # what plans name it by
    slug: str
    title: str
    summary: str
    kind: str
    lessons: tuple[LessonLine, ...]
    finished_at: datetime | None
    chapters: tuple[ChapterLine, ...] = ()

    @property
    def done(self) -> int:
        return sum(line.is_finished for line in self.lessons)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lessons)

    @property
    def minutes_done(self) -> int:
        return sum(line.minutes for line in self.lessons if line.is_finished)

    @property
    def next_lesson(self) -> LessonLine | None:
        return next_line(self.lessons)


@dataclass(frozen=True)
class AnswerLine:
    """One answered question with what was chosen, what is right and why."""

    number: int
    stem: str
    options: tuple[tuple[str, str, bool, bool], ...]  # key, text, chosen, right
    is_right: bool
    points: str
    explanation: str
    written: str = ""  # the answer to a short written question, whose options are the accepted ones


@dataclass(frozen=True)
class Result:
    """The last hand-in of a check."""

    has_passed: bool
    points: str
    full: str
    handed_in_at: datetime
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class Link:
    """A course or a lesson that a page leads to."""

    public_id: UUID
    title: str


@dataclass(frozen=True)
class Neighbours:
    """The lessons before and after, where there are any."""

    before: Link | None
    after: Link | None


def next_line(lines: Iterable[LessonLine]) -> LessonLine | None:
    """Where 继续学习 leads."""
    by_id = {line.lesson_id: line for line in lines}
    step = next_step([Step(one.lesson_id, one.is_finished, one.opened_at) for one in by_id.values()])
    return by_id[step.lesson_id] if step else None


def courses_for(person: Person) -> list[CourseLine]:
    """Every published course."""
    return _course_lines(learning_rows(person))


def courses_near(
    person: Person, codes: Collection[str], *, others: int, each_kind: bool = False
) -> list[CourseLine]:
    """Of the published courses those that the person opened or `codes` name, and the first `others` of the rest.

    In the order of the tree. With `each_kind` the first of each kind, of those that have lessons.
    """
    return _course_lines(learning_rows(person, codes=codes, others=others, each_kind=each_kind))


def courses_among(person: Person, courses: Collection[UUID]) -> list[CourseLine]:
    """The published ones of these, by their public ids, in the order of the tree."""
    return _course_lines(learning_rows(person, courses=courses))


def course_for(person: Person, public_id: UUID) -> CourseLine | None:
    """One course with its chapters; None where it is not published."""
    rows = learning_rows(person, courses=[public_id])
    lines = _course_lines(rows)
    return replace(lines[0], chapters=_chapter_lines(rows, lines[0].lessons)) if lines else None


def neighbours(page: LessonPage) -> tuple[Link, Neighbours]:
    """The course of a published lesson, and the lessons beside it."""
    course_path, *course = courses_around(page).values_list("path", "course__public_id", "title").get()
    rows = list(lessons_under(course_path).values_list("pk", "lesson__public_id", "title"))
    place = next(index for index, row in enumerate(rows) if row[0] == page.pk)
    beside = rows[place - 1 : place] if place else [], rows[place + 1 : place + 2]
    return Link(*course), Neighbours(*(Link(*one[0][1:]) if one else None for one in beside))


def asked_in(page: LessonPage) -> list[QuestionVersion]:
    """The questions at the foot of a lesson, as published."""
    check = page.lesson.check_asked
    return all_items().asked_in_order(check) if check else []


def last_result(page: LessonPage, person: Person) -> Result | None:
    """The passed hand-in, else the latest one."""
    if page.lesson.check_asked_id is None:
        return None
    attempts = all_attempts().of_person(person).filter(answers_to=page.lesson.check_asked_id)
    attempt = attempts.order_by("-has_passed", "-id").first()
    return _result(attempt) if attempt else None


def _result(attempt: Attempt) -> Result:
    answers = all_answers().of_attempt(attempt)
    return Result(
        has_passed=attempt.has_passed,
        points=shown_points(attempt.half_points),
        full=shown_points(attempt.full_half_points),
        handed_in_at=attempt.handed_in_at,
        answers=tuple(_answer(number, answer) for number, answer in enumerate(answers, 1)),
    )


def _answer(number: int, answer: Answer) -> AnswerLine:
    version = answer.version
    return AnswerLine(
        number=number,
        stem=version.stem,
        options=tuple(
            (option["key"], option["text"], option["key"] in answer.chosen, option["right"])
            for option in version.options
        ),
        is_right=answer.is_right,
        points=shown_points(answer.half_points),
        explanation=version.explanation,
        written=answer.text,
    )


def _course_lines(rows: Iterable[LearningRow]) -> list[CourseLine]:
    return [
        _course_line(list(of_course)) for _path, of_course in groupby(rows, key=lambda row: row.course_path)
    ]


def _course_line(rows: Sequence[LearningRow]) -> CourseLine:
    course = rows[0]
    return CourseLine(
        public_id=course.course_public_id,
        code=course.course_code,
        slug=course.slug,
        title=course.course_title,
        summary=course.course_summary,
        kind=course.course_kind,
        lessons=tuple(_lesson_line(row) for row in rows if row.lesson_id is not None),
        finished_at=course.course_finished_at,
    )


def _chapter_lines(rows: Iterable[LearningRow], lessons: tuple[LessonLine, ...]) -> tuple[ChapterLine, ...]:
    """Lessons in the order of the tree, cut where the chapter changes."""
    lines: list[ChapterLine] = []
    cuts = groupby((row for row in rows if row.lesson_id is not None), key=lambda row: row.chapter_id)
    first = 0
    for pk, group in cuts:
        chapter = list(group)
        lines.append(
            ChapterLine(
                anchor="" if pk is None else f"chapter-{pk}",
                title=chapter[0].chapter_title or "",
                lessons=lessons[first : first + len(chapter)],
                first=first + 1,
            )
        )
        first += len(chapter)
    return tuple(lines)


def _lesson_line(row: LearningRow) -> LessonLine:
    return LessonLine(
        lesson_id=row.lesson_id or 0,
        public_id=row.lesson_public_id,
        title=row.lesson_title,
        summary=row.lesson_summary,
        minutes=row.minutes,
        state=_state(row.opened_at, row.finished_at, has_passed=row.has_passed),
        opened_at=row.opened_at,
    )


def state_of(progress: LessonProgress | None, *, has_passed: bool) -> LessonState:
    opened_at, finished_at = (progress.last_opened_at, progress.finished_at) if progress else (None, None)
    return _state(opened_at, finished_at, has_passed=has_passed)


def _state(opened_at: datetime | None, finished_at: datetime | None, *, has_passed: bool) -> LessonState:
    if opened_at is None:
        return LessonState.NOT_STARTED
    if finished_at is not None:
        return LessonState.FINISHED
    return LessonState.CHECKED if has_passed else LessonState.STARTED


def tone_of(state: LessonState) -> str:
    """The tone of a status mark."""
    return {LessonState.FINISHED: "done", LessonState.CHECKED: "due"}.get(state, "plain")
