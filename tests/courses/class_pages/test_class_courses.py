"""Online courses of a class: chosen by its organiser, shown to its learners with their own progress, known to editors."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import RuleBroken
from core.models import Event
from courses.class_course_querysets import all_class_courses
from courses.lessons_in_use import MOST_LINES, lessons_in_use, running_classes_of
from courses.models import Course, CoursePage, TrainingClass
from courses.services import class_courses, classes, course_content, enrolments
from courses.words import ClassState
from organisations.authority import NOBODY, SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import post
from tests.courses.classroom import open_class
from tests.lessons import complete, pages

SHIPPED = Path(course_content.__file__).resolve().parents[1] / "content"


@pytest.fixture
def training_class(places: Places, at: datetime) -> TrainingClass:
    return open_class(places.county, at)


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("县主管", Role.OFFICER, places.county)


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def client_of(person: Person, cast: Cast) -> Client:
    client = Client()
    client.force_login(person.account or cast.account(person))
    return client


def choose(training_class: TrainingClass, *courses: Course, at: datetime) -> None:
    class_courses.choose(training_class=training_class, courses=courses, by=SYSTEM, at=at)


def running(training_class: TrainingClass, worker: Person, at: datetime) -> TrainingClass:
    """Somebody has a place, and the class has begun."""
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    classes.set_state(training_class=training_class, state=ClassState.RUNNING, by=SYSTEM, at=at)
    return TrainingClass.objects.get(pk=training_class.pk)


def main_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def test_an_organiser_chooses_and_a_learner_sees_the_own_progress(
    course: CoursePage, training_class: TrainingClass, officer: Person, worker: Person, cast: Cast, at: datetime
) -> None:  # fmt: skip
    detail = reverse("courses:class_detail", args=[training_class.public_id])
    address = reverse("courses:class_courses", args=[training_class.public_id])
    deciding, learning = client_of(officer, cast), client_of(worker, cast)
    assert "还没有选配套课程" in main_of(deciding, detail)
    assert "配套课程" not in main_of(learning, detail)
    form = deciding.get(address).content.decode()
    key = re.search(r'name="action_key" value="([^"]+)"', form)
    assert key is not None
    chosen = {"action_key": key[1], "courses": [str(course.course.public_id)]}
    assert deciding.post(address, chosen)["Location"] == detail
    assert re.search(r"<input[^>]*checked", deciding.get(address).content.decode())
    assert course.title in main_of(learning, detail)
    assert "已学" not in main_of(learning, detail)
    enrolments.enrol(training_class=training_class, person=worker, by=SYSTEM, at=at)
    complete(pages(course)[0], worker, at)
    assert "已学1节，共5节" in main_of(learning, detail)
    assert reverse("learning:course", args=[course.course.public_id]) in learning.get(detail).content.decode()
    for page in pages(course)[1:]:
        complete(page, worker, at)
    assert f"{course.title}已完成" in main_of(learning, detail)


def test_choosing_is_recorded_once_and_the_same_again_changes_nothing(
    course: CoursePage, training_class: TrainingClass, at: datetime
) -> None:
    for _again in range(2):
        choose(training_class, course.course, at=at)
    assert [row.course_id for row in all_class_courses().of_class(training_class)] == [course.course_id]
    [event] = Event.objects.filter(name="courses.class.courses_chosen")
    assert event.data == {"courses": [course.course_id]}
    choose(training_class, at=at)
    assert not all_class_courses().exists()


def test_only_the_organiser_chooses_and_only_what_is_published(
    course: CoursePage, training_class: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    foreign = cast.with_role("邻县主管", Role.OFFICER, places.other_county)
    for by in (NOBODY, cast.by(foreign)):
        with pytest.raises(RuleBroken):
            class_courses.choose(training_class=training_class, courses=[course.course], by=by, at=at)
    address = reverse("courses:class_courses", args=[training_class.public_id])
    assert client_of(foreign, cast).get(address).status_code == 404
    choose(training_class, course.course, at=at)
    course.unpublish()
    choose(training_class, course.course, at=at)  # what stands may stay
    choose(training_class, at=at)
    with pytest.raises(RuleBroken, match="没有发布"):
        choose(training_class, course.course, at=at)


def test_an_unpublished_course_is_shown_to_nobody_and_stays_chosen(
    course: CoursePage, training_class: TrainingClass, officer: Person, cast: Cast, at: datetime
) -> None:
    choose(training_class, course.course, at=at)
    course.unpublish()
    client = client_of(officer, cast)
    detail = reverse("courses:class_detail", args=[training_class.public_id])
    assert "还没有选配套课程" in main_of(client, detail)
    form = client.get(reverse("courses:class_courses", args=[training_class.public_id])).content.decode()
    assert str(course.course.public_id) in form


def test_a_copied_class_takes_over_the_courses_that_are_still_published(
    course: CoursePage,
    places: Places,
    officer: Person,
    training_class: TrainingClass,
    cast: Cast,
    at: datetime,
) -> None:
    choose(training_class, course.course, at=at)
    address = reverse("courses:class_copy", args=[training_class.public_id])
    fields = {"starts_on": "2027-03-16", "code": "2027-01", "name": "新班", "programme_name": "岗前培训"}
    post(client_of(officer, cast), address, **fields)
    made = TrainingClass.objects.get(code="2027-01")
    assert [one.course for one in all_class_courses().of_class(made)] == [course.course]

    course.unpublish()
    post(client_of(officer, cast), address, **fields | {"code": "2027-02"})
    assert not all_class_courses().of_class(TrainingClass.objects.get(code="2027-02")).exists()


def test_a_cancelled_class_keeps_its_courses(
    course: CoursePage, training_class: TrainingClass, at: datetime
) -> None:
    classes.cancel(training_class=training_class, reason="场地漏水", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="取消或归档"):
        choose(training_class, course.course, at=at)


def test_the_class_page_asks_the_same_for_one_course_and_for_many(
    course: CoursePage, training_class: TrainingClass, worker: Person, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    other = course_content.load(folder=SHIPPED / "methods", by=SYSTEM, at=at)
    client = client_of(worker, cast)
    detail = reverse("courses:class_detail", args=[training_class.public_id])
    client.get(detail)
    choose(training_class, course.course, at=at)
    one = count_queries(lambda: client.get(detail))
    choose(training_class, course.course, other.course, at=at)
    assert count_queries(lambda: client.get(detail)) == one


def test_editors_see_which_lessons_running_classes_use(
    course: CoursePage, training_class: TrainingClass, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:  # fmt: skip
    editor = client_of(cast.with_role("周编辑", Role.REVIEWER, places.city), cast)
    first = pages(course)[0]
    choose(training_class, course.course, at=at)
    assert lessons_in_use(at=clock.now()).lines == []  # open for enrolment, not begun
    assert "现在没有正在开的班用到这一节" in editor.get(f"/cms/pages/{first.pk}/edit/").content.decode()
    running(training_class, worker, at)
    second = running(open_class(places.county, at, code="2026-02"), cast.worker("李秋月", places.station), at)
    choose(second, course.course, at=at)
    found = lessons_in_use(at=clock.now())
    assert [(line.title, line.classes, line.learners) for line in found.lines] == [
        (page.title, 2, 0) for page in pages(course)
    ]
    assert [running_classes_of(page) for page in pages(course)] == [2] * 5
    assert first.title in editor.get("/cms/").content.decode()
    assert "2个正在开的班在用这一节" in editor.get(f"/cms/pages/{first.pk}/edit/").content.decode()
    classes.set_state(training_class=second, state=ClassState.CLOSED, by=SYSTEM, at=at)
    assert {line.classes for line in lessons_in_use(at=clock.now()).lines} == {1}


def test_lessons_of_running_classes_stand_first_and_the_rest_is_counted(
    course: CoursePage, training_class: TrainingClass, worker: Person, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    choose(training_class, course.course, at=at)
    running(training_class, worker, at)
    few = count_queries(lambda: lessons_in_use(at=clock.now()))
    other = course_content.load(folder=SHIPPED / "juvenile_justice", by=SYSTEM, at=at)
    total = 5
    for page in pages(other):
        complete(page, worker, clock.now() - timedelta(days=1))
        total += 1
    found = lessons_in_use(at=clock.now())
    assert [line.classes for line in found.lines[:6]] == [1] * 5 + [0]
    assert len(found.lines) + found.more == total
    assert len(found.lines) == min(total, MOST_LINES)
    assert count_queries(lambda: lessons_in_use(at=clock.now())) == few == 3
