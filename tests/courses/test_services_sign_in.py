"""Opening, the changing code, and closing with the head count."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from core.errors import RuleBroken
from core.models import Event
from courses.models import Attendance, ClassSession, TrainingClass
from courses.services import attendance, sign_in
from courses.words import ClassState
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of
from tests.threads import LONGEST, somebody_waits


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    return session_of(open_class(places.county, at, provider=places.school), at)


def code_at(session: ClassSession, moment: datetime) -> str:
    return sign_in.code_of(session, timing=sign_in.timing_for(session), at=moment)


def test_the_code_changes_every_fifteen_seconds(session: ClassSession, at: datetime) -> None:
    codes = [code_at(session, at + timedelta(seconds=seconds)) for seconds in (0, 14, 15, 29, 30)]
    assert codes[0] == codes[1]
    assert codes[2] == codes[3]
    assert len(set(codes)) == 3


@pytest.mark.parametrize(("age", "is_fresh"), [(0, True), (45, True), (46, False), (3600, False)])
def test_a_code_older_than_45_seconds_is_genuine_but_no_longer_fresh(
    session: ClassSession, at: datetime, age: int, is_fresh: bool
) -> None:
    scan = sign_in.scan_of(code_at(session, at), at=at + timedelta(seconds=age))
    assert scan is not None
    assert (scan.session, scan.is_fresh) == (session, is_fresh)


def test_a_changed_code_is_none_at_all(session: ClassSession, at: datetime) -> None:
    code = code_at(session, at)
    later = f"{code[:-1]}{'0' if code[-1] != '0' else '1'}"
    other = session_of(session.training_class, at, held_on=TODAY + timedelta(days=1))
    assert sign_in.scan_of(later, at=at) is None
    assert sign_in.scan_of(code_at(other, at)[:22] + code[22:], at=at) is None
    assert sign_in.scan_of("x" * 44, at=at) is None


def test_the_window_is_a_rule_of_the_place(session: ClassSession, at: datetime) -> None:
    Rule.objects.create(
        key="sign_in.accept_seconds", jurisdiction="990121", valid_from=TODAY, value=120, title="山区信号弱"
    )
    scan = sign_in.scan_of(code_at(session, at), at=at + timedelta(seconds=100))
    assert scan is not None
    assert scan.is_fresh


def test_opening_twice_is_opening_once(session: ClassSession, at: datetime) -> None:
    first = sign_in.open_session(session=session, by=SYSTEM, at=at)
    second = sign_in.open_session(session=session, by=SYSTEM, at=at + timedelta(minutes=5))
    assert first.opened_at == second.opened_at == at
    assert Event.objects.filter(name="courses.session.opened").count() == 1


def test_a_session_opens_on_its_day_only(session: ClassSession, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign_in.open_session(session=session, by=SYSTEM, at=at - timedelta(days=1))
    assert refused.value.code == "session.other_day"


@pytest.mark.parametrize("state", [ClassState.CANCELLED, ClassState.ARCHIVED])
def test_a_cancelled_or_archived_class_does_not_open(state: ClassState, places: Places, at: datetime) -> None:
    over = session_of(open_class(places.county, at), at)
    TrainingClass.objects.filter(pk=over.training_class_id).update(state=state)
    with pytest.raises(RuleBroken) as refused:
        sign_in.open_session(session=over, by=SYSTEM, at=at)
    assert refused.value.code == f"session.{state}"


def test_the_head_count_that_agrees_closes(
    session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    teacher = cast.with_role("温教员", Role.CLASS_TEACHER, places.school)
    learner = cast.worker("陈小燕", places.station)
    sign_in.open_session(session=session, by=cast.by(teacher), at=at)
    attendance.sign_in(session=session, person=learner, by=cast.by(learner), at=at)
    closed = sign_in.close_session(session=session, head_count=1, note="", by=cast.by(teacher), at=at)
    event = Event.objects.get(name="courses.session.closed")
    assert (closed.closed_at, closed.head_count) == (at, 1)
    assert (event.actor_id, event.data) == (teacher.pk, {"head_count": 1, "attending": 1})


def test_a_head_count_that_differs_needs_a_note(session: ClassSession, at: datetime) -> None:
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        sign_in.close_session(session=session, head_count=2, note=" ", by=SYSTEM, at=at)
    assert refused.value.code == "session.count_differs"
    assert "清点2人，已记到课0人" in refused.value.message
    closed = sign_in.close_session(session=session, head_count=2, note="两人是旁听", by=SYSTEM, at=at)
    assert closed.head_count_note == "两人是旁听"


def test_a_session_is_closed_once_and_stays_closed(session: ClassSession, at: datetime) -> None:
    with pytest.raises(RuleBroken) as early:
        sign_in.close_session(session=session, head_count=0, note="", by=SYSTEM, at=at)
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    sign_in.close_session(session=session, head_count=0, note="", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as again:
        sign_in.close_session(session=session, head_count=5, note="改", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as reopened:
        sign_in.open_session(session=session, by=SYSTEM, at=at)
    codes = [refused.value.code for refused in (early, again, reopened)]
    assert codes == ["session.not_opened", "session.closed", "session.closed"]


@pytest.mark.parametrize("role", [Role.STATION_HEAD, Role.READER, Role.OFFICER])
def test_another_countys_people_neither_open_nor_close(
    session: ClassSession, places: Places, cast: Cast, at: datetime, role: Role
) -> None:
    stranger = cast.by(cast.with_role("钱主管", role, places.other_county))
    with pytest.raises(RuleBroken):
        sign_in.open_session(session=session, by=stranger, at=at)
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken):
        sign_in.close_session(session=session, head_count=0, note="", by=stranger, at=at)


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_closing_waits_for_the_scan_that_is_under_way_and_counts_it(places: Places, at: datetime) -> None:
    session = session_of(open_class(places.county, at), at)
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    person = Person.objects.create(name="陈小燕")
    written, may_commit = threading.Event(), threading.Event()

    def scan() -> None:
        with transaction.atomic():
            attendance.sign_in(session=session, person=person, by=SYSTEM, at=at)
            written.set()
            may_commit.wait(timeout=LONGEST)
        connection.close()

    def close() -> ClassSession:
        try:
            return sign_in.close_session(session=session, head_count=1, note="", by=SYSTEM, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        scanning = pool.submit(scan)
        assert written.wait(timeout=LONGEST)
        closing = pool.submit(close)
        wait_until_blocked(closing)
        may_commit.set()
        scanning.result(timeout=LONGEST)
        assert closing.result(timeout=LONGEST).head_count == 1
    assert Attendance.objects.count() == 1


def wait_until_blocked(work: Future[ClassSession]) -> None:
    """Until the database says that it waits for a lock, or it is done and the test will say so."""
    while not somebody_waits() and not work.done():
        pass
