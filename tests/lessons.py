"""A course of five lessons, loaded; and what a learner does with them. What ships may change; these lessons do not."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from assessment.models import Attempt, QuestionVersion
from courses.lesson_querysets import lessons_of
from courses.models import CoursePage, LessonPage
from courses.overview import asked_in
from courses.services import course_content, lessons
from organisations.authority import SYSTEM
from people.models import Person

FOLDER = Path(__file__).resolve().parent / "data" / "five_lessons"


@pytest.fixture
def course(db: None, at: datetime, settings: object, tmp_path: Path) -> CoursePage:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return course_content.load(folder=FOLDER, by=SYSTEM, at=at)


def pages(course: CoursePage) -> list[LessonPage]:
    """The published lessons, whole and in order."""
    return list(LessonPage.objects.filter(pk__in=lessons_of(course).values("pk")).order_by("path"))


def right_answers(page: LessonPage) -> dict[int, frozenset[str]]:
    return {version.pk: version.right_keys for version in asked_in(page)}


def wrong_answers(page: LessonPage) -> dict[int, frozenset[str]]:
    return {version.pk: frozenset(_wrong_keys(version)[:1]) for version in asked_in(page)}


def _wrong_keys(version: QuestionVersion) -> list[str]:
    return [option["key"] for option in version.options if not option["right"]]


def as_form(answers: Mapping[int, frozenset[str]], **more: str) -> dict[str, object]:
    """What a browser posts."""
    return {f"question-{pk}": sorted(keys) for pk, keys in answers.items()} | more


def complete(page: LessonPage, person: Person, at: datetime) -> Attempt:
    """Answer everything right, and with that finish the lesson."""
    return lessons.hand_in(page=page, person=person, answers=right_answers(page), by=SYSTEM, at=at)
