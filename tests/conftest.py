"""What every test stands on: a real PostgreSQL, people of two counties, and tables that are as they were after each."""

from collections.abc import Callable
from datetime import datetime

import hypothesis
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck

from core import clock
from core.processes import collect_rarely

pytest_plugins = [
    "tests.cast",
    "tests.flush",
    "tests.order",
    "tests.programs",
    "tests.servers",
    "tests.probe.site",
    "tests.browser",
    "tests.lessons",
    "tests.valid_pages",
    "tests.screens.packed",
    "tests.gateways",
    "tests.generators.kept_world",
]

# Drawn the same in every run, and nothing is measured: a run beside other work ends as it does alone. To look for what
# nobody has drawn yet: `pytest --hypothesis-profile=wander`.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "wander", deadline=None, max_examples=1_000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=clock.SHANGHAI)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Everything is imported now, and migrations come next."""
    collect_rarely()


@pytest.fixture
def at() -> datetime:
    """The moment that services get in tests: a Monday morning."""
    return NOW


@pytest.fixture
def truncatable_ledger(transactional_db: None) -> None:
    """For tests that commit: threads, servers, `select_for_update`, anything that two connections must see.

    The same as `transactional_db`, by a name that says why it is safe here: `tests.flush` empties the append-only tables
    after the test, and puts the rows of the migrations back. Nothing else is needed. Inside the test the triggers refuse
    as in production. Such tests take seconds: one per race, and pytest-django runs them last.
    """


@pytest.fixture
def count_queries(db: None) -> Callable[[Callable[[], object]], int]:
    """How many queries something takes: for pages that must not ask once a row."""

    def count(run: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            run()
        return len(captured)

    return count
