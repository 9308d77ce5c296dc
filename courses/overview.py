"""Where a learner stands, as plain data for pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from assessment.models import Answer, Attempt, QuestionVersion
from assessment.querysets import all_answers, all_attempts, all_items
from assessment.rules import shown_points
from courses.lesson_querysets import (
    all_completions,
    all_progress,
    chapters_of,
    course_of,
    lessons_below,
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
    slug: str
    title: str
    summary: str
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
    """Every published course; two questions, however many courses and lessons there are."""
    lessons: dict[str, list[Any]] = defaultdict(list)
    for lesson in _with_progress(published_lessons().defer("body", "questions"), person):
        lessons[lesson.course_path].append(lesson)
    courses = _with_completion(published_courses(), person)
    return [_course_line(course, lessons.get(course.path, [])) for course in courses]


def courses_near(person: Person, codes: Collection[str], *, others: int) -> list[CourseLine]:
    """Of the published courses those that the person opened or `codes` name, and the first `others` of the rest.

    In the order of the tree. Two questions, and no lesson of any further course is read.
    """
    opened = (
        all_progress()
        .of_person(person)
        .filter(lesson__page__live=True, lesson__page__path__startswith=OuterRef("path"))
    )
    found = list(
        _with_completion(published_courses(), person)
        .annotate(is_near=ExpressionWrapper(Q(slug__in=codes) | Exists(opened), BooleanField()))
        .annotate(place=Window(RowNumber(), partition_by="is_near", order_by="path"))
        .filter(Q(is_near=True) | Q(place__lte=others))
    )
    lessons: dict[str, list[Any]] = defaultdict(list)
    for lesson in _with_progress(lessons_below(found), person):
        lessons[next(one.path for one in found if lesson.path.startswith(one.path))].append(lesson)
    return [_course_line(course, lessons.get(course.path, [])) for course in found]


def courses_among(person: Person, courses: Any) -> list[CourseLine]:
    """The published ones of these (ids, or a question for them), in the order of the tree; two questions."""
    found = list(_with_completion(published_courses(), person).filter(course__in=courses))
    held = published_lessons().defer("body", "questions").filter(course_path__in=[one.path for one in found])
    lessons: dict[str, list[Any]] = defaultdict(list)
    for lesson in _with_progress(held, person):
        lessons[lesson.course_path].append(lesson)
    return [_course_line(course, lessons.get(course.path, [])) for course in found]


def course_for(person: Person, course: CoursePage) -> CourseLine:
    """One course with its chapters; three questions, however many lessons there are."""
    found = _with_completion(published_courses(), person).get(pk=course.pk)
    pages = list(_with_progress(lessons_of(course), person))
    return replace(_course_line(found, pages), chapters=_chapter_lines(course, pages))


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
        is_right=answer.is_right,
        points=shown_points(answer.half_points),
        explanation=version.explanation,
        written=answer.text,
    )


def _with_progress(lessons: Any, person: Person) -> Any:
    """Of a merged person's several rows, the finished one counts: PostgreSQL orders NULL last."""
    mine = all_progress().of_person(person).filter(lesson=OuterRef("lesson")).order_by("finished_at")
    passed = all_attempts().of_person(person).passed().filter(answers_to=OuterRef("lesson__check_asked"))
    return lessons.annotate(
        my_finished_at=Subquery(mine.values("finished_at")[:1]),
        my_opened_at=Subquery(mine.values("last_opened_at")[:1]),
        my_pass=Exists(passed),
    )


def _with_completion(courses: Any, person: Person) -> Any:
    mine = all_completions().of_person(person).filter(course=OuterRef("course")).order_by("finished_at")
    return courses.annotate(my_finished_at=Subquery(mine.values("finished_at")[:1]))


def _course_line(course: Any, lessons: Iterable[Any]) -> CourseLine:
    return CourseLine(
        public_id=course.course.public_id,
        slug=course.slug,
        title=course.title,
        summary=course.summary,
        lessons=tuple(_lesson_line(page) for page in lessons),
        finished_at=course.my_finished_at,
    )


def _chapter_lines(course: CoursePage, pages: list[Any]) -> tuple[ChapterLine, ...]:
    """Lessons in the order of the tree, cut where the chapter changes."""
    chapters = {chapter.path: chapter for chapter in chapters_of(course)}
    lines: list[ChapterLine] = []
    first = 1
    for path, group in groupby(pages, key=lambda page: page.chapter_path):
        chapter, lessons = chapters.get(path), tuple(_lesson_line(page) for page in group)
        anchor, title = (f"chapter-{chapter.pk}", chapter.title) if chapter else ("", "")
        lines.append(ChapterLine(anchor=anchor, title=title, lessons=lessons, first=first))
        first += len(lessons)
    return tuple(lines)


def _lesson_line(page: Any) -> LessonLine:
    return LessonLine(
        lesson_id=page.lesson_id,
        public_id=page.lesson.public_id,
        title=page.title,
        summary=page.summary,
        minutes=page.minutes,
        state=_state(page.my_opened_at, page.my_finished_at, has_passed=page.my_pass),
        opened_at=page.my_opened_at,
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
