"""Where a learner stands, as plain data for pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessment.models import Answer, Attempt, QuestionVersion
from assessment.querysets import all_answers, all_attempts, all_items
from assessment.rules import shown_points
from courses.lesson_querysets import (
    all_completions,
    all_progress,
    course_of,
    lessons_of,
    published_courses,
    published_lessons,
)
from courses.models import CoursePage, LessonPage, LessonProgress
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
class CourseLine:
    """A course with its lessons in order and what is done of it."""

    public_id: UUID
    title: str
    summary: str
    lessons: tuple[LessonLine, ...]
    finished_at: datetime | None

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


@dataclass(frozen=True)
class Result:
    """The last hand-in of a check."""

    has_passed: bool
    points: str
    full: str
    handed_in_at: datetime
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True)
class Neighbours:
    """The lessons before and after, where there are any."""

    before: LessonPage | None
    after: LessonPage | None


def next_line(lines: Iterable[LessonLine]) -> LessonLine | None:
    """Where 继续学习 leads."""
    by_id = {line.lesson_id: line for line in lines}
    step = next_step([Step(one.lesson_id, one.is_finished, one.opened_at) for one in by_id.values()])
    return by_id[step.lesson_id] if step else None


def courses_for(person: Person) -> list[CourseLine]:
    """Every published course; five questions, however many courses and lessons there are."""
    lessons: dict[str, list[LessonPage]] = defaultdict(list)
    for lesson in published_lessons().defer("body", "questions"):
        lessons[lesson.course_path].append(lesson)
    courses = list(published_courses())
    return _course_lines(courses, lessons, person=person)


def course_for(person: Person, course: CoursePage) -> CourseLine:
    return _course_lines([course], {course.path: list(lessons_of(course))}, person=person)[0]


def neighbours(page: LessonPage) -> tuple[CoursePage, Neighbours]:
    """The course of a lesson, and the lessons beside it."""
    course = course_of(page)
    siblings = list(lessons_of(course))
    place = next(index for index, sibling in enumerate(siblings) if sibling.pk == page.pk)
    before = siblings[place - 1] if place else None
    after = siblings[place + 1] if place + 1 < len(siblings) else None
    return course, Neighbours(before, after)


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
        is_right=frozenset(answer.chosen) == version.right_keys,
        points=shown_points(answer.half_points),
        explanation=version.explanation,
    )


def _course_lines(
    courses: list[CoursePage], lessons: dict[str, list[LessonPage]], *, person: Person
) -> list[CourseLine]:
    progress = _progress_by_lesson(person)
    passed = set(all_attempts().of_person(person).passed().values_list("answers_to", flat=True))
    finished = dict(all_completions().of_person(person).values_list("course", "finished_at"))
    return [
        CourseLine(
            public_id=course.course.public_id,
            title=course.title,
            summary=course.summary,
            lessons=tuple(
                _lesson_line(
                    page, progress.get(page.lesson_id), has_passed=page.lesson.check_asked_id in passed
                )
                for page in lessons.get(course.path, [])
            ),
            finished_at=finished.get(course.course_id),
        )
        for course in courses
    ]


def _progress_by_lesson(person: Person) -> dict[int, LessonProgress]:
    """Of a merged person's several rows, the finished one counts."""
    rows = all_progress().of_person(person).order_by("finished_at")
    found: dict[int, LessonProgress] = {}
    for row in rows:  # PostgreSQL orders NULL last: the first row seen is a finished one where there is one
        found.setdefault(row.lesson_id, row)
    return found


def _lesson_line(page: LessonPage, progress: LessonProgress | None, *, has_passed: bool) -> LessonLine:
    return LessonLine(
        lesson_id=page.lesson_id,
        public_id=page.lesson.public_id,
        title=page.title,
        summary=page.summary,
        minutes=page.minutes,
        state=state_of(progress, has_passed=has_passed),
        opened_at=progress.last_opened_at if progress else None,
    )


def state_of(progress: LessonProgress | None, *, has_passed: bool) -> LessonState:
    if progress is None:
        return LessonState.NOT_STARTED
    if progress.finished_at is not None:
        return LessonState.FINISHED
    return LessonState.CHECKED if has_passed else LessonState.STARTED


def tone_of(state: LessonState) -> str:
    """The tone of a status mark."""
    return {LessonState.FINISHED: "done", LessonState.CHECKED: "due"}.get(state, "plain")
