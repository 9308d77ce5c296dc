"""Two hand-ins at the same moment: one credit for one lesson, one limit for one day, no answer lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from courses.models import CoursePage, LessonPage
from hours.querysets import all_entries
from organisations.models import Rule
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import complete, pages


def at_once(lessons: list[LessonPage], person: Person, at: datetime) -> None:
    def hand_in(page: LessonPage) -> None:
        try:
            complete(page, person, at)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(lessons)) as threads:
        list(threads.map(hand_in, lessons))


@pytest.mark.usefixtures("truncatable_ledger")
def test_lessons_handed_in_at_once_share_the_days_limit_and_keep_their_answers(
    places: Places, cast: Cast, course: CoursePage, at: datetime
) -> None:
    Rule.objects.filter(key="lesson.daily_minutes").update(value=100)
    person = cast.worker("陈小燕", places.station)
    first, second = pages(course)[:2]
    at_once([first, first, second, second], person, at)
    assert [entry.minutes for entry in all_entries().of_person(person)] == [90]
    assert [attempt.has_passed for attempt in person.attempts.all()] == [True] * 4
