"""What every test stands on: a real PostgreSQL, people of two counties, and a ledger that lets the flush pass."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection

from core import clock

pytest_plugins = ["tests.cast"]

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture
def at() -> datetime:
    """The moment that services get in tests: a Monday morning."""
    return NOW


@pytest.fixture
def truncatable_ledger(transactional_db: None) -> Iterator[None]:
    """Django empties tables after a transactional test; only here may the ledger be emptied."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hours_hourentry DISABLE TRIGGER hours_line_no_truncate")
