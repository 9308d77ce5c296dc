"""培训通知 and 培训总结 carry what is on record, leave room for the rest, and are for the organiser's officers."""

import io
from datetime import datetime, timedelta

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.class_documents import course_of, notice_of, summary_of
from courses.models import TrainingClass
from courses.services import attendance, enrolments, quotas
from courses.services.attendance import Mark
from courses.services.quotas import Share
from courses.words import AttendanceState, HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.fixture
def training_class(places: Places, at: datetime) -> TrainingClass:
    made = open_class(places.county, at, provider=places.school, round_number=3)
    session_of(made, at)
    session_of(made, at, TODAY + timedelta(days=1), HalfDay.AFTERNOON)
    return made


def test_a_notice_says_what_when_where_and_for_whom_and_leaves_room(
    training_class: TrainingClass, places: Places
) -> None:
    words = words_of(notice_of(training_class))
    for expected in (
        "关于举办岗前培训班2026-01的通知", "各有关单位：", f"{places.county.name}（{places.school.name}承办）", "（第3期）",
        "2026年3月16日至3月18日，共3天", "青石镇文化站二楼", "名额40人", "共6.0小时", "3月16日09:00前", "附件2：报名回执",
        "14:30–17:30", "联系人：【待填：联系人】", "【待填：文号】",
    ):  # fmt: skip
        assert expected in words, expected
    assert "名额分配表" not in words
    assert notice_of(training_class) == notice_of(training_class)


def test_shares_of_seats_are_an_annex_and_their_places_are_written_to(
    training_class: TrainingClass, places: Places, at: datetime
) -> None:
    shares = [Share(places.station, 12)]
    quotas.set_quotas(training_class=training_class, shares=shares, by=SYSTEM, at=at)
    words = words_of(notice_of(training_class))
    assert f"{places.station.name}：" in words
    assert "附件2　名额分配表" in words
    assert "附件3　报名回执" in words
    assert f"{places.station.name}\n12" in words


def test_a_summary_counts_whom_it_says_it_counts(
    training_class: TrainingClass, places: Places, cast: Cast, at: datetime
) -> None:
    first, second = training_class.sessions.all()
    listed = [cast.worker(name, places.station) for name in ("陈小燕", "李大山", "黄晓")]
    for person in listed:
        enrolments.enrol(training_class=training_class, person=person, by=SYSTEM, at=at)
    guest = cast.worker("周远", places.station)
    for person, state in (
        (listed[0], AttendanceState.PRESENT),
        (listed[1], AttendanceState.LATE),
        (guest, AttendanceState.PRESENT),
    ):
        attendance.mark(mark=Mark(first, person, None, state), by=SYSTEM, at=at)
    found = course_of(training_class)
    assert (found.listed, found.came, found.held, found.minutes) == (3, 3, 1, 180)
    assert (found.attended, found.expected, found.rate) == (2, 3, "66.7%")
    words = words_of(summary_of(training_class))
    for expected in (
        "计划40人，录取3人，实到3人",
        "上课1个课次，共3.0小时",
        "到课率66.7%",
        "到课2人次，应到3人次",
    ):
        assert expected in words
    assert "陈小燕" not in words
    assert second.closed_at is None


def test_a_class_that_nobody_attended_has_no_rate(training_class: TrainingClass) -> None:
    assert course_of(training_class).rate == "—"


def test_drafts_are_for_the_organisers_officers(
    training_class: TrainingClass, places: Places, cast: Cast
) -> None:
    pages = [
        reverse(f"courses:{name}", args=[training_class.public_id])
        for name in ("class_notice", "class_summary")
    ]
    for role, place, status in (
        (Role.OFFICER, places.county, 200), (Role.OFFICER, places.other_county, 404),
        (Role.CLASS_TEACHER, places.school, 404),
    ):  # fmt: skip
        client = Client()
        client.force_login(cast.account(cast.with_role(f"人{place.pk}", role, place)))
        assert [client.get(page).status_code for page in pages] == [status, status]


def test_a_summary_takes_as_many_questions_for_six_sessions_as_for_two(
    training_class: TrainingClass, at: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8) as two:
        summary_of(training_class)
    for number in range(2, 6):
        session_of(training_class, at, TODAY + timedelta(days=number))
    with django_assert_max_num_queries(8) as six:
        summary_of(training_class)
    assert len(two) == len(six)
