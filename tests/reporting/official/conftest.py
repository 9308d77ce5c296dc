"""The county's officer in the middle of March, and a class of a day that has something of everything."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from courses.models import TrainingClass
from courses.words import AttendanceState
from organisations.roles import Role
from people.models import Posting
from people.words import PostKind
from tests.cast import Cast, Places
from tests.reporting import series

FIRST = date(2026, 3, 2)


@pytest.fixture
def officer(client: Client, places: Places, cast: Cast, at: datetime):
    client.force_login(cast.account(cast.with_role("县局的人", Role.OFFICER, places.county)))
    with time_machine.travel(at, tick=False):
        yield client


@pytest.fixture
def held(places: Places, cast: Cast, at: datetime) -> TrainingClass:
    """A class of a day with three people, one of them in an administrative post, one late, one on leave."""
    made = series.hold_class("A", places.county, first_day=FIRST, at=at)
    people = [cast.worker(name, places.station) for name in ("陈小燕", "黄建国", "何志明")]
    Posting.objects.filter(person=people[0]).update(post_kind=PostKind.SERVICE)
    Posting.objects.filter(person=people[1]).update(post_kind=PostKind.ADMINISTRATIVE)
    first, second = made.sessions.order_by("starts_at")
    series.attend(first, people[0], people[1], at=at)
    series.attend(first, people[2], state=AttendanceState.LEAVE, at=at)
    series.attend(second, people[0], state=AttendanceState.LATE, at=at)
    series.attend(second, people[2], state=AttendanceState.LATE_MARK, reason="手机没电", at=at)
    return made
