"""The desks' tests happen on a Monday morning."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from tests.mentorship.conftest import banyan, meeting

__all__ = ["banyan", "meeting"]


@pytest.fixture(autouse=True)
def monday_morning(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield
