"""The list of a class and its timetable, as their pages show and change them."""

import re
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import ClassSession, Enrolment
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import logged_in, post, url
from tests.courses.classroom import open_class, session_of

LIST = reverse("courses:class_list")


def test_names_are_put_on_the_list_all_or_none(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    cast.worker("李大山", places.station)
    cast.worker("周远", places.other_station)
    client = logged_in(cast, officer)
    answer = post(client, url("roster_add", training_class), names="陈小燕\n周远\n")
    assert "没有“周远”" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Enrolment.objects.exists()
    post(client, url("roster_add", training_class), names="陈小燕\n李大山 青石镇\n陈小燕")
    assert Enrolment.objects.count() == 2
    post(client, url("roster_add", training_class), names="陈小燕\n李大山")
    assert Enrolment.objects.count() == 2


def test_two_of_one_name_need_their_unit(places: Places, cast: Cast, officer: Person, at: datetime) -> None:
    training_class = open_class(places.county, at)
    cast.worker("陈小燕", places.station)
    second = cast.worker("陈小燕", places.county)
    client = logged_in(cast, officer)
    answer = post(client, url("roster_add", training_class), names="陈小燕")
    assert "有2位同名" in answer.content.decode()  # type: ignore[attr-defined]
    post(client, url("roster_add", training_class), names="陈小燕 民政局")
    assert Enrolment.objects.get().person == second


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"held_on": "2026-03-25"}, "不在开班与结班日期之间"),
        ({"ends_at": "08:00"}, "结束时间要晚于开始时间"),
        ({"minutes": "300"}, "多于开始到结束的时间"),
        ({"topic": ""}, "请填写课程名称"),
    ],
)
def test_a_session_that_does_not_fit_is_shown_again(
    places: Places, cast: Cast, officer: Person, at: datetime, changes: dict[str, str], words: str
) -> None:
    training_class = open_class(places.county, at)
    fields = {
        "held_on": "2026-03-16",
        "half_day": "morning",
        "starts_at": "09:00",
        "ends_at": "12:00",
        "topic": "入户",
    }
    answer = post(logged_in(cast, officer), url("session_add", training_class), **{**fields, **changes})
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert not ClassSession.objects.exists()


def test_a_session_with_attendance_keeps_its_time_but_may_change_its_topic(
    places: Places, cast: Cast, learner: Person, officer: Person, at: datetime
) -> None:
    session = session_of(open_class(places.county, at), at)
    attendance.mark(mark=Mark(session, learner, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    client = logged_in(cast, officer)
    fields = {
        "held_on": "2026-03-16",
        "half_day": "morning",
        "starts_at": "09:00",
        "ends_at": "12:00",
        "topic": "改题",
    }
    shorter = post(client, url("session_edit", session), **{**fields, "ends_at": "11:00"})
    assert "不能再改" in shorter.content.decode()  # type: ignore[attr-defined]
    assert post(client, url("session_remove", session)).status_code == 409  # type: ignore[attr-defined]
    post(client, url("session_edit", session), **fields)
    session.refresh_from_db()
    assert (session.topic, session.minutes) == ("改题", 180)


def test_a_session_nobody_attended_may_go(places: Places, cast: Cast, officer: Person, at: datetime) -> None:
    session = session_of(open_class(places.county, at), at)
    post(logged_in(cast, officer), url("session_remove", session))
    assert not ClassSession.objects.exists()


def test_nobody_logged_out_sees_a_class(client: Client, places: Places, at: datetime) -> None:
    address = url("class_detail", open_class(places.county, at))
    assert re.match(r"/accounts/login/code/\?next=", client.get(address)["Location"])
    assert re.match(r"/accounts/login/code/\?next=", client.get(LIST)["Location"])


def test_a_learners_own_marks_stand_beside_the_sessions(
    places: Places, cast: Cast, learner: Person, at: datetime
) -> None:
    day = date(2026, 3, 16)
    training_class = open_class(places.county, at)
    session = session_of(training_class, at, day)
    attendance.mark(
        mark=Mark(session, learner, None, AttendanceState.LATE_MARK, reason="没电"), by=SYSTEM, at=at
    )
    page = logged_in(cast, learner).get(url("class_detail", training_class)).content.decode()
    assert "补签</strong>" in page
