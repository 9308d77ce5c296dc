"""The database refuses to change, delete or truncate, even for the owner of the tables."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from hours.querysets import all_entries, all_seals
from hours.services import ledger, seals
from hours.words import SealOccasion
from organisations.authority import SYSTEM
from tests.cast import Cast, Places
from tests.ledger_lines import credit_of

ATTEMPTS = [
    "UPDATE hours_hourentry SET minutes = minutes + 1",
    "UPDATE hours_hourentry SET row_hash = ''",
    "UPDATE hours_hourentry SET person_id = person_id",
    "DELETE FROM hours_hourentry",
    "TRUNCATE hours_hourentry CASCADE",
    "UPDATE hours_seal SET chain_hash = ''",
    "DELETE FROM hours_seal",
    "TRUNCATE hours_seal",
    "INSERT INTO hours_hourentry SELECT * FROM hours_hourentry ON CONFLICT (id) DO UPDATE SET minutes = 1",
    "MERGE INTO hours_hourentry line USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
]


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _settle_foreign_keys() -> None:
    """PostgreSQL truncates nothing while keys of this transaction wait for their check."""
    _execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_owner_of_the_table_is_refused(places: Places, cast: Cast, at: datetime, attempt: str) -> None:
    worker = cast.worker("陈小燕", places.station)
    ledger.credit(credit=credit_of(worker, 1), by=SYSTEM, at=at)
    seals.seal(bureau=places.county, occasion=SealOccasion.NIGHTLY, by=SYSTEM, at=at)
    before = (list(all_entries().values()), list(all_seals().values()))
    _settle_foreign_keys()
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        _execute(attempt)
    assert (list(all_entries().values()), list(all_seals().values())) == before


def test_the_orm_is_refused_as_well(places: Places, cast: Cast, at: datetime) -> None:
    line = ledger.credit(credit=credit_of(cast.worker("陈小燕", places.station), 1), by=SYSTEM, at=at)
    for attempt in (
        lambda: all_entries().update(minutes=1),
        lambda: all_entries().delete(),
        lambda: line.save(),
        lambda: line.delete(),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            attempt()
