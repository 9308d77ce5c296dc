"""The demo's studio: a lead, a core member, a liaison, one group, and a meeting that waits for a confirmation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from desks.services.demo.city import City
from mentorship.models import MentoringGroup
from mentorship.querysets import all_confirmations
from mentorship.services import meetings, studios
from mentorship.services.meetings import MeetingDetails, Participant
from mentorship.services.studios import Membership, StudioDetails
from mentorship.words import StudioRole
from organisations.authority import SYSTEM
from people.authority import authority_of
from people.models import Person

MINUTES = 90


def build(city: City, *, cast: dict[str, Person], anchor: date, at: datetime) -> None:
    """Found the studio a year before the anchor; its group met a week before it."""
    bureau = city.at("东湖县民政局")
    station = city.at("东湖县柳桥镇社工站")
    founded = anchor - timedelta(days=365)
    details = StudioDetails(
        name="何敏华社会工作名师工作室", theme="农村困境儿童与家庭", registered_on=founded, plaque_on=founded
    )
    studio = studios.add(details=details, founders=[bureau], by=SYSTEM, at=at)
    colleagues = city.staff["东湖县柳桥镇社工站"]
    for person, role, organisation in (
        (cast["studio-lead"], StudioRole.LEAD, bureau),
        (cast["supervisor"], StudioRole.CORE, bureau),
        (cast["liaison"], StudioRole.LIAISON, station),
        (colleagues[1], StudioRole.MEMBER, station),
    ):
        member = Membership(person=person, role=role, organisation=organisation, starts_on=founded)
        studios.add_member(studio=studio, member=member, by=SYSTEM, at=at)
    group = studios.add_group(studio=studio, name="青苗带教小组", by=SYSTEM, at=at)
    workers = [cast["new-worker"], colleagues[2], colleagues[3]]
    for worker in workers:
        studios.add_worker(
            group=group, person=worker, starts_on=anchor - timedelta(days=15), by=SYSTEM, at=at
        )
    _meeting(group, workers, lead=cast["studio-lead"], held_on=anchor - timedelta(days=7), at=at)


def _meeting(
    group: MentoringGroup, workers: list[Person], *, lead: Person, held_on: date, at: datetime
) -> None:
    """All but the first confirm: the new worker's minutes wait for her own word."""
    details = MeetingDetails(
        held_on=held_on,
        starts_at=time(15, 0),
        minutes=MINUTES,
        topic="入户走访前的准备",
        place="柳桥镇社工站会议室",
    )
    by = authority_of(lead, on=held_on)
    participants = [Participant(person, MINUTES) for person in workers]
    meeting = meetings.record(group=group, details=details, participants=participants, by=by, at=at)
    for confirmation in (
        all_confirmations().filter(meeting=meeting, person__in=workers[1:]).select_related("person")
    ):
        own = authority_of(confirmation.person, on=held_on)
        meetings.confirm(confirmation=confirmation, by=own, at=at)
