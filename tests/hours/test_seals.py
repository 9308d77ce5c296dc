"""Seals chain what was recorded; verification names the line that somebody touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core.models import Event
from hours.models import HourEntry, Seal
from hours.querysets import all_seals
from hours.services import ledger, seals
from hours.services.seals import Fault
from hours.words import SealOccasion
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.ledger_lines import credit_of


@pytest.fixture
def lines(places: Places, cast: Cast, at: datetime) -> list[HourEntry]:
    """Four lines of one county under two seals, and one of the other county."""
    worker, stranger = cast.worker("陈小燕", places.station), cast.worker("韦国强", places.other_station)
    made = []
    for source in (1, 2, 3, 4):
        made.append(ledger.credit(credit=credit_of(worker, source), by=SYSTEM, at=at))
        if source % 2 == 0:
            seals.seal_all(by=SYSTEM, at=at)
    made.append(ledger.credit(credit=credit_of(stranger, 5), by=SYSTEM, at=at))
    seals.seal_all(by=SYSTEM, at=at)
    return made


@contextmanager
def _as_superuser(table: str = "hours_hourentry") -> Iterator[object]:
    """What somebody with the keys of the database can do: switch the triggers off, write, switch them on."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _verify() -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_ledger", stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), err.getvalue()
    return 0, out.getvalue()


def test_a_seal_covers_what_came_since_the_last_one(lines: list[HourEntry], places: Places) -> None:
    chain = list(all_seals().chain(places.county))
    assert [(seal.number, seal.entry_count) for seal in chain] == [(1, 2), (2, 2)]
    assert chain[1].previous_hash == chain[0].chain_hash
    assert chain[1].after_entry == chain[0].upto_entry
    assert all_seals().chain(places.other_county).get().entry_ids == [lines[4].pk]


def test_nothing_new_is_no_seal(lines: list[HourEntry], places: Places, at: datetime) -> None:
    before = Event.objects.filter(name="hours.sealed").count()
    assert seals.seal(bureau=places.county, occasion=SealOccasion.FILING, by=SYSTEM, at=at) is None
    assert seals.seal_all(by=SYSTEM, at=at) == 0
    assert Event.objects.filter(name="hours.sealed").count() == before == 3


def test_lines_of_people_without_a_bureau_have_a_chain_of_their_own(db, at: datetime) -> None:
    guest = Person.objects.create(name="外单位的人")
    ledger.credit(credit=credit_of(guest, 1), by=SYSTEM, at=at)
    assert seals.seal_all(by=SYSTEM, at=at) == 1
    assert all_seals().chain(None).get().entry_count == 1


def test_a_whole_ledger_verifies(lines: list[HourEntry]) -> None:
    assert seals.verify() is None
    assert _verify() == (0, "the ledger is whole\n")


@pytest.mark.parametrize("which", range(5))
@pytest.mark.parametrize(
    "change",
    [
        "minutes = minutes # 1",
        "activity_on = activity_on + 1",
        "reason = 'x'",
        "rule_version = 'y'",
        "row_hash = overlay(row_hash placing 'z' from 1)",
        "recorded_by = 1",
        "source_id = 99",
    ],
)
def test_one_flipped_byte_names_the_line(lines: list[HourEntry], which: int, change: str) -> None:
    with _as_superuser() as cursor:
        cursor.execute(f"UPDATE hours_hourentry SET {change} WHERE id = %s", [lines[which].pk])  # noqa: S608
    code, said = _verify()
    assert code == 1
    assert said.startswith(f"line {lines[which].pk} ")


@pytest.mark.parametrize("which", range(5))
def test_a_forged_line_with_its_hash_made_anew_is_named_by_the_seal(
    lines: list[HourEntry], which: int
) -> None:
    with _as_superuser() as cursor:
        cursor.execute("UPDATE hours_hourentry SET minutes = 600 WHERE id = %s", [lines[which].pk])
        cursor.execute(
            "UPDATE hours_hourentry AS line SET row_hash = hours_row_hash(line) WHERE id = %s",
            [lines[which].pk],
        )
    fault = seals.verify()
    assert fault is not None
    assert (fault.what, fault.entry) == ("封存的行被增删或改动", lines[which].pk)


