"""A session of today with its learner and its teacher."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from courses.models import ClassSession
from courses.querysets import all_sessions
from courses.services import sign_in
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class, session_of


@pytest.fixture(autouse=True)
def clock_hand(at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(places: Places, at: datetime) -> ClassSession:
    made = session_of(open_class(places.county, at, provider=places.school), at)
    return (
        all_sessions().select_related("training_class__organiser", "training_class__provider").get(pk=made.pk)
    )


@pytest.fixture
def opened(session: ClassSession, at: datetime) -> ClassSession:
    return sign_in.open_session(session=session, by=SYSTEM, at=at)


@pytest.fixture
def learner(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def teacher(places: Places, cast: Cast) -> Person:
    return cast.with_role("温教员", Role.CLASS_TEACHER, places.school)
