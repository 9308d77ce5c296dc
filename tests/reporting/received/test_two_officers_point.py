"""Two officers save a mapping in one moment: one of them is asked, and no point is lost unseen."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.models import Organisation
from reporting.models import ReceivedTable, TableMapping
from reporting.querysets.received_tables import grids_of
from reporting.rules.periods import Period
from reporting.rules.received.grid import Grid
from reporting.rules.received.mapping import Point
from reporting.services import received_tables
from reporting.words import Axis
from tests.cast import Places
from tests.reporting.received.pointing import received
from tests.threads import LONGEST, race

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("truncatable_ledger")]


def saving(table: ReceivedTable, column: int, at: datetime) -> Callable[[], TableMapping]:
    said = [Point(Axis.COLUMN, 4, column, metric="people", side="organiser")]
    return lambda: received_tables.point(table=table, sheet=0, points=said, seen=0, by=SYSTEM, at=at)


def test_of_two_who_save_in_one_moment_one_is_asked(places: Places, at: datetime) -> None:
    table = received(places.county, at=at)
    answers = race(saving(table, 2, at), saving(table, 3, at))
    refused = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert [one.code for one in refused] == ["received.changed_meanwhile"]
    mapping = TableMapping.objects.get()
    assert (mapping.revision, len(mapping.points)) == (1, 1)


def test_without_the_lock_one_of_them_would_be_lost_unseen(
    places: Places, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = received(places.county, at=at)
    both_have_read = threading.Barrier(2)

    def unlocked(organisation: Organisation, grid: Grid, **given: Any) -> TableMapping:
        mapping = TableMapping.objects.get(organisation=organisation, fingerprint=grid.fingerprint)
        both_have_read.wait(LONGEST)
        return mapping

    with transaction.atomic():
        received_tables._held(table.organisation, grids_of(table)[0], at=at)
    monkeypatch.setattr(received_tables, "_held", unlocked)
    answers = race(saving(table, 2, at), saving(table, 3, at))
    assert all(isinstance(answer, TableMapping) for answer in answers)
    assert len(TableMapping.objects.get().points) == 1


def test_what_is_written_to_the_ledger_waits_until_the_table_is_filled(places: Places, at: datetime) -> None:
    """All cells are of one moment: the lock of `fill` stands until its transaction ends."""
    table = received(places.county, at=at)
    received_tables.point(
        table=table, sheet=0, points=[Point(Axis.CELL, 5, 4, metric="staff")], seen=0, by=SYSTEM, at=at
    )
    with transaction.atomic():
        received_tables.fill(table=table, period=Period(report_year=2026), by=SYSTEM, at=at)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
                " WHERE relname = 'hours_hourentry' AND pid = pg_backend_pid() AND mode = 'ShareLock' AND granted"
            )
            assert cursor.fetchall() == [("ShareLock",)]
