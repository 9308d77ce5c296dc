"""Course, chapter, lesson: chapters order lessons and hide them, and never touch what people finished."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import overview
from courses.lesson_querysets import all_progress, course_of, lessons_of, published_lessons
from courses.models import ChapterPage, CoursePage, LessonPage
from courses.services import course_content
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import FOLDER, complete, pages

LARGE = 40
MOST_QUERIES = 9


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The course that ships, in two chapters; its third lesson stands in none."""
    copied = tmp_path / "course"
    shutil.copytree(FOLDER, copied)
    content = json.loads((copied / "course.json").read_text(encoding="utf-8"))
    names = content.pop("lessons", None) or [
        name for chapter in content["chapters"] for name in chapter["lessons"]
    ]
    content["lessons"] = names[2:3]
    content["chapters"] = [
        {"slug": "post", "title": "岗位", "lessons": names[:2]},
        {"slug": "work", "title": "工作", "lessons": names[3:]},
    ]
    (copied / "course.json").write_text(json.dumps(content), encoding="utf-8")
    return copied


def flat(folder: Path) -> None:
    """The same course as it was before there were chapters."""
    content = json.loads((folder / "course.json").read_text(encoding="utf-8"))
    first, last = content.pop("chapters")
    content["lessons"] = [*first["lessons"], *content["lessons"], *last["lessons"]]
    (folder / "course.json").write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def course(folder: Path, db: None, at: datetime, settings: object) -> CoursePage:
    settings.MEDIA_ROOT = folder / "media"  # type: ignore[attr-defined]
    return course_content.load(folder=folder, by=SYSTEM, at=at)


def chapter(title: str) -> ChapterPage:
    found: ChapterPage = ChapterPage.objects.get(title=title)
    return found


def test_lessons_stand_in_their_chapters_in_the_order_of_the_tree(
    course: CoursePage, learner: Person
) -> None:
    line = overview.course_for(learner, course.course.public_id)
    assert line is not None
    assert [(part.title, len(part.lessons), part.first) for part in line.chapters] == [
        ("", 1, 1), ("岗位", 2, 2), ("工作", 2, 4),
    ]  # fmt: skip
    assert [one.lesson_id for part in line.chapters for one in part.lessons] == [
        one.lesson_id for one in line.lessons
    ]
    assert all(course_of(page).pk == course.pk for page in pages(course))
    [whole] = overview.courses_for(learner)
    assert len(whole.lessons) == 5


def test_the_lesson_after_the_last_of_a_chapter_is_the_first_of_the_next(course: CoursePage) -> None:
    _first, _second, third, fourth, _fifth = pages(course)
    _course, beside = overview.neighbours(third)
    assert beside.after is not None
    assert beside.after.public_id == fourth.lesson.public_id


def test_an_unpublished_chapter_hides_its_lessons_and_keeps_what_was_finished(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    lesson = pages(course)[1]
    complete(lesson, learner, at)
    chapter("岗位").unpublish()
    assert [page.title for page in lessons_of(course)] == [page.title for page in pages(course)]
    assert len(pages(course)) == 3
    assert not published_lessons().filter(pk=lesson.pk).exists()
    assert all_progress().of_person(learner).finished().count() == 1
    chapter("岗位").get_latest_revision().publish()
    assert len(pages(course)) == 5


def test_a_course_loaded_before_it_had_chapters_is_sorted_into_them_and_nobody_loses_a_lesson(
    folder: Path, db: None, at: datetime, settings: object, learner: Person
) -> None:
    settings.MEDIA_ROOT = folder / "media"  # type: ignore[attr-defined]
    kept = (folder / "course.json").read_text(encoding="utf-8")
    flat(folder)
    course = course_content.load(folder=folder, by=SYSTEM, at=at)
    done = pages(course)[0]
    complete(done, learner, at)
    (folder / "course.json").write_text(kept, encoding="utf-8")
    course_content.load(folder=folder, by=SYSTEM, at=at)
    moved = LessonPage.objects.get(pk=done.pk)
    assert moved.get_parent().pk == chapter("岗位").pk
    assert all_progress().of_person(learner).finished().get().lesson_id == moved.lesson_id
    assert len(pages(course)) == LessonPage.objects.count() == 5


def test_loading_again_puts_nothing_back_where_an_editor_moved_it(
    course: CoursePage, folder: Path, at: datetime
) -> None:
    moved = chapter("岗位").get_children().first()
    moved.move(chapter("工作"), pos="last-child")
    titles = list(LessonPage.objects.order_by("path").values_list("title", flat=True))
    course_content.load(folder=folder, by=SYSTEM, at=at)
    assert list(LessonPage.objects.order_by("path").values_list("title", flat=True)) == titles


def test_a_chapter_that_an_editor_deleted_stays_deleted(
    course: CoursePage, folder: Path, at: datetime
) -> None:
    chapter("工作").delete()
    course_content.load(folder=folder, by=SYSTEM, at=at)
    assert ChapterPage.objects.count() == 1
    assert LessonPage.objects.count() == 3


def test_a_reflection_keeps_its_id_when_a_paragraph_is_put_in_front_of_it(
    folder: Path, db: None, at: datetime, settings: object
) -> None:
    settings.MEDIA_ROOT = folder / "media"  # type: ignore[attr-defined]
    name = folder / "01-post-duties.json"
    lesson = json.loads(name.read_text(encoding="utf-8"))
    asked = {"type": "reflection", "value": {"prompt": "您带着谁的经验来到这里？"}}
    unknown = {"type": "hologram", "value": "…"}
    lesson["body"] = [asked, unknown]
    name.write_text(json.dumps(lesson), encoding="utf-8")
    course = course_content.load(folder=folder, by=SYSTEM, at=at)
    [before] = pages(course)[1].body
    lesson["body"] = [{"type": "paragraph", "value": "<p>先读这一段。</p>"}, asked]
    name.write_text(json.dumps(lesson), encoding="utf-8")
    course_content.load(folder=folder, by=SYSTEM, at=at)
    paragraph, after = pages(course)[1].body
    assert (after.id, after.value["prompt"]) == (before.id, "您带着谁的经验来到这里？")
    assert paragraph.id != after.id
    assert f'id="reflection-{after.id}"' in str(pages(course)[1].body.render_as_block())


def test_the_page_of_a_large_course_asks_as_little_as_that_of_a_small_one(
    client: Client, course: CoursePage, learner: Person, cast: Cast
) -> None:
    for number in range(LARGE - 5):
        chapter("工作" if number % 2 else "岗位").add_child(
            instance=LessonPage(title=f"第{number}课", slug=f"more-{number}", summary="一句话", minutes=10)
        )
    client.force_login(cast.account(learner))
    address = reverse("learning:course", args=[course.course.public_id])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        html = client.get(address).content.decode()
    assert html.count('<p class="row"><a href="/learn/lessons/') == LARGE
    assert len(captured) <= MOST_QUERIES
