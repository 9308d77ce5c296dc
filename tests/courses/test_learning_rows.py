"""The one statement behind the lists of a learner: what is published, whose progress counts, which courses are read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from courses import overview
from courses.lesson_querysets import lessons_to_open, published_courses, published_lessons
from courses.models import ChapterPage, CoursePage, LessonPage, LessonProgress
from courses.rules.lessons import LessonState
from courses.words import ClassKind
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.test_catalogue import add_course
from tests.courses.test_chapters import folder
from tests.lessons import course, pages

__all__ = ["course", "folder"]


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("林晓雯", places.station)


def published_by_the_questions() -> dict[str, list[int]]:
    """The lessons of each course by the named questions of the other pages."""
    found: dict[str, list[int]] = {one.slug: [] for one in published_courses()}
    slugs = {one.path: one.slug for one in published_courses()}
    for lesson in published_lessons():
        found[slugs[lesson.course_path]].append(lesson.lesson_id)
    return found


def read(person: Person) -> dict[str, list[int]]:
    return {line.slug: [lesson.lesson_id for lesson in line.lessons] for line in overview.courses_for(person)}


@pytest.mark.usefixtures("course")
def test_what_is_published_is_the_same_to_every_page(worker: Person, course: CoursePage) -> None:
    chapter = ChapterPage(title="章", slug="chapter")
    course.add_child(instance=chapter)
    pages(course)[3].move(chapter, pos="last-child")
    empty = add_course("没有课", lessons_in_it=0)
    hidden = add_course("未公布", lessons_in_it=2)
    hidden_lesson = pages(hidden)[0]

    def same(count: int) -> None:
        whole = read(worker)
        assert whole == published_by_the_questions()
        to_open = set(lessons_to_open().values_list("lesson_id", flat=True))
        assert to_open == {one for lessons in whole.values() for one in lessons}
        assert sum(map(len, whole.values())) == count
        assert whole[empty.slug] == []

    same(7)
    CoursePage.objects.get(pk=hidden.pk).unpublish()
    same(5)
    assert overview.course_for(worker, hidden.course.public_id) is None
    assert not lessons_to_open().filter(pk=hidden_lesson.pk).exists()
    ChapterPage.objects.get(pk=chapter.pk).unpublish()
    same(4)
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert read(worker) == {empty.slug: []}


def test_of_merged_records_the_finished_one_counts(
    worker: Person, course: CoursePage, places: Places, cast: Cast, at: datetime
) -> None:
    twice, other = cast.worker("林晓雯", places.station), cast.worker("陈小燕", places.station)
    twice.merged_into = worker
    twice.save(update_fields=["merged_into"])
    first, second, third, *_rest = pages(course)

    def opened(person: Person, page: LessonPage, finished_at: datetime | None = None) -> None:
        LessonProgress.objects.create(
            person=person, lesson=page.lesson, started_at=at, last_opened_at=at, finished_at=finished_at,
            title="t" if finished_at else "", minutes=1 if finished_at else None,
        )  # fmt: skip

    opened(worker, first)
    opened(twice, first, at + timedelta(days=1))
    opened(twice, second)
    opened(other, third, at)
    line = overview.course_for(worker, course.course.public_id)
    assert line is not None
    assert [one.state for one in line.lessons[:3]] == [
        LessonState.FINISHED, LessonState.STARTED, LessonState.NOT_STARTED,
    ]  # fmt: skip


def test_the_first_course_of_each_kind_is_read_and_none_without_lessons(
    worker: Person, course: CoursePage
) -> None:
    kinds = (ClassKind.PRE_SERVICE, ClassKind.POLICY)
    add_course("空", lessons_in_it=0, kind=kinds[0])
    for number in range(3):
        for kind in kinds:
            add_course(f"{kind}{number}", kind=kind)
    near = overview.courses_near(worker, {course.slug}, others=1, each_kind=True)
    assert [line.title for line in near] == [course.title, *(f"{kind}0" for kind in kinds)]
    by_public_id = overview.courses_near(worker, {str(course.course.public_id)}, others=0)
    assert [line.title for line in by_public_id] == ([] if course.course.code else [course.title])


def test_a_course_that_is_not_there_is_not_found(client: Client, cast: Cast, worker: Person) -> None:
    client.force_login(cast.account(worker))
    assert client.get(f"/learn/courses/{uuid4()}/").status_code == 404


def test_ones_plan_reads_as_much_of_many_courses_as_of_one(
    client: Client, cast: Cast, worker: Person, course: CoursePage,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client.force_login(cast.account(worker))
    client.get("/learn/plan/")
    few = count_queries(lambda: client.get("/learn/plan/"))
    for number in range(5):
        add_course(f"第{number}门", lessons_in_it=2)
    assert count_queries(lambda: client.get("/learn/plan/")) == few
    lines = overview.courses_near(worker, {course.slug}, others=1, each_kind=True)
    assert [line.title for line in lines] == [course.title, "第0门"]
