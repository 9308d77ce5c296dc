"""A line of 我的学时 leads to the class or the lesson that it came from."""

from datetime import date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage, TrainingClass
from courses.services import attendance, classes
from courses.services.attendance import Mark
from courses.services.classes import ClassDetails, SessionDetails
from courses.words import AttendanceState, HalfDay
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.lessons import complete, pages


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def attended(places: Places, learner: Person, at: datetime) -> TrainingClass:
    """A class of one morning that the learner sat in."""
    details = ClassDetails(
        code="2026-01", name="东湖县岗前培训第一期", programme_name="岗前培训", organiser=places.county,
        report_year=2026, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 2),
    )  # fmt: skip
    held = classes.add(details=details, by=SYSTEM, at=at)
    morning = SessionDetails(date(2026, 3, 2), HalfDay.MORNING, time(9), time(12), 180, "走访与记录")
    session = classes.add_sessions(rows=[(held, morning)], by=SYSTEM, at=at)[0]
    posting = attendance.posting_on(learner, session.held_on)
    mark = Mark(session, learner, posting, AttendanceState.PRESENT)
    attendance.record_many(marks=[mark], by=SYSTEM, at=at)
    return held


def test_each_line_names_its_source_and_opens_it(
    client: Client, cast: Cast, learner: Person, attended: TrainingClass, course: CoursePage, at: datetime
) -> None:
    lesson = pages(course)[0]
    complete(lesson, learner, at)
    client.force_login(cast.account(learner))
    html = client.get(reverse("hours:mine")).content.decode()
    sources = [
        (reverse("courses:class_detail", args=[attended.public_id]), "东湖县岗前培训第一期：走访与记录"),
        (reverse("learning:lesson", args=[lesson.lesson.public_id]), lesson.title),
    ]
    for address, title in sources:
        assert f'<a class="link" href="{address}">{title}</a>' in html
        assert client.get(address).status_code == 200
