"""The catalogue and the page of a search, as learners open them."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from core import events
from courses.models import Course, CourseIndexPage, CoursePage, Lesson, LessonPage
from courses.rules.lessons import LessonState
from courses.services import lessons
from courses.words import CourseLength
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import complete, pages

CATALOGUE, SEARCH = "/learn/courses/", "/search/"


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("林晓雯", places.station)


@pytest.fixture
def phone(client: Client, cast: Cast, worker: Person) -> Client:
    client.force_login(cast.account(worker))
    return client


def add_course(title: str, *, minutes: int = 30, lessons_in_it: int = 1, **fields: object) -> CoursePage:
    """A published course beside the one that ships, without going through revisions."""
    number = Course.objects.count()
    page = CoursePage(
        course=Course.objects.create(code=f"c{number}"),
        title=title,
        slug=f"c{number}",
        summary=f"{title}简介",
        **fields,
    )
    CourseIndexPage.objects.get().add_child(instance=page)
    for place in range(lessons_in_it):
        lesson = LessonPage(
            lesson=Lesson.objects.create(),
            title=f"{title}{place}",
            slug=f"l{place}",
            summary="一句话",
            minutes=minutes,
        )
        page.add_child(instance=lesson)
    return page


def shown(client: Client, query: str = "") -> list[str]:
    text = client.get(f"{CATALOGUE}?{query}").content.decode().split("<main", 1)[1]
    return re.findall(r'<a href="/learn/courses/[0-9a-f-]{36}/">([^<]*)</a>', text)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=justice", ["附条件不起诉"]),
        ("audience=justice_worker", ["附条件不起诉"]),
        ("tier=province", ["附条件不起诉"]),
        ("subject=养老", ["居家养老"]),
        ("length=60", ["附条件不起诉"]),
        ("length=240", ["居家养老"]),
        ("length=more", ["岗前培训"]),
        ("subject=养老&length=60", []),
        ("kind=unknown&subject=nothing", ["岗前培训", "附条件不起诉", "居家养老"]),
    ],
)
def test_the_filters_stand_in_the_address(
    phone: Client, course: CoursePage, query: str, titles: list[str]
) -> None:
    LessonPage.objects.descendant_of(course).update(minutes=100)
    add_course(
        "附条件不起诉",
        kind="justice",
        audience="justice_worker",
        tier="province",
        subjects=["司法"],
        minutes=60,
    )
    add_course("居家养老", minutes=61, subjects=["养老", "社区治理"])
    assert shown(phone, query) == titles


def test_a_list_without_answers_says_what_to_do(phone: Client, course: CoursePage) -> None:
    text = phone.get(f"{CATALOGUE}?kind=exam_prep").content.decode()
    assert "没有符合条件的课程。可以少选一个条件，或者清除筛选。" in text
    assert f'href="{CATALOGUE}">清除筛选' in text


def test_a_withdrawn_course_is_in_no_list(phone: Client, course: CoursePage) -> None:
    add_course("附条件不起诉", subjects=["司法"])
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert shown(phone) == ["附条件不起诉"]


def test_each_course_says_how_far_one_is(
    phone: Client, course: CoursePage, worker: Person, at: datetime
) -> None:
    def status() -> list[str]:
        text = phone.get(CATALOGUE).content.decode()
        return [word for word in ("学习中", "已完成") if word in text.split("<main", 1)[1]]

    assert status() == []
    lessons.open_lesson(lesson=pages(course)[0].lesson, person=worker, by=SYSTEM, at=at)
    assert status() == ["学习中"]
    for page in pages(course):
        complete(page, worker, at)
        at = at.replace(day=at.day + 1)
    assert status() == ["已完成"]


def test_lengths_meet_without_a_gap() -> None:
    assert [[one for one in CourseLength if one.holds(minutes)] for minutes in (0, 60, 61, 240, 241)] == [
        [CourseLength.SHORT], [CourseLength.SHORT], [CourseLength.MIDDLE], [CourseLength.MIDDLE], [CourseLength.LONG],
    ]  # fmt: skip
    assert LessonState.STARTED.label == "学习中"


def test_the_queries_of_the_catalogue_do_not_grow(
    phone: Client, course: CoursePage, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    phone.get(CATALOGUE)
    few = count_queries(lambda: phone.get(CATALOGUE))
    for number in range(23):
        add_course(f"第{number}门", subjects=[f"主题{number}"], lessons_in_it=2)
    many = count_queries(lambda: phone.get(CATALOGUE))
    filtered = count_queries(lambda: phone.get(f"{CATALOGUE}?length=60&subject=主题3"))
    assert few == many <= 12
    assert filtered <= 13
    assert len(shown(phone)) == 20
    assert len(shown(phone, "page=2")) == 4


def test_answers_are_marked_and_nothing_in_them_is_markup(phone: Client, course: CoursePage) -> None:
    page = LessonPage.objects.get(pk=pages(course)[0].pk)
    page.title, page.summary = "<b>值班</b>须知", "夜里<script>值班</script>的人"
    page.save_revision().publish()
    events.deliver_pending()
    text = phone.get(SEARCH, {"q": "值班"}).content.decode()
    assert "&lt;b&gt;<mark>值班</mark>&lt;/b&gt;须知" in text
    assert "夜里&lt;script&gt;<mark>值班</mark>&lt;/script&gt;的人" in text
    assert "<script>值班" not in text


def test_answers_can_be_narrowed_to_a_kind_and_keep_the_question(phone: Client, course: CoursePage) -> None:
    events.deliver_pending()
    text = phone.get(SEARCH, {"q": "岗前培训"}).content.decode()
    assert "/learn/courses/" in text
    assert "?q=%E5%B2%97%E5%89%8D%E5%9F%B9%E8%AE%AD&amp;kind=lesson" in text
    narrowed = phone.get(SEARCH, {"q": "岗前培训", "kind": "lesson"}).content.decode().split("<main", 1)[1]
    assert "/learn/lessons/" in narrowed
    assert re.findall("/learn/courses/[0-9a-f]", narrowed) == []


@pytest.mark.parametrize("asked", ["", "   ", "\x00", "！？", "x" * 3000, "🙂", "<script>", "%"])
def test_whatever_is_typed_gets_a_page(phone: Client, course: CoursePage, asked: str) -> None:
    events.deliver_pending()
    answer = phone.get(SEARCH, {"q": asked, "kind": "nothing", "page": "999999999999999999999"})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main", 1)[1]


def test_the_queries_of_a_search_do_not_grow(
    phone: Client, course: CoursePage, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    events.deliver_pending()
    phone.get(SEARCH, {"q": "走访"})
    none = count_queries(lambda: phone.get(SEARCH, {"q": "xyzzy"}))
    assert none <= count_queries(lambda: phone.get(SEARCH, {"q": "服务 记录"})) <= none + 1 <= 12
