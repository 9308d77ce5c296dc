"""Two or more at the same moment, each on a connection of its own. For tests with `truncatable_ledger`."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

LONGEST = 300  # seconds until a hanging race fails; other work may share the machine


# Workers of the test run share one server: what waits in another's database is nothing to this test.
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def somebody_waits() -> bool:
    """Whether another connection of this test's own database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_clear_snapshot()"
        )  # within a transaction the view is a copy of its first look
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def until(fact: Callable[[], object], what: str = "the other side comes") -> None:
    """Look until it is so."""
    looked, end = threading.Event(), time.monotonic() + LONGEST
    while not fact():
        if time.monotonic() > end:
            pytest.fail(f"after {LONGEST} seconds still not: {what}")
        looked.wait(0.005)


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Start all runners together; the answer of each in order, an exception being an answer too."""
    barrier = threading.Barrier(len(runners))

    def run(runner: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(LONGEST)
            return runner()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as pool:
        return [future.result(LONGEST) for future in [pool.submit(run, runner) for runner in runners]]
