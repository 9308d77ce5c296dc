"""Roll-call: ticks merge in any order, one attendance for each person; what was decided goes before what waited."""

import threading
from datetime import datetime, time

import pytest

from core.errors import RuleBroken
from courses.models import Attendance, ClassSession
from courses.services import attendance, roll_call, sign_in
from courses.services.attendance import Mark
from courses.sign_in_words import SignInWay
from courses.words import AttendanceState
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of
from tests.threads import LONGEST, race

HERE, LATE = AttendanceState.PRESENT, AttendanceState.LATE


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    return session_of(open_class(places.county, at, provider=places.school), at)


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def tick(
    session: ClassSession,
    person: Person,
    at: datetime,
    state: AttendanceState = HERE,
    *,
    waited: bool = False,
) -> Attendance:
    return roll_call.tick(session=session, person=person, state=state, waited=waited, by=SYSTEM, at=at)


def test_a_tick_says_when_and_one_that_waited_does_not_pretend_to(
    session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("李大山", places.station)
    now, later = tick(session, learner, at), tick(session, other, at, waited=True)
    assert (now.signed_in_at, later.signed_in_at) == (time(10, 0), None)
    assert now.way == later.way == SignInWay.ROLL_CALL
    assert all_entries().total_minutes() == 360


def test_a_tick_changes_nothing_for_whoever_came_already(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    sign_in.open_session(session=session, by=SYSTEM, at=at)
    attendance.sign_in(session=session, person=learner, by=SYSTEM, at=at)
    assert tick(session, learner, at, LATE, waited=True).way == SignInWay.SCAN
    assert Attendance.objects.get().state == HERE


def test_leave_and_a_tick_that_waited_merge_the_same_in_both_orders(
    session: ClassSession, places: Places, cast: Cast, at: datetime
) -> None:
    first, second = cast.worker("陈小燕", places.station), cast.worker("李大山", places.station)

    def leave(person: Person) -> None:
        wanted = Mark(session, person, None, AttendanceState.LEAVE, reason="病假")
        attendance.mark(mark=wanted, by=SYSTEM, at=at)

    tick(session, first, at, waited=True)
    leave(first)
    leave(second)
    with pytest.raises(RuleBroken) as refused:
        tick(session, second, at, waited=True)
    assert refused.value.code == "roll_call.decided"
    assert "“请假”" in refused.value.message
    assert set(Attendance.objects.values_list("state", flat=True)) == {AttendanceState.LEAVE}
    assert all_entries().total_minutes() == 0


def test_a_tick_of_the_moment_goes_before_an_absence(
    session: ClassSession, learner: Person, at: datetime
) -> None:
    attendance.mark(mark=Mark(session, learner, None, AttendanceState.ABSENT), by=SYSTEM, at=at)
    assert tick(session, learner, at).state == HERE


def test_only_whoever_runs_the_class_calls_the_roll(
    session: ClassSession, learner: Person, places: Places, cast: Cast, at: datetime
) -> None:
    def by(role: Role, where: object) -> Attendance:
        actor = cast.by(cast.with_role("点名人", role, where))  # type: ignore[arg-type]
        return roll_call.tick(session=session, person=learner, state=HERE, waited=False, by=actor, at=at)

    with pytest.raises(RuleBroken):
        by(Role.OFFICER, places.other_county)
    assert by(Role.CLASS_TEACHER, places.school).state == HERE


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "twin without the lock"])
def test_two_organisers_merge_one_list(
    places: Places, at: datetime, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lock on the person the second list is refused although everybody on it is here."""
    session = session_of(open_class(places.county, at), at)
    people = Person.objects.bulk_create([Person(name=f"学员{number}") for number in range(8)])
    if not guarded:
        _meet_before_writing(monkeypatch)
    lists = [people, people]

    def merge(mine: list[Person]) -> list[int]:
        return [tick(session, person, at, waited=True).pk for person in mine]

    answers = race(*(lambda mine=mine: merge(mine) for mine in lists))
    refused = [one for one in answers if isinstance(one, RuleBroken)]
    if guarded:
        assert answers[0] == answers[1]
        assert Attendance.objects.count() == 8
        assert all_entries().total_minutes() == 8 * 180
    else:
        assert [one.code for one in refused] == ["attendance.twice"]


def _meet_before_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the person, and both have looked before either writes."""
    monkeypatch.setattr(attendance, "lock", lambda person: None)
    both, insert, met = threading.Barrier(2), attendance.insert, set()

    def insert_together(rows: list[Attendance]) -> list[Attendance]:
        if threading.get_ident() not in met:
            met.add(threading.get_ident())
            both.wait(LONGEST)
        return insert(rows)

    monkeypatch.setattr(attendance, "insert", insert_together)
