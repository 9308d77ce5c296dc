"""A county with two stations, training that was held, and the officer who fills its tables."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client

from courses.models import TrainingClass
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind, Tier
from people.models import Person, Posting
from people.words import PostKind
from tests.cast import Cast, Places
from tests.reporting import series

FIRST = date(2026, 3, 2)


@pytest.fixture
def second_station(places: Places, at: datetime) -> Organisation:
    details = OrganisationDetails(
        name="东湖县白鹭镇社工站", kind=OrganisationKind.STATION, tier=Tier.TOWN, area_code="990121102"
    )
    return organisations.add(details=details, parent=places.county, by=SYSTEM, at=at)


@pytest.fixture
def held(places: Places, second_station: Organisation, cast: Cast, at: datetime) -> TrainingClass:
    """One day of two half days: two people of one station in both, one of the other in the first; a year before as well."""
    made = series.hold_class("A", places.county, first_day=FIRST, at=at)
    chen, huang = (cast.worker(name, places.station) for name in ("陈小燕", "黄建国"))
    he = cast.worker("何志明", second_station)
    Posting.objects.filter(person=chen).update(post_kind=PostKind.SERVICE)
    first, second = made.sessions.order_by("starts_at")
    series.attend(first, chen, huang, he, at=at)
    series.attend(second, chen, huang, at=at)
    return made


@pytest.fixture
def filler(places: Places, cast: Cast) -> Person:
    return cast.with_role("县局的人", Role.OFFICER, places.county)


@pytest.fixture
def officer(client: Client, filler: Person, cast: Cast, at: datetime):
    client.force_login(cast.account(filler))
    with time_machine.travel(at, tick=False):
        yield client
