"""讲课费: 学时 of what was really taught, capped by title and half day, for the organiser's officers alone."""

import io
from dataclasses import replace
from datetime import date, datetime, time

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.fee_words import FeeClass
from courses.lecturer_fees import fee_form_of
from courses.models import TrainingClass
from courses.rules.lecturer_fees import FeeRule, Taught, fee_class_of, fee_lines
from courses.services import attendance, classes
from courses.services.attendance import Mark
from courses.words import AttendanceState, HalfDay
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_details

RULE = FeeRule({FeeClass.ASSOCIATE: 500, FeeClass.FULL: 1000, FeeClass.ACADEMICIAN: 1500}, 4, 45)
DAY = date(2026, 3, 16)


def taught(
    minutes: int, half: HalfDay = HalfDay.MORNING, lecturer: str = "温教员", title: str = "教授"
) -> Taught:
    return Taught(lecturer, title, "", DAY, half, minutes, "伦理")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("", FeeClass.ASSOCIATE), ("讲师", FeeClass.ASSOCIATE), ("副教授", FeeClass.ASSOCIATE),
        ("教授", FeeClass.FULL), ("研究员（正高级）", FeeClass.FULL), ("副研究员", FeeClass.ASSOCIATE),
        ("副教授、正高级社会工作师", FeeClass.FULL), ("中国科学院院士", FeeClass.ACADEMICIAN),
    ],
)  # fmt: skip
def test_the_class_of_a_title(title: str, expected: FeeClass) -> None:
    assert fee_class_of(title) is expected


@pytest.mark.parametrize(
    ("sessions", "xueshi"),
    [
        ([taught(180)], 4),
        ([taught(240)], 4),  # a half day counts four at most
        ([taught(100)], 2),  # rounded down
        ([taught(60), taught(60)], 2),  # minutes of one half day belong together
        ([taught(180), taught(180, HalfDay.AFTERNOON)], 8),
    ],
)
def test_xueshi_are_counted_by_half_day(sessions: list[Taught], xueshi: int) -> None:
    (line,) = fee_lines(sessions, RULE)
    assert (line.xueshi, line.most) == (xueshi, xueshi * 1000)


def test_the_same_name_with_another_title_is_another_line() -> None:
    lines = fee_lines([taught(90), taught(90, title="讲师"), taught(45, lecturer="李教员", title="")], RULE)
    assert [(line.lecturer, line.xueshi, line.cap, line.is_known) for line in lines] == [
        ("温教员", 2, 1000, True), ("温教员", 2, 500, True), ("李教员", 1, 500, False),
    ]  # fmt: skip


@pytest.fixture
def training_class(places: Places, cast: Cast, at: datetime) -> TrainingClass:
    """Taught in the morning; the afternoon is still to come, and one session names nobody."""
    made = open_class(places.county, at, provider=places.school)
    morning = replace(session_details(), lecturer="温教员", lecturer_title="教授")
    nobody = replace(session_details(), starts_at=time(8), ends_at=time(8, 45), minutes=45, lecturer="")
    later = session_details(TODAY, HalfDay.AFTERNOON)
    sessions = classes.add_sessions(rows=[(made, one) for one in (morning, nobody, later)], by=SYSTEM, at=at)
    worker = cast.worker("陈小燕", places.station)
    for session in sessions[:2]:
        wanted = Mark(session, worker, None, AttendanceState.PRESENT)
        attendance.mark(mark=wanted, by=SYSTEM, at=at)
    return made


def test_only_what_was_held_is_paid(training_class: TrainingClass) -> None:
    form = fee_form_of(training_class)
    assert [(line.lecturer, line.xueshi, line.most) for line in form.lines] == [("温教员", 4, 4000)]
    assert (form.not_held, form.unnamed, form.xueshi, form.most, form.is_verified) == (1, 1, 4, 4000, False)


def test_a_local_rule_goes_before_the_default(training_class: TrainingClass, places: Places) -> None:
    Rule.objects.create(
        key="lecturer.fee_caps", jurisdiction=places.county.area_code[:4], valid_from=date(2026, 1, 1),
        value={"associate": 300, "full": 600, "academician": 900}, title="讲课费", is_verified=True,
    )  # fmt: skip
    assert fee_form_of(training_class).most == 2400


def test_the_officers_of_the_organiser_read_and_download_it_and_nobody_else(
    training_class: TrainingClass, places: Places, cast: Cast
) -> None:
    pages = [
        reverse(f"courses:{name}", args=[training_class.public_id])
        for name in ("class_fees", "class_fees_sheet")
    ]

    def answers(role: Role, place: object) -> list[object]:
        client = Client()
        client.force_login(cast.account(cast.with_role(f"某{role}", role, place)))  # type: ignore[arg-type]
        return [client.get(page) for page in pages]

    page, sheet = answers(Role.OFFICER, places.county)
    assert "4000" in page.content.decode()  # type: ignore[attr-defined]
    assert "未核实" in page.content.decode()  # type: ignore[attr-defined]
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)  # type: ignore[attr-defined,union-attr]
    assert rows[0][0] == "岗前培训班2026-01讲课费发放表"
    assert rows[2][:8] == (1, "温教员", "教授", None, "03-16 上午 入户走访", 4, 1000, 4000)
    assert rows[3][5:8] == (4, None, 4000)
    for role, place in (
        (Role.OFFICER, places.other_county), (Role.CLASS_TEACHER, places.school), (Role.READER, places.province),
    ):  # fmt: skip
        assert [answer.status_code for answer in answers(role, place)] == [404, 404]  # type: ignore[attr-defined]


def test_the_form_takes_as_many_questions_for_ten_sessions_as_for_one(
    training_class: TrainingClass, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        fee_form_of(training_class)
    rows = [
        (training_class, session_details(date(2026, 3, 17 + number), half))
        for number in range(2)
        for half in HalfDay
    ]
    classes.add_sessions(rows=rows, by=SYSTEM, at=at)
    with django_assert_num_queries(2):
        fee_form_of(training_class)
