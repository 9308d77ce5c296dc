"""代扫: a code on the learner's phone that holds for seconds, scanned by whoever runs the class."""

from datetime import datetime, time, timedelta

import time_machine

from courses.models import Attendance, ClassSession
from courses.services import attendance, personal_code, sign_in
from courses.services.attendance import Mark
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.courses.sign_in.room import code_address, enrolled, logged_in, post, text, url


def address(person: Person, at: datetime) -> str:
    code = personal_code.code_of(person, timing=personal_code.timing_for(person, at=at), at=at)
    return f"/classes/p/{code}/"


def test_the_organiser_scans_and_one_tap_signs_in(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    page = text(client.get(address(learner, at)))  # type: ignore[arg-type]
    for words in ("陈小燕", "东湖县青石镇社工站", "入户走访"):
        assert words in page
    assert not Attendance.objects.exists()
    answer = post(client, address(learner, at), session=opened.public_id)
    assert answer["Location"] == url("sign_in", opened)
    made = Attendance.objects.get()
    assert (made.person, made.way, made.marked_by) == (learner, SignInWay.ASSISTED, teacher.pk)
    assert all_entries().get().reason == "班主任代扫签到"
    assert "代扫" in text(client.get(url("session_detail", opened)))  # type: ignore[arg-type]


def test_ones_own_code_changes_and_an_old_one_is_worth_nothing(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime,
    clock_hand: time_machine.Traveller,
) -> None:  # fmt: skip
    codes = {address(learner, at + timedelta(seconds=seconds)) for seconds in (0, 14, 15, 30)}
    assert len(codes) == 3
    assert "<svg" in text(logged_in(cast, learner).get("/classes/my-code/"))  # type: ignore[arg-type]
    clock_hand.move_to(at + timedelta(seconds=46))
    assert "已经过时" in text(logged_in(cast, teacher).get(address(learner, at)))  # type: ignore[arg-type]


def test_the_tap_may_take_longer_than_the_code_holds_but_not_for_ever(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime,
    clock_hand: time_machine.Traveller,
) -> None:  # fmt: skip
    client, scanned = logged_in(cast, teacher), address(learner, at)
    clock_hand.move_to(at + timedelta(seconds=601))
    assert "已经过时" in text(post(client, scanned, session=opened.public_id))
    assert not Attendance.objects.exists()
    clock_hand.move_to(at + timedelta(seconds=300))
    assert post(client, scanned, session=opened.public_id).status_code == 302


def test_a_code_that_no_phone_showed_is_stale(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client, known = logged_in(cast, teacher), address(learner, at)
    session_code = code_address(opened, at).replace("/s/", "/p/")
    for forged in (known[:-2] + ("1/" if known[-2] != "1" else "2/"), session_code, "/classes/p/nonsense/"):
        assert "已经过时" in text(client.get(forged))  # type: ignore[arg-type]


def test_only_whoever_runs_classes_learns_whose_code_it_is(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    colleague = logged_in(cast, cast.worker("李大山", places.station))
    assert colleague.get(address(learner, at)).status_code == 404
    elsewhere = logged_in(cast, cast.with_role("钱主管", Role.OFFICER, places.other_county))
    page = text(elsewhere.get(address(learner, at)))  # type: ignore[arg-type]
    assert "没有开放签到的课次" in page
    assert post(elsewhere, address(learner, at), session=opened.public_id).status_code == 404
    assert post(elsewhere, address(learner, at), session="nonsense").status_code == 404
    assert not Attendance.objects.exists()


def test_the_organiser_scans_on_leaving_as_well(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime,
    clock_hand: time_machine.Traveller,
) -> None:  # fmt: skip
    client, noon = logged_in(cast, teacher), at.replace(hour=12)
    post(client, address(learner, at), session=opened.public_id)
    page = text(client.get(address(learner, at)))  # type: ignore[arg-type]
    assert "已签到" in page
    assert 'name="leaves"' not in page  # not open yet
    refused = post(client, address(learner, at), session=opened.public_id, leaves="1")
    assert (refused.status_code, "没有开放签退" in text(refused)) == (409, True)
    sign_in.open_sign_out(session=opened, by=SYSTEM, at=at)
    sign_in.close_session(session=opened, head_count=1, note="", by=SYSTEM, at=at)
    clock_hand.move_to(noon)
    assert 'name="leaves"' in text(client.get(address(learner, noon)))  # type: ignore[arg-type]
    assert post(client, address(learner, noon), session=opened.public_id, leaves="1").status_code == 302
    made = Attendance.objects.get()
    assert (made.signed_out_at, made.minutes_present, made.state) == (
        time(12, 0),
        180,
        AttendanceState.PRESENT,
    )
    assert all_entries().total_minutes() == 180


def test_nobody_is_scanned_out_who_never_came_or_by_another_county(
    opened: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    sign_in.open_sign_out(session=opened, by=SYSTEM, at=at)
    refused = post(logged_in(cast, teacher), address(learner, at), session=opened.public_id, leaves="1")
    assert (refused.status_code, "还没有签到" in text(refused)) == (409, True)
    elsewhere = logged_in(cast, cast.with_role("钱主管", Role.OFFICER, places.other_county))
    assert post(elsewhere, address(learner, at), session=opened.public_id, leaves="1").status_code == 404
    assert not Attendance.objects.exists()


def test_scanning_twice_is_one_attendance_and_two_places_are_refused(
    opened: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    enrolled(opened, learner, at)
    for _ in range(2):
        post(client, address(learner, at), session=opened.public_id)
    assert Attendance.objects.count() == 1
    other = session_of(open_class(places.county, at, "7", provider=places.school), at)
    attendance.mark(mark=Mark(other, teacher, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    refused = post(client, address(teacher, at), session=opened.public_id)
    assert refused.status_code == 409
    assert "同一时间已在另一课次签到" in text(refused)
