"""The organiser's side of a session: the screen, roll call, late marks, closing."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
import segno
import time_machine
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from courses.models import Attendance, ClassSession
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState, ClassState
from hours.models import LockedPeriod
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of
from tests.courses.sign_in.room import code_address, enrolled, logged_in, post, text, url

SCREENS = ("session_detail", "sign_in", "sign_in_code", "session_mark", "session_close", "session_sheet")


def test_the_screen_shows_the_code_the_counts_and_who_is_missing(
    opened: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    for person in (learner, cast.worker("李大山", places.station)):
        enrolled(opened, person, at)
    attendance.sign_in(session=opened, person=learner, by=SYSTEM, at=at)
    page = text(logged_in(cast, teacher).get(url("sign_in", opened)))  # type: ignore[arg-type]
    assert "已到1 / 应到2" in page
    missing = page[page.index("还没到") :]
    assert "李大山" in missing
    assert "陈小燕" not in missing
    assert "<svg" in page
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page


def test_the_code_holds_the_full_address_of_the_scan(
    opened: ClassSession, teacher: Person, cast: Cast, at: datetime
) -> None:
    answer = logged_in(cast, teacher).get(url("sign_in", opened))
    address = settings.SITE_ADDRESS + code_address(opened, at)
    drawn = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=4)
    path = re.findall(r' d="([^"]+)"', drawn)[-1]
    assert path in text(answer)  # type: ignore[arg-type]


def test_the_code_on_the_screen_changes_with_the_step(
    opened: ClassSession, teacher: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    client = logged_in(cast, teacher)

    def picture() -> str:
        found = re.search(r"<svg.*?</svg>", text(client.get(url("sign_in_code", opened))))  # type: ignore[arg-type]
        assert found
        return found.group()

    first = picture()
    clock_hand.move_to(at + timedelta(seconds=14))
    same = picture()
    clock_hand.move_to(at + timedelta(seconds=15))
    assert first == same != picture()


def test_the_swapped_part_is_the_part_alone(opened: ClassSession, teacher: Person, cast: Cast) -> None:
    part = text(logged_in(cast, teacher).get(url("sign_in_code", opened)))  # type: ignore[arg-type]
    assert "<html" not in part
    assert "已到0" in part


@pytest.mark.parametrize("name", ["sign_in", "session_detail"])
def test_the_pages_take_as_many_queries_for_twenty_people_as_for_one(
    opened: ClassSession,
    teacher: Person,
    places: Places,
    cast: Cast,
    at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    client = logged_in(cast, teacher)

    def fill(numbers: range) -> None:
        for number in numbers:
            enrolled(opened, cast.worker(f"学员{number}", places.station), at)
            attendance.sign_in(
                session=opened, person=cast.worker(f"来宾{number}", places.station), by=SYSTEM, at=at
            )

    fill(range(1))
    with django_assert_max_num_queries(14) as one:
        client.get(url(name, opened))
    fill(range(1, 20))
    with django_assert_max_num_queries(14) as twenty:
        client.get(url(name, opened))
    assert len(one) == len(twenty)


def test_another_countys_officer_finds_nothing(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, cast.with_role("钱主管", Role.OFFICER, places.other_county))
    assert [client.get(url(name, opened)).status_code for name in SCREENS] == [404] * len(SCREENS)
    answers = [
        post(client, url("session_open", opened)),
        post(client, url("session_tick", opened), person=learner.public_id),
        post(client, url("session_mark", opened), person=learner.public_id, state="present"),
        post(client, url("session_close", opened), head_count=0),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert not Attendance.objects.exists()


def test_a_learner_on_the_list_runs_nothing(
    opened: ClassSession, learner: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, enrolled(opened, learner, at))
    assert [client.get(url(name, opened)).status_code for name in SCREENS] == [404] * len(SCREENS)
    assert post(client, url("session_tick", opened), person=learner.public_id).status_code == 404


def test_a_class_teacher_runs_the_classes_of_the_own_school_and_no_others(
    session: ClassSession, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    not_theirs = session_of(open_class(places.county, at, "2026-02"), at)
    client = logged_in(cast, teacher)
    assert post(client, url("session_open", session))["Location"] == url("sign_in", session)
    assert post(client, url("session_open", not_theirs)).status_code == 404
    assert client.get(url("sign_in", not_theirs)).status_code == 404
    assert client.get(url("session_edit", session)).status_code == 404


def test_a_name_is_ticked_at_roll_call_with_the_time(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    enrolled(opened, learner, at)
    answer = post(client, url("session_tick", opened), person=learner.public_id)
    made = Attendance.objects.get()
    assert answer["Location"] == url("sign_in", opened)
    assert (made.state, f"{made.signed_in_at:%H:%M}", made.marked_by) == ("present", "10:00", teacher.pk)


def test_roll_call_takes_nobody_from_outside_the_class(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast
) -> None:
    client = logged_in(cast, teacher)
    for wanted in (learner.public_id, uuid.uuid4(), "x", ""):
        assert post(client, url("session_tick", opened), person=wanted).status_code == 404


def test_a_late_mark_needs_a_reason_and_then_shows_it_on_the_sheet(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    enrolled(opened, learner, at)
    fields = {"person": learner.public_id, "state": "late_mark"}
    refused = post(client, url("session_mark", opened), **fields, reason="")
    assert "要写明理由" in text(refused)
    assert not Attendance.objects.exists()
    post(client, url("session_mark", opened), **fields, reason="手机没电")
    page = text(client.get(url("session_detail", opened)))  # type: ignore[arg-type]
    assert "补签</strong>" in page
    assert "手机没电" in page


def test_the_mark_form_knows_who_was_tapped(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    enrolled(opened, learner, at)
    address = f"{url('session_mark', opened)}?person={learner.public_id}&state=leave"
    page = text(logged_in(cast, teacher).get(address))  # type: ignore[arg-type]
    assert f'value="{learner.public_id}" selected' in page
    assert 'value="leave" selected' in page


def test_an_officer_names_somebody_off_the_list_a_class_teacher_cannot(
    opened: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast
) -> None:
    officer = logged_in(cast, cast.with_role("赵主管", Role.OFFICER, places.county))
    fields = {"name": "陈小燕 青石镇", "state": "late_mark", "reason": "临时安排"}
    assert 'name="name"' not in text(logged_in(cast, teacher).get(url("session_mark", opened)))  # type: ignore[arg-type]
    refused = post(logged_in(cast, teacher), url("session_mark", opened), **fields)
    assert "请选一位名单上的人" in text(refused)
    post(officer, url("session_mark", opened), **fields)
    assert Attendance.objects.get().person == learner


@pytest.mark.parametrize("fields", [{}, {"person": str(uuid.uuid4())}, {"name": "查无此人"}])
def test_a_mark_for_nobody_is_shown_again(
    opened: ClassSession, places: Places, cast: Cast, fields: dict[str, str]
) -> None:
    officer = logged_in(cast, cast.with_role("赵主管", Role.OFFICER, places.county))
    answer = post(officer, url("session_mark", opened), state="present", **fields)
    assert answer.status_code == 200
    assert "<title>错误：" in text(answer)


def test_an_old_sheet_in_a_filed_period_takes_a_late_mark_with_a_reason(
    places: Places, learner: Person, cast: Cast, at: datetime
) -> None:
    held_on = TODAY - timedelta(days=60)
    training_class = open_class(
        places.county, at, starts_on=held_on, ends_on=held_on, is_historical=True, state=ClassState.CLOSED
    )
    session = session_of(training_class, at, held_on)
    LockedPeriod.objects.create(
        organisation=places.county, first_day=held_on, last_day=held_on, locked_at=at, filing_number="2026-01"
    )
    officer = logged_in(cast, cast.with_role("赵主管", Role.OFFICER, places.county))
    fields = {"name": "陈小燕", "state": "present"}
    assert "已经报送" in text(post(officer, url("session_mark", session), **fields, reason=""))
    post(officer, url("session_mark", session), **fields, reason="补录纸质签到")
    line = all_entries().get()
    assert (line.activity_on, line.reason, Attendance.objects.get().signed_in_at) == (
        held_on,
        "补录纸质签到",
        None,
    )


def test_a_head_count_that_differs_is_asked_about_before_the_session_closes(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    attendance.sign_in(session=opened, person=enrolled(opened, learner, at), by=SYSTEM, at=at)
    refused = post(client, url("session_close", opened), head_count=2)
    assert "清点2人，已记到课1人" in text(refused)
    opened.refresh_from_db()
    assert opened.closed_at is None
    post(client, url("session_close", opened), head_count=2, note="一人是旁听的村干部")
    opened.refresh_from_db()
    assert (opened.head_count, opened.head_count_note, opened.closed_at) == (2, "一人是旁听的村干部", at)
    assert "不再扫码" in text(client.get(url("sign_in", opened)))  # type: ignore[arg-type]


def test_after_closing_a_scan_leads_to_the_class_teacher_and_a_late_mark_still_counts(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    enrolled(opened, learner, at)
    post(client, url("session_close", opened), head_count=0)
    assert "没有开放签到" in text(logged_in(cast, learner).get(code_address(opened, at)))  # type: ignore[arg-type]
    post(
        client,
        url("session_mark", opened),
        person=learner.public_id,
        state="late_mark",
        reason="排队时已关闭",
    )
    assert all_entries().total_minutes() == 180


def test_a_session_of_another_day_offers_no_opening(
    places: Places, teacher: Person, cast: Cast, at: datetime
) -> None:
    tomorrow = session_of(
        open_class(places.county, at, "2", provider=places.school), at, TODAY + timedelta(days=1)
    )
    client = logged_in(cast, teacher)
    assert "签到在上课当天开放" in text(client.get(url("sign_in", tomorrow)))  # type: ignore[arg-type]
    assert post(client, url("session_open", tomorrow)).status_code == 409


def test_the_blank_sheet_has_twenty_rows_and_a_code_and_the_filled_one_the_names(
    opened: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    enrolled(opened, learner, at)
    blank = text(client.get(url("session_sheet", opened)))  # type: ignore[arg-type]
    filled = text(client.get(url("session_sheet", opened) + "?names=1"))  # type: ignore[arg-type]
    assert [page.count('<td class="number">') for page in (blank, filled)] == [20, 20]
    assert "陈小燕" not in blank
    assert "陈小燕" in filled
    assert "<svg" in blank


def test_nobody_gets_the_receipt_of_somebody_else(
    opened: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    attendance.mark(mark=Mark(opened, learner, None, AttendanceState.PRESENT), by=SYSTEM, at=at)
    other = logged_in(cast, cast.worker("李大山", places.station))
    assert other.get(url("signed_in", opened)).status_code == 404
    assert "陈小燕" in text(logged_in(cast, learner).get(url("signed_in", opened)))  # type: ignore[arg-type]
