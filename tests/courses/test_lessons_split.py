"""One lesson becomes two: what people finished stays finished, and nobody owes or earns a part of it again."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import RuleBroken
from courses.lesson_querysets import all_progress
from courses.models import CourseCompletion, CoursePage, LessonPage
from courses.overview import course_for
from courses.rules.lessons import LessonState
from courses.services import lessons, splits
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import complete, pages, right_answers


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def split(page: LessonPage, at: datetime) -> LessonPage:
    return splits.split(page=page, title="第一节的后半", slug="second-half", by=SYSTEM, at=at)


def published(page: LessonPage) -> LessonPage:
    page.get_latest_revision().publish() if page.latest_revision else page.save_revision().publish()
    found: LessonPage = LessonPage.objects.get(pk=page.pk)
    return found


def states(person: Person, course: CoursePage) -> list[LessonState]:
    line = course_for(person, course.course.public_id)
    assert line is not None
    return [one.state for one in line.lessons]


def test_before_its_publication_a_split_changes_nothing(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    first = pages(course)[0]
    complete(first, learner, at)
    cut = split(first, at)
    assert (cut.live, cut.lesson_id != first.lesson_id) == (False, True)
    assert pages(course)[0].pk == first.pk
    assert len(pages(course)) == 5
    assert all_progress().of_person(learner).count() == 1


def test_who_had_finished_the_whole_owes_nothing_and_earns_nothing_more(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    whole = sum(page.minutes for page in pages(course))
    for page in pages(course):
        complete(page, learner, at)
    cut = published(split(pages(course)[0], at))
    assert [page.pk for page in pages(course)][1] == cut.pk  # right behind the lesson that it was cut out of
    assert states(learner, course) == [LessonState.FINISHED] * 6
    carried = all_progress().of_person(learner).get(lesson=cut.lesson)
    assert (carried.minutes, carried.finished_at) == (0, at)
    tomorrow = at + timedelta(days=1)
    lessons.hand_in(page=cut, person=learner, answers=right_answers(cut), by=SYSTEM, at=tomorrow)
    assert all_entries().of_person(learner).total_minutes() == whole
    assert CourseCompletion.objects.get().minutes == whole


def test_who_had_only_begun_keeps_that_and_owes_both(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    first = pages(course)[0]
    lessons.open_lesson(lesson=first.lesson, person=learner, by=SYSTEM, at=at)
    published(split(first, at))
    assert states(learner, course)[:2] == [LessonState.STARTED, LessonState.NOT_STARTED]


def test_publishing_again_carries_nobody_over_who_finished_only_the_shortened_part(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    first = pages(course)[0]
    cut = published(split(first, at))
    complete(first, learner, at)
    cut.save_revision().publish()
    assert states(learner, course)[:2] == [LessonState.FINISHED, LessonState.NOT_STARTED]


def test_only_editors_split(course: CoursePage, cast: Cast, places: Places, at: datetime) -> None:
    officer = cast.with_role("主管", Role.OFFICER, places.county)
    with pytest.raises(RuleBroken) as refused:
        splits.split(page=pages(course)[0], title="后半", slug="half", by=cast.by(officer), at=at)
    assert refused.value.code == "content.not_yours"


def test_an_editor_splits_a_lesson_in_the_admin(
    client: Client, course: CoursePage, cast: Cast, places: Places
) -> None:
    client.force_login(cast.account(cast.with_role("编辑", Role.EDITOR, places.city)))
    page = pages(course)[0]
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    address = reverse("lesson_split", args=[page.pk])
    assert address in edit
    assert "拆成两节" in client.get(address).content.decode()
    taken = client.post(address, {"title": "后半", "slug": page.slug})
    assert "已经有这个名称" in taken.content.decode()
    answer = client.post(address, {"title": "后半", "slug": "second-half"})
    made = LessonPage.objects.get(slug="second-half")
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert not made.live


def test_whoever_is_no_editor_finds_no_door_to_it(
    client: Client, course: CoursePage, cast: Cast, places: Places
) -> None:
    client.force_login(cast.account(cast.with_role("主管", Role.OFFICER, places.county)))
    answer = client.post(
        reverse("lesson_split", args=[pages(course)[0].pk]), {"title": "后半", "slug": "second-half"}
    )
    assert answer.status_code == 403
    assert not LessonPage.objects.filter(slug="second-half").exists()
