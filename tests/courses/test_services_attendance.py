"""Attendance and its hours move together; a scan counts once; nobody is in two places."""

from datetime import date, datetime, time, timedelta

import pytest

from core.errors import RuleBroken
from courses.models import Attendance, ClassSession
from courses.services import attendance, classes, sign_in
from courses.services.attendance import Mark
from courses.words import CREDITED_STATES, AttendanceState, HalfDay
from hours.models import HourEntry, LockedPeriod
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    return session_of(open_class(places.county, at), at)


@pytest.fixture
def opened(session: ClassSession, at: datetime) -> ClassSession:
    return sign_in.open_session(session=session, by=SYSTEM, at=at)


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def put(
    session: ClassSession, person: Person, state: AttendanceState, at: datetime, reason: str = ""
) -> Attendance:
    return attendance.mark(mark=Mark(session, person, None, state, reason=reason), by=SYSTEM, at=at)


def ledger_of(person: Person) -> list[tuple[int, int]]:
    """Minutes and revision of each line, in the order written."""
    return list(HourEntry.objects.filter(person=person).order_by("pk").values_list("minutes", "revision"))


def test_a_scan_records_the_time_and_credits_the_sessions_minutes(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    made = attendance.sign_in(session=opened, person=learner, by=cast.by(learner), at=at)
    assert (made.state, made.signed_in_at) == (AttendanceState.PRESENT, time(10, 0))
    assert ledger_of(learner) == [(180, 1)]
    assert all_entries().get(person=learner).activity_on == opened.held_on


def test_the_same_scan_twice_is_one_line_with_the_first_time(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    for minutes in (0, 7):
        attendance.sign_in(
            session=opened, person=learner, by=cast.by(learner), at=at + timedelta(minutes=minutes)
        )
    assert Attendance.objects.get().signed_in_at == time(10, 0)
    assert ledger_of(learner) == [(180, 1)]


def test_nobody_scans_for_somebody_else(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    friend = cast.worker("李大山", places.station)
    with pytest.raises(RuleBroken) as refused:
        attendance.sign_in(session=opened, person=learner, by=cast.by(friend), at=at)
    assert refused.value.code == "attendance.not_yours"
    assert not Attendance.objects.exists()


def test_a_scan_before_opening_after_closing_or_on_another_day_is_not_taken(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    def refusal(moment: datetime) -> str:
        with pytest.raises(RuleBroken) as refused:
            attendance.sign_in(session=session, person=learner, by=SYSTEM, at=moment)
        return refused.value.code

    codes = [refusal(at)]
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    codes.append(refusal(at + timedelta(days=1)))
    sign_in.close_session(session=session, head_count=0, note="", by=SYSTEM, at=at)
    codes.append(refusal(at))
    assert codes == ["attendance.not_open"] * 3
    assert not Attendance.objects.exists()


def test_a_scan_is_taken_in_a_filed_period_too(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    lock(places, at)
    attendance.sign_in(session=opened, person=learner, by=cast.by(learner), at=at)
    assert all_entries().get(person=learner).reason == "现场扫码签到"


def test_present_corrected_to_leave_takes_the_hours_back(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    put(session, learner, AttendanceState.PRESENT, at)
    put(session, learner, AttendanceState.LEAVE, at, reason="病假")
    assert ledger_of(learner) == [(180, 1), (-180, 1)]
    assert Attendance.objects.get().scheduled is None


def test_leave_corrected_to_a_late_mark_credits_a_second_revision(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    put(session, learner, AttendanceState.PRESENT, at)
    put(session, learner, AttendanceState.LEAVE, at, reason="病假")
    marked = put(session, learner, AttendanceState.LATE_MARK, at, reason="手机没电，签在纸上")
    assert ledger_of(learner) == [(180, 1), (-180, 1), (180, 2)]
    assert attendance.standing_entry(marked).reason == "手机没电，签在纸上"  # type: ignore[union-attr]


def test_present_corrected_to_late_keeps_the_line(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    put(session, learner, AttendanceState.PRESENT, at)
    put(session, learner, AttendanceState.LATE, at)
    assert ledger_of(learner) == [(180, 1)]


@pytest.mark.parametrize("state", list(AttendanceState))
def test_exactly_the_credited_states_earn_the_minutes(
    session: ClassSession, learner: Person, at: datetime, state: AttendanceState
) -> None:
    put(session, learner, state, at, reason="说明")
    assert all_entries().total_minutes() == (180 if state in CREDITED_STATES else 0)


@pytest.mark.parametrize("state", [AttendanceState.LATE_MARK, AttendanceState.MAKE_UP, AttendanceState.LEAVE])
def test_late_marks_make_ups_and_leave_need_a_reason(
    session: ClassSession, learner: Person, at: datetime, state: AttendanceState
) -> None:
    with pytest.raises(RuleBroken) as refused:
        put(session, learner, state, at, reason="  ")
    assert refused.value.code == "attendance.reason_missing"
    assert not Attendance.objects.exists()


def test_nobody_is_marked_present_before_the_day(places: Places, learner: Person, at: datetime) -> None:
    tomorrow = session_of(open_class(places.county, at), at, held_on=TODAY + timedelta(days=1))
    with pytest.raises(RuleBroken) as refused:
        put(tomorrow, learner, AttendanceState.PRESENT, at)
    assert refused.value.code == "attendance.not_yet"
    assert put(tomorrow, learner, AttendanceState.LEAVE, at, reason="产假").state == AttendanceState.LEAVE


def test_two_places_at_one_time_are_refused_by_scan_and_by_hand(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    elsewhere = session_of(open_class(places.city, at, "2026-09"), at)
    sign_in.open_session(session=elsewhere, by=SYSTEM, at=at)
    attendance.sign_in(session=opened, person=learner, by=cast.by(learner), at=at)
    with pytest.raises(RuleBroken) as scanned:
        attendance.sign_in(session=elsewhere, person=learner, by=cast.by(learner), at=at)
    with pytest.raises(RuleBroken) as marked:
        put(elsewhere, learner, AttendanceState.LATE_MARK, at, reason="补记")
    assert (scanned.value.code, marked.value.code) == ("attendance.two_places", "attendance.two_places")
    assert ledger_of(learner) == [(180, 1)]


def test_leave_in_one_class_does_not_forbid_another(
    session: ClassSession, learner: Person, places: Places, at: datetime
) -> None:
    elsewhere = session_of(open_class(places.city, at, "2026-09"), at)
    put(session, learner, AttendanceState.LEAVE, at, reason="去市里上课")
    put(elsewhere, learner, AttendanceState.PRESENT, at)
    assert ledger_of(learner) == [(180, 1)]


def test_morning_and_afternoon_of_a_day_both_count(places: Places, learner: Person, at: datetime) -> None:
    training_class = open_class(places.county, at)
    for half_day in (HalfDay.MORNING, HalfDay.AFTERNOON):
        put(session_of(training_class, at, half_day=half_day), learner, AttendanceState.PRESENT, at)
    assert all_entries().total_minutes() == 360


def test_hours_belong_to_the_posting_of_the_date_not_to_todays(
    places: Places, learner: Person, cast: Cast, at: datetime
) -> None:
    held_on = date(2026, 2, 10)
    training_class = open_class(places.county, at, starts_on=held_on, ends_on=held_on)
    moved = PostingDetails(organisation=places.other_station, starts_on=date(2026, 3, 1))
    todays = postings.move(person=learner, details=moved, by=SYSTEM, at=at)
    wanted = Mark(
        session_of(training_class, at, held_on), learner, todays, AttendanceState.LATE_MARK, reason="补记"
    )
    made = attendance.mark(mark=wanted, by=SYSTEM, at=at)
    line = all_entries().get(person=learner)
    assert made.posting is not None
    assert (made.posting.organisation, line.organisation, line.bureau) == (
        places.station,
        places.station,
        places.county,
    )
    assert line.activity_on == held_on


def test_a_person_without_a_posting_is_in_the_chain_of_the_organiser(
    session: ClassSession, places: Places, at: datetime
) -> None:
    guest = Person.objects.create(name="何来宾")
    put(session, guest, AttendanceState.PRESENT, at)
    line = all_entries().get(person=guest)
    assert (line.organisation, line.bureau) == (None, places.county)


def lock(places: Places, at: datetime) -> None:
    LockedPeriod.objects.create(
        organisation=places.county, first_day=date(2026, 1, 1), last_day=date(2026, 3, 31), locked_at=at,
        filing_number="2026-Q1",
    )  # fmt: skip


def test_in_a_filed_period_a_hand_mark_needs_a_reason_and_is_then_taken(
    session: ClassSession, learner: Person, places: Places, at: datetime
) -> None:
    lock(places, at)
    with pytest.raises(RuleBroken) as refused:
        put(session, learner, AttendanceState.PRESENT, at)
    assert refused.value.code == "hours.period_filed"
    assert not Attendance.objects.exists()
    put(session, learner, AttendanceState.LATE_MARK, at, reason="漏录的纸质签到")
    assert ledger_of(learner) == [(180, 1)]


def test_the_providers_class_teacher_marks_and_another_countys_officer_does_not(
    places: Places, learner: Person, cast: Cast, at: datetime
) -> None:
    teacher = cast.with_role("温教员", Role.CLASS_TEACHER, places.school)
    stranger = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    session = session_of(open_class(places.county, at, provider=places.school), at)
    wanted = Mark(session, learner, None, AttendanceState.PRESENT)
    with pytest.raises(RuleBroken) as refused:
        attendance.mark(mark=wanted, by=cast.by(stranger), at=at)
    assert refused.value.code == "permission.missing"
    made = attendance.mark(mark=wanted, by=cast.by(teacher), at=at)
    assert made.marked_by == teacher.pk


def test_the_providers_class_teacher_has_no_part_in_other_classes(
    session: ClassSession, places: Places, learner: Person, cast: Cast, at: datetime
) -> None:
    teacher = cast.with_role("温教员", Role.CLASS_TEACHER, places.school)
    with pytest.raises(RuleBroken):
        attendance.mark(
            mark=Mark(session, learner, None, AttendanceState.PRESENT), by=cast.by(teacher), at=at
        )
    with pytest.raises(RuleBroken):
        classes.set_state(
            training_class=session.training_class,
            state="closed",
            by=cast.by(teacher),
            at=at,  # type: ignore[arg-type]
        )


def test_an_import_is_undone_only_by_who_may_import_there(
    session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    made = put(session, learner, AttendanceState.PRESENT, at)
    stranger = cast.with_role("钱主管", Role.OFFICER, places.other_county)
    with pytest.raises(RuleBroken):
        attendance.withdraw_many(attendances=[made], reason="撤销", by=cast.by(stranger), at=at)
    assert attendance.withdraw_many(attendances=[made], reason="撤销", by=SYSTEM, at=at) == 1
    assert all_entries().total_minutes() == 0


def test_an_import_that_names_somebody_twice_says_so(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    twice = [Mark(session, learner, None, AttendanceState.LEAVE)] * 2
    with pytest.raises(RuleBroken) as refused:
        attendance.record_many(marks=twice, by=SYSTEM, at=at)
    assert refused.value.code == "attendance.twice"
