"""A learner, an officer, and a Monday morning."""

from datetime import datetime

import pytest
import time_machine

from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> object:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("赵主管", Role.OFFICER, places.county)
