"""Sign-ins at the same moment: a full room of phones, one person in several rooms, and what the guards prevent."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection

from core.errors import RuleBroken
from courses.models import Attendance
from courses.services import attendance, sign_in
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Places
from tests.courses.classroom import open_class, session_of
from tests.threads import LONGEST, race

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("truncatable_ledger")]
PHONES, ROOMS = 300, ("甲", "乙", "丙", "丁")


@pytest.fixture
def crowd() -> list[Person]:
    return Person.objects.bulk_create([Person(name=f"学员{number}") for number in range(PHONES)])


def impatient(crowd: Sequence[Person]) -> list[Person]:
    """Every fourth phone sends its scan twice at the same moment as everybody else's."""
    return list(crowd[::4])


def scanned(crowd: Sequence[Person], places: Places, at: datetime) -> list[int | str]:
    """The attendance or the refusal that each scan of one session is answered with."""
    opened = sign_in.open_session(session=session_of(open_class(places.county, at), at), by=SYSTEM, at=at)
    twice = impatient(crowd)
    scans = [person for person in crowd for _ in range(2 if person in twice else 1)]

    def scan(person: Person) -> int | str:
        try:
            return attendance.sign_in(session=opened, person=person, by=SYSTEM, at=at).pk
        except RuleBroken as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        return list(pool.map(scan, scans))


def test_three_hundred_phones_some_of_them_impatient_make_three_hundred_attendances(
    crowd: list[Person], places: Places, at: datetime
) -> None:
    answers = scanned(crowd, places, at)
    assert len(answers) == 375
    assert len(set(answers)) == Attendance.objects.count() == 300
    assert all_entries().total_minutes() == 300 * 180


def test_without_the_lock_every_impatient_phone_is_refused(
    crowd: list[Person], places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin that fails: somebody who sits in the room reads a refusal."""
    take_the_lock_away(monkeypatch, impatient(crowd))
    answers = scanned(crowd, places, at)
    assert answers.count("attendance.twice") == 75
    assert Attendance.objects.count() == 300


def test_without_lock_and_constraints_every_impatient_phone_is_credited_twice(
    crowd: list[Person], places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin that fails worse: one person stands on one sheet two times, with the hours of two."""
    take_the_lock_away(monkeypatch, impatient(crowd))
    with constraints_taken_away():
        answers = scanned(crowd, places, at)
        assert len(set(answers)) == Attendance.objects.count() == 375
        assert all_entries().total_minutes() == 375 * 180


def test_one_person_scanning_four_rooms_at_once_is_in_one(places: Places, at: datetime) -> None:
    answers = scanned_in_four_rooms(places, at)
    assert sorted(answers) == ["attendance.two_places"] * 3 + ["in"]
    assert all_entries().total_minutes() == 180


def test_without_lock_and_constraints_one_person_is_in_four_rooms(
    places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin that fails: the hours of four rooms for one morning."""
    monkeypatch.setattr(attendance, "lock", lambda person: None)
    with constraints_taken_away():
        assert scanned_in_four_rooms(places, at) == ["in"] * 4
        assert all_entries().total_minutes() == 4 * 180


def scanned_in_four_rooms(places: Places, at: datetime) -> list[str]:
    person = Person.objects.create(name="陈小燕")
    rooms = [
        sign_in.open_session(session=session_of(open_class(places.county, at, code), at), by=SYSTEM, at=at)
        for code in ROOMS
    ]
    answers = race(*[
        lambda room=room: attendance.sign_in(session=room, person=person, by=SYSTEM, at=at) for room in rooms
    ])  # fmt: skip
    return [answer.code if isinstance(answer, RuleBroken) else "in" for answer in answers]


def take_the_lock_away(monkeypatch: pytest.MonkeyPatch, twice: Sequence[Person]) -> None:
    """Nobody waits for the person; both scans of an impatient phone have looked before either writes."""
    insert, pairs = attendance.insert, {person.pk: threading.Barrier(2) for person in twice}

    def insert_together(rows: list[Attendance]) -> list[Attendance]:
        for row in rows:
            if row.person_id in pairs:
                pairs[row.person_id].wait(LONGEST)
        return insert(rows)

    monkeypatch.setattr(attendance, "lock", lambda person: None)
    monkeypatch.setattr(attendance, "insert", insert_together)


@contextmanager
def constraints_taken_away() -> Iterator[None]:
    """The table allows for a while what it refuses; what is written in that while is thrown away."""
    names = {"attended_once", "nobody_in_two_places"}
    guards = [one for one in Attendance._meta.constraints if one.name in names]
    with connection.schema_editor() as editor:
        for guard in guards:
            editor.remove_constraint(Attendance, guard)
    try:
        yield
    finally:
        Attendance.objects.all().delete()
        with connection.schema_editor() as editor:
            for guard in guards:
                editor.add_constraint(Attendance, guard)
