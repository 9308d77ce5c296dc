"""A joint studio of two counties with one mentoring group of three workers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
import time_machine

from mentorship.models import GroupMeeting, MeetingConfirmation, MentoringGroup, Studio
from mentorship.querysets import all_confirmations
from mentorship.services import meetings, studios
from mentorship.services.meetings import MeetingDetails, Participant
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places

FOUNDED = date(2026, 1, 5)
HELD = date(2026, 3, 12)


@dataclass(frozen=True)
class Banyan:
    """The studio and everybody in it."""

    studio: Studio
    group: MentoringGroup
    lead: Person
    core: Person
    member: Person
    liaison: Person
    workers: list[Person]


@pytest.fixture
def banyan(places: Places, cast: Cast, at: datetime) -> Banyan:
    studio = studios.add(
        details=StudioDetails(
            "榕江联名工作室", theme="社区为老服务", registered_on=FOUNDED, plaque_on=FOUNDED
        ),
        founders=[places.county, places.other_county],
        by=SYSTEM,
        at=at,
    )
    people = {
        StudioRole.LEAD: cast.worker("梁文珍", places.station),
        StudioRole.CORE: cast.worker("何志明", places.other_station),
        StudioRole.MEMBER: cast.worker("罗小芳", places.station),
        StudioRole.LIAISON: cast.worker("冯秀兰", places.station),
    }
    for role, person in people.items():
        membership = Membership(person, role, places.county, FOUNDED)
        studios.add_member(studio=studio, member=membership, by=SYSTEM, at=at)
    group = studios.add_group(studio=studio, name="第一小组", by=SYSTEM, at=at)
    workers = [cast.worker(name, places.station) for name in ("陈小燕", "黄建国", "李秋月")]
    for worker in workers:
        studios.add_worker(group=group, person=worker, starts_on=FOUNDED, by=SYSTEM, at=at)
    return Banyan(
        studio,
        group,
        people[StudioRole.LEAD],
        people[StudioRole.CORE],
        people[StudioRole.MEMBER],
        people[StudioRole.LIAISON],
        workers,
    )


def meeting_of(banyan: Banyan, **changes: object) -> MeetingDetails:
    facts: dict[str, object] = {
        "held_on": HELD,
        "starts_at": time(14, 30),
        "minutes": 120,
        "topic": "独居老人探访怎样开场",
        "place": "青石镇社工站",
    }
    return MeetingDetails(**(facts | changes))  # type: ignore[arg-type]


def everybody(banyan: Banyan, minutes: int = 120) -> list[Participant]:
    return [Participant(worker, minutes) for worker in banyan.workers]


@pytest.fixture
def meeting(banyan: Banyan, cast: Cast, at: datetime) -> GroupMeeting:
    """Recorded by the lead, three participants, nobody has confirmed."""
    return meetings.record(
        group=banyan.group,
        details=meeting_of(banyan),
        participants=everybody(banyan),
        by=cast.by(banyan.lead),
        at=at,
    )


def confirmation_of(meeting: GroupMeeting, person: Person) -> MeetingConfirmation:
    return all_confirmations().get(meeting=meeting, person=person)


@pytest.fixture
def clock_at(at: datetime) -> Iterator[None]:
    """Pages ask the clock: it stands at the tests' moment."""
    with time_machine.travel(at, tick=False):
        yield
