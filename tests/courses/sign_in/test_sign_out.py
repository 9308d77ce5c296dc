"""Leaving by the same code: what the learner sees and what the sheet says."""

from datetime import datetime, timedelta

import pytest
import time_machine

from courses.models import Attendance, ClassSession
from courses.services import attendance, sign_in
from courses.words import AttendanceState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast
from tests.courses.sign_in.room import code_address, enrolled, logged_in, post, text, url


@pytest.fixture
def leaving(opened: ClassSession, learner: Person, at: datetime) -> ClassSession:
    """Opened at ten, the learner is in, and one may sign out."""
    enrolled(opened, learner, at)
    attendance.sign_in(session=opened, person=learner, by=SYSTEM, at=at)
    return sign_in.open_sign_out(session=opened, by=SYSTEM, at=at)


def test_the_same_code_signs_out_and_the_receipt_says_when(
    leaving: ClassSession, learner: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    client, noon = logged_in(cast, learner), at.replace(hour=12)
    clock_hand.move_to(noon)
    page = text(client.get(code_address(leaving, noon)))
    assert "签退</button>" in page
    assert "不计学时" not in page
    answer = post(client, code_address(leaving, noon), leaves="1")
    assert answer["Location"] == url("signed_in", leaving)
    receipt = text(client.get(answer["Location"]))
    assert "12:00" in receipt
    assert "在场180分钟" in receipt


def test_whoever_leaves_much_too_early_is_told_before_and_after(
    leaving: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime,
    clock_hand: time_machine.Traveller,
) -> None:  # fmt: skip
    client, soon = logged_in(cast, learner), at.replace(hour=10, minute=30)
    clock_hand.move_to(soon)
    assert "这一课次将不计学时" in text(client.get(code_address(leaving, soon)))  # type: ignore[arg-type]
    assert Attendance.objects.get().signed_out_at is None
    answer = post(client, code_address(leaving, soon), leaves="1")
    assert "按规则时间不足" in text(client.get(answer["Location"]))
    assert (Attendance.objects.get().state, all_entries().total_minutes()) == (AttendanceState.TOO_SHORT, 0)
    sheet = text(logged_in(cast, teacher).get(url("session_detail", leaving)))  # type: ignore[arg-type]
    for words in ("时长不足", "在场90分钟", "10:30", "时长不足1人"):
        assert words in sheet


def test_a_second_tap_of_the_sign_in_does_not_sign_out(
    leaving: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    answer = post(logged_in(cast, learner), code_address(leaving, at))
    assert "签退</button>" in text(answer)
    assert Attendance.objects.get().signed_out_at is None


def test_where_sign_out_is_not_open_the_code_only_says_since_when(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    attendance.sign_in(session=opened, person=learner, by=SYSTEM, at=at)
    page = text(logged_in(cast, learner).get(code_address(opened, at)))  # type: ignore[arg-type]
    assert "您已签到" in page
    assert "签退</button>" not in page
    refused = post(logged_in(cast, learner), code_address(opened, at), leaves="1")
    assert "您已签到" in text(refused)


def test_the_sheet_names_who_has_not_signed_out(
    leaving: ClassSession, teacher: Person, cast: Cast, at: datetime
) -> None:
    assert "未签退" in text(logged_in(cast, teacher).get(url("session_detail", leaving)))  # type: ignore[arg-type]


def test_a_scan_that_comes_too_late_says_so_on_the_receipt(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    late = at + timedelta(minutes=70)
    clock_hand.move_to(late)
    client = logged_in(cast, enrolled(opened, learner, at))
    answer = post(client, code_address(opened, late))
    assert "不计学时" in text(client.get(answer["Location"]))