@pytest.mark.parametrize("which", range(5))
def test_a_deleted_line_is_named(lines: list[HourEntry], which: int) -> None:
    with _as_superuser() as cursor:
        cursor.execute("DELETE FROM hours_hourentry WHERE id = %s", [lines[which].pk])
    code, said = _verify()
    assert code == 1
    assert said.startswith(f"line {lines[which].pk} ")


def test_a_line_put_in_among_sealed_ones_is_named(lines: list[HourEntry], places: Places) -> None:
    sealed = lines[3]
    with _as_superuser() as cursor:
        cursor.execute(
            "INSERT INTO hours_hourentry (id, person_id, posting_id, organisation_id, bureau_id, minutes, kind,"
            " activity_on, source_type, source_id, revision, rule_version, reason, recorded_at, row_hash)"
            " SELECT -1, person_id, posting_id, organisation_id, bureau_id, minutes, kind, activity_on, source_type,"
            " 77, 1, rule_version, reason, recorded_at, '' FROM hours_hourentry WHERE id = %s",
            [sealed.pk],
        )
        cursor.execute("DELETE FROM hours_hourentry WHERE id = %s", [lines[0].pk])
        cursor.execute("UPDATE hours_hourentry SET id = %s WHERE id = -1", [lines[0].pk])
        cursor.execute(
            "UPDATE hours_hourentry AS line SET row_hash = hours_row_hash(line) WHERE id = %s", [lines[0].pk]
        )
    fault = seals.verify()
    assert fault is not None
    assert fault.entry == lines[0].pk


def test_a_line_moved_to_another_bureau_is_named(lines: list[HourEntry], places: Places) -> None:
    with _as_superuser() as cursor:
        cursor.execute(
            "UPDATE hours_hourentry SET bureau_id = %s WHERE id = %s", [places.other_county.pk, lines[0].pk]
        )
        cursor.execute(
            "UPDATE hours_hourentry AS line SET row_hash = hours_row_hash(line) WHERE id = %s", [lines[0].pk]
        )
    fault = seals.verify()
    assert fault is not None
    assert fault.entry == lines[0].pk


@pytest.mark.parametrize(
    "change",
    [
        "chain_hash = repeat('0', 64)",
        "row_hashes[1] = repeat('0', 64)",
        "entry_count = 1",
        "entry_ids = entry_ids[1:1]",
        "after_entry = 1",
        "number = 7",
    ],
)
def test_a_seal_that_was_touched_breaks_the_chain(
    lines: list[HourEntry], places: Places, change: str
) -> None:
    seal = all_seals().chain(places.county).first()
    with _as_superuser("hours_seal") as cursor:
        cursor.execute(f"UPDATE hours_seal SET {change} WHERE id = %s", [seal.pk])  # noqa: S608
    fault = seals.verify()
    assert fault is not None
    assert (fault.what, fault.bureau) == ("封存链断开", places.county.pk)


def test_a_seal_taken_out_breaks_the_chain(lines: list[HourEntry], places: Places) -> None:
    with _as_superuser("hours_seal") as cursor:
        cursor.execute("DELETE FROM hours_seal WHERE bureau_id = %s AND number = 1", [places.county.pk])
    assert seals.verify() == Fault("封存链断开", bureau=places.county.pk, seal=2)


@pytest.mark.parametrize("style", ["German, DMY", "SQL, MDY", "Postgres, DMY", "ISO, YMD"])
def test_the_hash_does_not_hang_on_the_date_style_of_a_session(lines: list[HourEntry], style: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL DateStyle = '{style}'")
        cursor.execute("SET LOCAL TimeZone = 'America/New_York'")
        cursor.execute("SELECT count(*) FROM hours_hourentry AS line WHERE row_hash <> hours_row_hash(line)")
        assert cursor.fetchone()[0] == 0


def test_sealing_takes_the_same_queries_for_one_line_and_twenty(
    places: Places, cast: Cast, at: datetime, count_queries
) -> None:
    worker = cast.worker("陈小燕", places.station)

    def seal(first: int, count: int) -> int:
        credits = [credit_of(worker, source) for source in range(first, first + count)]
        ledger.credit_many(credits=credits, by=SYSTEM, at=at)
        return count_queries(
            lambda: seals.seal(bureau=places.county, occasion=SealOccasion.NIGHTLY, by=SYSTEM, at=at)
        )

    few = seal(1, 1)
    assert seal(10, 20) == few
    assert Seal.objects.count() == 2
