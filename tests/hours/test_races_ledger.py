"""Credits, reversals and seals at the same moment: every line once, and in one seal."""

from datetime import datetime

import pytest
from django.db import connection, transaction

from core.errors import RuleBroken
from core.models import Event
from hours.models import HourEntry, Seal
from hours.querysets import all_entries, all_seals
from hours.services import ledger, seals
from hours.words import SealOccasion
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.ledger_lines import credit_of
from tests.threads import race, until

pytestmark = pytest.mark.usefixtures("truncatable_ledger")


@pytest.fixture
def worker(truncatable_ledger: None, places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def _credit(person: Person, source: int, at: datetime) -> HourEntry:
    return ledger.credit(credit=credit_of(person, source), by=SYSTEM, at=at)


def test_two_that_credit_one_source_get_one_line(worker: Person, at: datetime) -> None:
    answers = race(*[lambda: _credit(worker, 1, at)] * 4)
    assert {answer.pk for answer in answers} == {all_entries().get().pk}
    assert Event.objects.filter(name="hours.credited").count() == 1


def test_batches_that_share_sources_write_each_once(worker: Person, at: datetime) -> None:
    def batch(sources: range) -> list[HourEntry]:
        return ledger.credit_many(credits=[credit_of(worker, one) for one in sources], by=SYSTEM, at=at)

    answers = race(lambda: batch(range(1, 31)), lambda: batch(range(16, 46)))
    assert [type(answer) for answer in answers] == [list, list]
    assert sorted(all_entries().values_list("source_id", flat=True)) == list(range(1, 46))


def test_two_that_reverse_one_line_take_it_back_once(worker: Person, at: datetime) -> None:
    line = _credit(worker, 1, at)

    def reverse() -> HourEntry:
        return ledger.reverse(entry=line, reason="更正", by=SYSTEM, at=at)

    answers = race(reverse, reverse)
    refused = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert [answer.code for answer in refused] == ["hours.reversed_already"]
    assert all_entries().total_minutes() == 0


def test_two_that_credit_anew_what_was_reversed_write_one_revision(worker: Person, at: datetime) -> None:
    ledger.reverse(entry=_credit(worker, 1, at), reason="更正", by=SYSTEM, at=at)
    race(*[lambda: _credit(worker, 1, at)] * 3)
    assert all_entries().standing().get().revision == 2
    assert all_entries().count() == 3


def test_no_seal_misses_or_doubles_a_line_that_is_written_meanwhile(
    worker: Person, places: Places, at: datetime
) -> None:
    def write(first: int) -> None:
        for source in range(first, first + 25):
            _credit(worker, source, at)

    def seal() -> None:
        for _ in range(8):
            seals.seal(bureau=places.county, occasion=SealOccasion.FILING, by=SYSTEM, at=at)

    answers = race(lambda: write(100), lambda: write(200), seal, seal)
    assert answers == [None] * 4
    seals.seal_all(by=SYSTEM, at=at)
    covered = [pk for one in Seal.objects.order_by("number") for pk in one.entry_ids]
    assert covered == list(all_entries().order_by("pk").values_list("pk", flat=True))
    assert len(covered) == 50
    assert seals.verify() is None


def test_a_seal_waits_for_a_line_that_is_being_written(worker: Person, places: Places, at: datetime) -> None:
    """The line takes its id first and commits last: the seal must not pass it by."""

    def write_and_linger() -> int:
        with transaction.atomic():
            line = _credit(worker, 1, at)
            _until_somebody_waits_for_the_ledger()
            return line.pk

    def seal() -> object:
        _until_somebody_writes_the_ledger()
        return seals.seal(bureau=places.county, occasion=SealOccasion.FILING, by=SYSTEM, at=at)

    pk, made = race(write_and_linger, seal)
    assert all_seals().get().entry_ids == [pk]
    assert made.entry_count == 1


# Databases of the test run are copies of one template: the same table has the same number in each of them.
LEDGER_LOCKS = (
    "SELECT count(*) FROM pg_locks WHERE relation = 'hours_hourentry'::regclass"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _until_somebody_waits_for_the_ledger() -> None:
    until(lambda: _is_so(LEDGER_LOCKS + " AND NOT granted"))


def _until_somebody_writes_the_ledger() -> None:
    until(lambda: _is_so(LEDGER_LOCKS + " AND mode = 'RowExclusiveLock'"))


def _is_so(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchone()[0])
