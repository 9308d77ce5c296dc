"""A class of two sessions, an officer, and a Monday morning."""

from datetime import datetime, timedelta

import pytest
import time_machine

from courses.models import TrainingClass
from courses.words import HalfDay
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import TODAY, open_class, session_of


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> object:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("赵主管", Role.OFFICER, places.county)


@pytest.fixture
def training_class(places: Places, at: datetime) -> TrainingClass:
    made = open_class(places.county, at, provider=places.school, round_number=3)
    session_of(made, at)
    session_of(made, at, TODAY + timedelta(days=1), HalfDay.AFTERNOON)
    return made
