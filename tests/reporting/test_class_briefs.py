"""简报: the numbers are those of the official register of classes, and each says what it means."""

import io
from datetime import datetime, timedelta

import docx
import time_machine
from django.test import Client
from django.urls import reverse

from courses.models import TrainingClass
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState, HalfDay
from hours.showing import xueshi_rule
from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.scope import scope_of
from reporting.class_briefs import brief_of
from reporting.querysets.matrix import by_class
from reporting.querysets.places import gazetteer
from reporting.querysets.sql import Selection
from reporting.rules import definitions
from reporting.rules.metrics import METRICS
from reporting.rules.periods import Period
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of


def words_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def attended(places: Places, cast: Cast, at: datetime) -> TrainingClass:
    """Two people, three marks that count and one that does not, in two half days of one day."""
    made = open_class(places.county, at, provider=places.school)
    morning, afternoon = session_of(made, at), session_of(made, at, TODAY, HalfDay.AFTERNOON)
    first, second = cast.worker("陈小燕", places.station), cast.worker("周远", places.other_station)
    for session, person, state in (
        (morning, first, AttendanceState.PRESENT), (afternoon, first, AttendanceState.LATE),
        (morning, second, AttendanceState.PRESENT), (afternoon, second, AttendanceState.LEAVE),
    ):  # fmt: skip
        attendance.mark(mark=Mark(session, person, None, state, reason="病假"), by=SYSTEM, at=at)
    return made


def test_a_brief_says_the_numbers_of_the_register(places: Places, cast: Cast, at: datetime) -> None:
    made = attended(places, cast, at)
    words = words_of(brief_of(made, at=at))
    for expected in (
        "参训2人（", "2人次；", "上课2个课次，授课6小时", "课程有：入户走访。", "2026年3月16日", "数据截止2026-03-16",
        f"{definitions.COUNTED}。", f"{METRICS['people'].name}：{METRICS['people'].text}。",
    ):  # fmt: skip
        assert expected in words, expected
    selection = Selection(gazetteer(scope_of(places.county)), Period(report_year=2026))
    counted = by_class(selection, xueshi=xueshi_rule(on=TODAY, area_code=places.county.area_code))[made.pk]
    assert f"折合{counted.counts.measured(METRICS['xueshi']).shown()}学时" in words
    assert f"授课{counted.counts.measured(METRICS['hours_delivered']).shown()}小时" in words
    assert "陈小燕" not in words
    assert brief_of(made, at=at) == brief_of(made, at=at)


def test_a_class_that_nobody_attended_counts_nothing(places: Places, at: datetime) -> None:
    words = words_of(brief_of(open_class(places.county, at), at=at))
    assert "参训0人" in words
    assert "授课0小时" in words


def test_a_brief_of_later_sessions_counts_them_all(places: Places, cast: Cast, at: datetime) -> None:
    made = attended(places, cast, at)
    session_of(made, at, TODAY + timedelta(days=2))
    assert "上课2个课次" in words_of(brief_of(made, at=at))


def test_a_brief_is_for_the_organisers_officers_and_stands_on_the_class_page(
    places: Places, cast: Cast, at: datetime
) -> None:
    made = attended(places, cast, at)
    address = reverse("reporting:class_brief", args=[made.public_id])
    with time_machine.travel(at, tick=False):
        for place, status in ((places.county, 200), (places.other_county, 404)):
            client = Client()
            client.force_login(cast.account(cast.with_role(f"人{place.pk}", Role.OFFICER, place)))
            assert client.get(address).status_code == status
            if status == 200:
                page = client.get(reverse("courses:class_detail", args=[made.public_id])).content.decode()
                assert address in page
