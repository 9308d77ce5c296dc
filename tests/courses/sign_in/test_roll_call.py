"""The organiser's list of names: ticks, by whom they may be made, and what waits on a device."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
import time_machine

from core import actions
from courses.models import Attendance, ClassSession
from courses.services import attendance
from courses.services.attendance import Mark
from courses.words import AttendanceState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.sign_in.room import enrolled, logged_in, post, text, url

pytestmark = pytest.mark.django_db


def test_every_name_of_the_list_has_its_tick_with_a_key_of_its_own(
    session: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime
) -> None:
    enrolled(session, learner, at)
    enrolled(session, cast.worker("李大山", places.station), at)
    page = text(logged_in(cast, teacher).get(url("session_roll_call", session)))  # type: ignore[arg-type]
    keys = {part.split('"')[0] for part in page.split('name="action_key" value="')[1:]}
    assert page.count("data-offline=") == 2
    assert len(keys) >= 2
    waiting = page.split("data-offline=")[1].split(">")[0]
    assert "陈小燕" not in waiting
    assert "第1位" in waiting


def test_a_tick_records_and_comes_back_to_the_list(
    session: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    client = logged_in(cast, teacher)
    fields = {"person": enrolled(session, learner, at).public_id, "state": "late"}
    answer = post(client, url("session_roll_call", session), **fields)
    assert answer["Location"] == url("session_roll_call", session)
    made = Attendance.objects.get()
    assert (made.state, made.signed_in_at, made.marked_by) == ("late", time(10, 0), teacher.pk)
    page = text(client.get(answer["Location"]))
    assert "迟到" in page
    assert f"tick-{learner.public_id}" not in page


@pytest.mark.parametrize(
    ("written", "expected"),
    [(timedelta(seconds=5), time(10, 0)), (timedelta(hours=1), None), (timedelta(hours=-1), None)],
    ids=["at once", "an hour ago", "a clock that runs ahead"],
)
def test_a_tick_that_lay_on_the_device_does_not_say_when(
    session: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime, written: timedelta,
    expected: time | None,
) -> None:  # fmt: skip
    client = logged_in(cast, teacher)
    fields = {"person": str(enrolled(session, learner, at).public_id), actions.FIELD: str(uuid.uuid4())}
    headers = {actions.QUEUED: "1", actions.WRITTEN_AT: (at - written).isoformat()}
    answer = client.post(url("session_roll_call", session), fields | {"state": "present"}, headers=headers)
    again = client.post(url("session_roll_call", session), fields | {"state": "present"}, headers=headers)
    assert [one.status_code for one in (answer, again)] == [200, 200]
    assert Attendance.objects.get().signed_in_at == expected


def test_a_tick_that_waited_and_meets_a_leave_is_told_so(
    session: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime
) -> None:
    wanted = Mark(session, enrolled(session, learner, at), None, AttendanceState.LEAVE, reason="病假")
    attendance.mark(mark=wanted, by=SYSTEM, at=at)
    headers = {actions.QUEUED: "1", actions.WRITTEN_AT: (at - timedelta(hours=1)).isoformat()}
    fields = {"person": str(learner.public_id), "state": "present", actions.FIELD: str(uuid.uuid4())}
    answer = logged_in(cast, teacher).post(url("session_roll_call", session), fields, headers=headers)
    assert answer.status_code == 409
    assert Attendance.objects.get().state == AttendanceState.LEAVE


@pytest.mark.parametrize("fields", [{"person": "nonsense"}, {"state": "absent"}, {"state": "nonsense"}])
def test_a_tick_for_nobody_or_of_another_kind_is_not_found(
    session: ClassSession, learner: Person, teacher: Person, cast: Cast, at: datetime, fields: dict[str, str]
) -> None:
    sent = {"person": str(enrolled(session, learner, at).public_id), "state": "present"} | fields
    assert post(logged_in(cast, teacher), url("session_roll_call", session), **sent).status_code == 404
    assert not Attendance.objects.exists()


def test_another_countys_officer_finds_no_list(session: ClassSession, places: Places, cast: Cast) -> None:
    stranger = logged_in(cast, cast.with_role("钱主管", Role.OFFICER, places.other_county))
    assert stranger.get(url("session_roll_call", session)).status_code == 404
    assert post(stranger, url("session_sign_out", session)).status_code == 404


def test_the_list_takes_as_many_queries_for_twenty_as_for_one(
    session: ClassSession, learner: Person, teacher: Person, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client = logged_in(cast, teacher)
    enrolled(session, learner, at)
    client.get(url("session_roll_call", session))
    one = count_queries(lambda: client.get(url("session_roll_call", session)))
    for number in range(19):
        enrolled(session, cast.worker(f"学员{number}", places.station), at)
    assert count_queries(lambda: client.get(url("session_roll_call", session))) == one


def test_the_screen_offers_sign_out_and_the_code_stays_after_the_head_count(
    opened: ClassSession, teacher: Person, cast: Cast, at: datetime, clock_hand: time_machine.Traveller
) -> None:
    client = logged_in(cast, teacher)
    assert "开放签退" in text(client.get(url("sign_in", opened)))  # type: ignore[arg-type]
    post(client, url("session_close", opened), head_count=0)
    assert "开放签退" in text(client.get(url("sign_in", opened)))  # type: ignore[arg-type]
    post(client, url("session_sign_out", opened))
    screen = text(client.get(url("sign_in", opened)))  # type: ignore[arg-type]
    assert "请用手机扫码签退" in screen
    assert "确认到场</a>" not in screen
    clock_hand.move_to(at + timedelta(days=1))
    assert "<svg" not in text(client.get(url("sign_in", opened))).split("<main")[1]  # type: ignore[arg-type]
