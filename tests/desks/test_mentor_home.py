"""The mentor's home: to-dos, the groups with their next step, the year of the studio; nothing of other studios."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.test import Client
from django.urls import reverse

from mentorship.models import GroupMeeting
from mentorship.services import meetings, studios
from mentorship.services.meetings import MeetingDetails, Participant
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.mentorship.conftest import Banyan, confirmation_of


def test_a_group_without_a_meeting_asks_for_one_in_one_tap(
    client: Client, banyan: Banyan, cast: Cast
) -> None:
    client.force_login(cast.account(banyan.lead))
    page = client.get("/desk/").content.decode()
    assert "第一小组" in page
    assert "陈小燕" in page
    assert "三十天内没有活动记录" in page
    assert f'href="{reverse("mentorship:record", args=[banyan.group.public_id])}"' in page


def test_an_objection_comes_before_everything_else(
    client: Client, banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime
) -> None:
    client.force_login(cast.account(banyan.liaison))
    assert "等3人本人确认" in client.get("/desk/").content.decode()
    one = confirmation_of(meeting, banyan.workers[0])
    meetings.object_to(confirmation=one, text="我只到了一半", by=cast.by(banyan.workers[0]), at=at)
    page = client.get("/desk/").content.decode()
    assert "有1人提出异议，请核对时长" in page
    assert "我只到了一半" not in page


def test_the_studio_shows_this_year_s_confirmed_figures(
    client: Client, banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime
) -> None:
    for worker in banyan.workers[:2]:
        meetings.confirm(confirmation=confirmation_of(meeting, worker), by=cast.by(worker), at=at)
    client.force_login(cast.account(banyan.lead))
    page = client.get("/desk/").content.decode()
    assert "2026年工作室" in page
    assert "1次" in page
    assert "2人次" in page
    assert "4.0小时" in page


def test_a_plain_member_and_a_worker_keep_the_learner_s_desk(
    client: Client, banyan: Banyan, cast: Cast
) -> None:
    for person in (banyan.member, banyan.workers[0]):
        client.force_login(cast.account(person))
        assert client.get("/desk/")["Location"] == "/learn/"


def test_a_supervisor_without_a_studio_is_told_who_adds_people(
    client: Client, places: Places, cast: Cast, banyan: Banyan
) -> None:
    client.force_login(cast.account(cast.with_role("梁国栋", Role.SUPERVISOR, places.other_county)))
    page = client.get("/desk/").content.decode()
    assert "您还没有带教小组" in page
    assert "第一小组" not in page
    assert "陈小燕" not in page
    assert reverse("mentorship:overview") in page


def test_the_list_of_meetings_shows_one_s_own_studios_alone(
    client: Client, banyan: Banyan, meeting: GroupMeeting, places: Places, cast: Cast
) -> None:
    address = reverse("mentorship:meetings")
    client.force_login(cast.account(banyan.lead))
    page = client.get(address).content.decode()
    assert meeting.topic in page
    assert "记录“第一小组”的活动" in page
    client.force_login(cast.account(cast.with_role("梁国栋", Role.SUPERVISOR, places.county)))
    page = client.get(address).content.decode()
    assert meeting.topic not in page
    assert "还没有您参加或记录的带教活动" in page


def test_home_and_list_take_as_many_queries_for_twenty_groups_as_for_one(
    client: Client, banyan: Banyan, places: Places, cast: Cast, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client.force_login(cast.account(banyan.lead))
    by = cast.by(banyan.lead)

    def grow(number: int) -> list[int]:
        for _ in range(number):
            group = studios.add_group(studio=banyan.studio, name=f"小组{cast.count}", by=SYSTEM, at=at)
            worker = cast.worker(f"新人{cast.count}", places.station)
            studios.add_worker(
                group=group, person=worker, starts_on=at.date() - timedelta(days=9), by=SYSTEM, at=at
            )
            details = MeetingDetails(
                held_on=at.date(), starts_at=time(8, 0), minutes=60, topic=f"研讨{cast.count}"
            )
            meetings.record(
                group=group, details=details, participants=[Participant(worker, 60)], by=by, at=at
            )
        return [
            count_queries(lambda url=url: client.get(url))
            for url in ("/desk/", reverse("mentorship:meetings"))
        ]  # type: ignore[misc]

    assert grow(1) == grow(19)
