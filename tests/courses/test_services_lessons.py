"""A finished lesson records its declared minutes once, and nothing else earns anything."""

from datetime import datetime, timedelta

import pytest

from core import clock
from core.errors import RuleBroken
from core.models import Event
from courses.lesson_querysets import all_progress
from courses.models import CourseCompletion, CoursePage
from courses.services import lessons
from hours.querysets import all_entries
from hours.words import HourKind
from organisations.authority import SYSTEM
from organisations.models import Rule
from people.models import Person
from people.services import merging, persons
from people.services.persons import PersonDetails
from tests.cast import Cast, Places
from tests.lessons import complete, pages, right_answers, wrong_answers


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def credited(person: Person) -> list[tuple[int, str]]:
    return [(entry.minutes, entry.kind) for entry in all_entries().of_person(person).order_by("id")]


def test_answering_right_finishes_the_lesson_and_credits_its_declared_minutes(
    course: CoursePage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    page = pages(course)[0]
    lessons.hand_in(page=page, person=learner, answers=right_answers(page), by=cast.by(learner), at=at)
    progress = all_progress().of_person(learner).get()
    assert (progress.finished_at, progress.minutes, progress.title) == (at, 90, page.title)
    assert progress.revision_id == page.live_revision_id
    entry = all_entries().of_person(learner).get()
    assert (entry.minutes, entry.kind, entry.activity_on) == (90, HourKind.LESSON, clock.date_of(at))
    assert (entry.source_type, entry.source_id) == ("courses.lesson_progress", progress.pk)
    assert (entry.organisation, entry.rule_version) == (places.station, "lesson.credit@CN:2009-01-01")


def test_finishing_again_and_answering_again_credit_nothing_more(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    page = pages(course)[0]
    complete(page, learner, at)
    complete(page, learner, at + timedelta(days=1))
    lessons.finish(page=page, person=learner, by=SYSTEM, at=at + timedelta(days=2))
    assert credited(learner) == [(90, HourKind.LESSON)]


def test_a_failed_check_finishes_nothing_and_is_kept(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    page = pages(course)[0]
    attempt = lessons.hand_in(page=page, person=learner, answers=wrong_answers(page), by=SYSTEM, at=at)
    assert (attempt.half_points, attempt.has_passed) == (0, False)
    with pytest.raises(RuleBroken) as refused:
        lessons.finish(page=page, person=learner, by=SYSTEM, at=at)
    assert refused.value.code == "lesson.check_open"
    assert credited(learner) == []


def test_opening_a_lesson_for_hours_earns_nothing(course: CoursePage, learner: Person, at: datetime) -> None:
    page = pages(course)[0]
    for minute in range(0, 600, 10):
        lessons.open_lesson(lesson=page.lesson, person=learner, by=SYSTEM, at=at + timedelta(minutes=minute))
    assert credited(learner) == []
    assert Event.objects.filter(name="courses.lesson.started").count() == 1


def test_a_full_day_takes_no_further_lesson_and_the_answers_wait_for_tomorrow(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    Rule.objects.filter(key="lesson.daily_minutes").update(value=170)
    first, second = pages(course)[:2]
    complete(first, learner, at)
    attempt = complete(second, learner, at)
    assert attempt.has_passed
    assert credited(learner) == [(90, HourKind.LESSON)]
    with pytest.raises(RuleBroken, match="今日还可计入80分钟，本节是90分钟"):
        lessons.finish(page=second, person=learner, by=SYSTEM, at=at)
    tomorrow = at + timedelta(days=1)
    assert lessons.finish(page=second, person=learner, by=SYSTEM, at=tomorrow).finished_at == tomorrow
    assert credited(learner) == [(90, HourKind.LESSON), (90, HourKind.LESSON)]


def test_a_day_ends_at_midnight_in_shanghai(course: CoursePage, learner: Person, at: datetime) -> None:
    Rule.objects.filter(key="lesson.daily_minutes").update(value=90)
    first, second = pages(course)[:2]
    complete(first, learner, datetime(2026, 3, 16, 23, 59, tzinfo=clock.SHANGHAI))
    complete(second, learner, datetime(2026, 3, 17, 0, 1, tzinfo=clock.SHANGHAI))
    assert credited(learner) == [(90, HourKind.LESSON), (90, HourKind.LESSON)]


def test_the_last_lesson_completes_the_course_once_and_says_so_with_ids_alone(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    for page in pages(course):
        assert not CourseCompletion.objects.exists()
        complete(page, learner, at)
    completion = CourseCompletion.objects.get()
    assert (completion.person, completion.course, completion.minutes) == (learner, course.course, 450)
    told = Event.objects.get(name="courses.course.finished")
    assert told.data == {"course": course.course_id, "person": learner.pk, "completion": completion.pk}
    assert Event.objects.filter(name="courses.lesson.finished").count() == 5


def test_nobody_learns_for_another(
    course: CoursePage, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("李明", places.station)
    page = pages(course)[0]
    with pytest.raises(RuleBroken) as refused:
        lessons.hand_in(page=page, person=learner, answers=right_answers(page), by=cast.by(other), at=at)
    assert refused.value.code == "lesson.not_yours"


def test_two_rosters_rows_of_one_person_earn_one_credit(
    course: CoursePage, learner: Person, places: Places, at: datetime
) -> None:
    page = pages(course)[0]
    details = PersonDetails(name="陈小燕")  # a second roster row without the identity number
    alias = persons.add(details=details, organisation=places.station, by=SYSTEM, at=at)
    complete(page, alias, at)
    merging.merge(person=alias, into=learner, by=SYSTEM, at=at)
    complete(page, learner, at + timedelta(days=1))
    assert credited(learner) == [(90, HourKind.LESSON)]


def test_declared_minutes_changed_later_leave_finished_lessons_alone(
    course: CoursePage, learner: Person, at: datetime
) -> None:
    page = pages(course)[0]
    complete(page, learner, at)
    page.minutes = 30
    page.save_revision().publish()
    lessons.finish(page=pages(course)[0], person=learner, by=SYSTEM, at=at + timedelta(days=1))
    assert credited(learner) == [(90, HourKind.LESSON)]
    assert all_progress().of_person(learner).get().minutes == 90
