"""Sign-out, part of a session, and what the rule makes of it: minutes, state and hours move together."""

from datetime import datetime, time, timedelta

import pytest

from core.errors import RuleBroken
from core.models import Event
from courses.models import Attendance, ClassSession, TrainingClass
from courses.services import attendance, sign_in
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassState
from hours.models import HourEntry
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of

NINE = timedelta(hours=-1)  # from the tests' ten o'clock


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    """From 9:00 to 12:00, signing in and out since 9:00."""
    made = session_of(open_class(places.county, at), at)
    sign_in.open_session(session=made, by=SYSTEM, at=at + NINE)
    return sign_in.open_sign_out(session=made, by=SYSTEM, at=at + NINE)


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def clock_at(at: datetime, hour: int, minute: int = 0) -> datetime:
    return at.replace(hour=hour, minute=minute)


def test_who_stays_to_the_end_keeps_the_hours(session: ClassSession, learner: Person, at: datetime) -> None:
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 8, 50))
    made = attendance.sign_out(session=session, person=learner, by=SYSTEM, at=clock_at(at, 12, 3))
    assert (made.state, made.minutes_present, made.signed_out_at) == ("present", 180, time(12, 3))
    assert HourEntry.objects.count() == 1


def test_who_comes_late_is_late_and_who_comes_much_too_late_earns_nothing(
    session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("李大山", places.station)
    late = attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 9, 20))
    short = attendance.sign_in(session=session, person=other, by=SYSTEM, at=clock_at(at, 11))
    assert (late.state, late.minutes_present) == (AttendanceState.LATE, 160)
    assert (short.state, short.minutes_present, short.scheduled) == (AttendanceState.TOO_SHORT, 60, None)
    assert [all_entries().of_person(one).total_minutes() for one in (learner, other)] == [180, 0]


def test_leaving_too_early_takes_the_hours_back_and_a_later_scan_returns_them(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 9))
    gone = attendance.sign_out(session=session, person=learner, by=SYSTEM, at=clock_at(at, 9, 30))
    assert (gone.state, all_entries().total_minutes()) == (AttendanceState.TOO_SHORT, 0)
    back = attendance.sign_out(session=session, person=learner, by=SYSTEM, at=clock_at(at, 11, 30))
    assert (back.state, back.minutes_present) == (AttendanceState.LEFT_EARLY, 150)
    assert list(HourEntry.objects.order_by("pk").values_list("minutes", "revision")) == [
        (180, 1), (-180, 1), (180, 2),
    ]  # fmt: skip
    earlier = attendance.sign_out(session=session, person=learner, by=SYSTEM, at=clock_at(at, 10))
    assert earlier.signed_out_at == time(11, 30)


def test_the_share_that_counts_is_a_rule_of_the_place_and_not_verified(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    assert not Rule.objects.filter(key="attendance.least_percent", is_verified=True).exists()
    Rule.objects.create(
        key="attendance.least_percent", jurisdiction="990121", valid_from=TODAY, value=50, title="县里的规定"
    )
    made = attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 10, 30))
    assert (made.state, made.minutes_present) == (AttendanceState.LATE, 90)
    assert all_entries().total_minutes() == 180


def test_what_a_person_decided_stays_decided(session: ClassSession, learner: Person, at: datetime) -> None:
    wanted = Mark(session, learner, None, AttendanceState.LATE_MARK, reason="手机没电，签在纸上")
    marked = attendance.mark(mark=wanted, by=SYSTEM, at=at)
    left = attendance.sign_out(session=session, person=learner, by=SYSTEM, at=clock_at(at, 10, 30))
    assert (left.state, left.reason, left.approved_by) == ("late_mark", marked.reason, marked.approved_by)
    assert (left.minutes_present, all_entries().total_minutes()) == (90, 180)


def test_a_correction_by_hand_returns_the_hours_and_keeps_what_was_measured(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 11))
    wanted = Mark(session, learner, None, AttendanceState.PRESENT, reason="九点已到，扫码晚了")
    made = attendance.mark(mark=wanted, by=SYSTEM, at=clock_at(at, 11, 5))
    assert (made.state, made.minutes_present, all_entries().total_minutes()) == ("present", 60, 180)


def test_who_came_too_late_is_a_head_that_counts(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 11))
    closed = sign_in.close_session(session=session, head_count=1, note="", by=SYSTEM, at=clock_at(at, 11, 30))
    assert closed.head_count == 1


def test_people_sign_out_after_the_head_count_and_nobody_signs_in(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 9))
    sign_in.close_session(session=session, head_count=1, note="", by=SYSTEM, at=clock_at(at, 9, 30))
    left = attendance.sign_out(session=session, person=learner, by=SYSTEM, at=clock_at(at, 12))
    assert left.signed_out_at == time(12, 0)


def test_sign_out_asks_for_a_sign_in_an_open_code_the_day_and_oneself(
    session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    friend = cast.worker("李大山", places.station)

    def refusal(by: Person, moment: datetime, where: ClassSession = session) -> str:
        with pytest.raises(RuleBroken) as refused:
            attendance.sign_out(session=where, person=learner, by=cast.by(by), at=moment)
        return refused.value.code

    codes = [refusal(learner, at)]
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=clock_at(at, 9))
    codes += [refusal(friend, at), refusal(learner, at + timedelta(days=1))]
    afternoon = session_of(session.training_class, at, held_on=TODAY + timedelta(days=1))
    Attendance.objects.filter(person=learner).update(session=afternoon)
    codes.append(refusal(learner, at, afternoon))
    assert codes == [
        "attendance.not_signed_in", "attendance.not_yours", "attendance.sign_out_not_open",
        "attendance.sign_out_not_open",
    ]  # fmt: skip


def test_sign_out_opens_once_on_its_day_and_not_for_a_cancelled_class(places: Places, at: datetime) -> None:
    session = session_of(open_class(places.county, at), at)
    first = sign_in.open_sign_out(session=session, by=SYSTEM, at=at)
    again = sign_in.open_sign_out(session=session, by=SYSTEM, at=at + timedelta(minutes=9))
    assert first.sign_out_opened_at == again.sign_out_opened_at == at
    assert Event.objects.filter(name="courses.session.sign_out_opened").count() == 1
    cancelled = session_of(open_class(places.county, at, "9"), at)
    TrainingClass.objects.filter(pk=cancelled.training_class_id).update(state=ClassState.CANCELLED)
    with pytest.raises(RuleBroken) as called_off:
        sign_in.open_sign_out(session=cancelled, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as tomorrow:
        sign_in.open_sign_out(session=session, by=SYSTEM, at=at + timedelta(days=1))
    assert [called_off.value.code, tomorrow.value.code] == ["session.cancelled", "session.sign_out_other_day"]


def test_another_countys_officer_opens_no_sign_out(places: Places, cast: Cast, at: datetime) -> None:
    session = session_of(open_class(places.county, at), at)
    stranger = cast.by(cast.with_role("钱主管", Role.OFFICER, places.other_county))
    with pytest.raises(RuleBroken):
        sign_in.open_sign_out(session=session, by=stranger, at=at)
