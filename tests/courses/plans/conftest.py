"""The plans that ship with the product, loaded; everything happens on a Monday morning."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from courses.services import plans
from organisations.authority import SYSTEM


@pytest.fixture
def seeded(db: None, at: datetime) -> int:
    """How many were loaded."""
    return plans.load(by=SYSTEM, at=at)


@pytest.fixture(autouse=True)
def monday_morning(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield
