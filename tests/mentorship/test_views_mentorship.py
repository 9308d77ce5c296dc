"""Pages of studios: the lead records on one page, a worker confirms with one button, bureaus see counts."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hours.querysets import all_entries
from mentorship.models import GroupMeeting, MeetingConfirmation
from mentorship.querysets import all_confirmations, all_group_members, all_meetings
from mentorship.services import meetings, studios
from mentorship.services.meetings import Participant
from mentorship.services.studios import StudioDetails
from mentorship.todos import meetings_to_confirm
from mentorship.words import ConfirmationState, MeetingState
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.mentorship.conftest import HELD, Banyan, confirmation_of, everybody, meeting_of

pytestmark = pytest.mark.usefixtures("clock_at")

LogIn = Callable[[Person], Client]


@pytest.fixture
def log_in(cast: Cast) -> LogIn:
    """A client of its own for each person."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person.account or cast.account(person))
        return client

    return enter


def key() -> dict[str, str]:
    return {"action_key": str(uuid.uuid4())}


def record_url(banyan: Banyan) -> str:
    return reverse("mentorship:record", args=[banyan.group.public_id])


def filled(banyan: Banyan, came: dict[Person, str], **changes: str) -> dict[str, str]:
    """The form as a lead fills it: `came` holds those who were there and their own minutes, or nothing."""
    given = {
        "held_on": HELD.isoformat(), "starts_at": "14:30", "minutes": "120", "topic": "独居老人探访怎样开场",
        "place": "青石镇社工站", "format": "group",
    }  # fmt: skip
    for person, minutes in came.items():
        member = all_group_members().get(group=banyan.group, person=person)
        given |= {f"came_{member.pk}": "on", f"minutes_{member.pk}": minutes}
    return given | changes | key()


def test_a_lead_records_a_meeting_of_three_and_two_confirm(banyan: Banyan, log_in: LogIn) -> None:
    first, second, third = banyan.workers
    answer = log_in(banyan.lead).post(
        record_url(banyan), filled(banyan, {first: "", second: "60", third: ""}), follow=True
    )
    assert "已记录，等待参加人本人确认" in answer.content.decode()
    for worker in (first, second):
        client = log_in(worker)
        waiting = all_confirmations().waiting().get(person=worker)
        listed = client.get(reverse("mentorship:confirmations")).content.decode()
        assert reverse("mentorship:confirm", args=[waiting.public_id]) in listed
        answer = client.post(reverse("mentorship:confirm", args=[waiting.public_id]), key(), follow=True)
        assert "已确认，时长已计入您的学时台账" in answer.content.decode()
    assert sorted(all_entries().values_list("person", "minutes")) == [(first.pk, 120), (second.pk, 60)]
    assert confirmation_of(all_meetings().get(), third).state == ConfirmationState.PENDING


def test_who_did_not_come_is_not_asked(banyan: Banyan, log_in: LogIn) -> None:
    log_in(banyan.lead).post(record_url(banyan), filled(banyan, {banyan.workers[0]: ""}))
    assert [one.person for one in all_confirmations()] == [banyan.workers[0]]


def test_the_same_form_twice_makes_one_meeting(banyan: Banyan, log_in: LogIn) -> None:
    client, form = log_in(banyan.lead), filled(banyan, {banyan.workers[0]: ""})
    answers = [client.post(record_url(banyan), form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert all_meetings().count() == 1


def test_an_empty_form_says_what_is_missing(banyan: Banyan, log_in: LogIn) -> None:
    page = log_in(banyan.lead).post(record_url(banyan), key()).content.decode()
    for words in ("请填写活动日期", "请填写开始时间", "请填写时长", "请填写主题", "错误："):
        assert words in page
    assert all_meetings().count() == 0


def test_what_the_rules_refuse_is_said_on_the_form(banyan: Banyan, log_in: LogIn) -> None:
    client = log_in(banyan.lead)
    nobody = client.post(record_url(banyan), filled(banyan, {}))
    assert "请勾选参加的人，至少一位。" in nobody.content.decode()
    too_long = client.post(record_url(banyan), filled(banyan, {banyan.workers[0]: "481"}))
    assert "时长最多480分钟" in too_long.content.decode()
    assert all_meetings().count() == 0


def test_the_form_proposes_what_the_last_meeting_was_like(
    banyan: Banyan, meeting: GroupMeeting, log_in: LogIn
) -> None:
    page = log_in(banyan.liaison).get(record_url(banyan)).content.decode()
    for proposed in ('value="2026-03-16"', 'value="14:30"', 'value="120"', 'value="青石镇社工站"'):
        assert proposed in page
    assert all(worker.name in page for worker in banyan.workers)


@pytest.mark.parametrize("who", ["member", "worker", "officer"])
def test_only_recorders_open_the_form(
    banyan: Banyan, places: Places, cast: Cast, log_in: LogIn, who: str
) -> None:
    people = {"member": banyan.member, "worker": banyan.workers[0]}
    person = people.get(who) or cast.with_role("钟国强", Role.OFFICER, places.county)
    assert log_in(person).get(record_url(banyan)).status_code == 404
    assert log_in(person).post(record_url(banyan), filled(banyan, {})).status_code == 404


def test_members_see_people_and_meetings(banyan: Banyan, meeting: GroupMeeting, log_in: LogIn) -> None:
    url = reverse("mentorship:studio", args=[banyan.studio.public_id])
    page = log_in(banyan.member).get(url).content.decode()
    for words in ("梁文珍", "领衔人", "独居老人探访怎样开场", "第一小组"):
        assert words in page
    assert record_url(banyan) not in page
    assert record_url(banyan) in log_in(banyan.core).get(url).content.decode()


def test_a_bureau_sees_counts_and_hours_without_names_or_topics(
    banyan: Banyan, meeting: GroupMeeting, places: Places, cast: Cast, at: datetime, log_in: LogIn
) -> None:
    worker = banyan.workers[0]
    meetings.confirm(confirmation=confirmation_of(meeting, worker), by=cast.by(worker), at=at)
    officer = log_in(cast.with_role("钟国强", Role.OFFICER, places.other_county))
    for url in (
        reverse("mentorship:studio", args=[banyan.studio.public_id]),
        reverse("mentorship:overview"),
    ):
        page = officer.get(url).content.decode()
        assert "2.0小时" in page
        for hidden in ("独居老人探访怎样开场", *(one.name for one in (banyan.lead, *banyan.workers))):
            assert hidden not in page
    assert officer.get(reverse("mentorship:meeting", args=[meeting.public_id])).status_code == 404


def test_another_countys_studio_is_not_found(
    banyan: Banyan, places: Places, cast: Cast, at: datetime, log_in: LogIn
) -> None:
    own = studios.add(details=StudioDetails("青石工作室"), founders=[places.county], by=SYSTEM, at=at)
    stranger = log_in(cast.with_role("潘丽华", Role.OFFICER, places.other_county))
    assert stranger.get(reverse("mentorship:studio", args=[own.public_id])).status_code == 404
    assert "青石工作室" not in stranger.get(reverse("mentorship:overview")).content.decode()
    department = log_in(cast.with_role("苏伟强", Role.OFFICER, places.department))
    assert department.get(reverse("mentorship:studio", args=[own.public_id])).status_code == 200


def test_who_has_nothing_to_do_with_a_studio_does_not_find_it(
    banyan: Banyan, meeting: GroupMeeting, places: Places, cast: Cast, log_in: LogIn
) -> None:
    client = log_in(cast.worker("周玉梅", places.station))
    for url in (
        reverse("mentorship:studio", args=[banyan.studio.public_id]),
        reverse("mentorship:meeting", args=[meeting.public_id]),
    ):
        assert client.get(url).status_code == 404
    assert client.get(reverse("mentorship:overview")).status_code == 403


def test_a_worker_of_a_group_sees_the_studio_and_her_own_meetings_alone(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime, log_in: LogIn
) -> None:
    first, second, third = banyan.workers
    without_her = meetings.record(
        group=banyan.group,
        details=meeting_of(banyan, starts_at=time(9, 0), topic="低保家庭的评估"),
        participants=[Participant(second, 60), Participant(third, 60)],
        by=cast.by(banyan.lead),
        at=at,
    )
    client = log_in(first)
    page = client.get(reverse("mentorship:studio", args=[banyan.studio.public_id])).content.decode()
    assert "梁文珍" in page
    assert meeting.topic in page
    assert without_her.topic not in page
    assert record_url(banyan) not in page
    own = client.get(reverse("mentorship:meeting", args=[meeting.public_id]))
    assert own.status_code == 200
    assert "作废这条记录" not in own.content.decode()
    assert client.get(reverse("mentorship:meeting", args=[without_her.public_id])).status_code == 404


def test_a_worker_neither_sees_nor_answers_for_another(
    banyan: Banyan, meeting: GroupMeeting, log_in: LogIn
) -> None:
    others = confirmation_of(meeting, banyan.workers[1])
    for person in (banyan.workers[0], banyan.lead):
        client = log_in(person)
        assert client.post(reverse("mentorship:confirm", args=[others.public_id]), key()).status_code == 404
        assert client.get(reverse("mentorship:object", args=[others.public_id])).status_code == 404
    assert all_entries().count() == 0


def test_an_objection_is_read_by_recorders_alone(
    banyan: Banyan, meeting: GroupMeeting, log_in: LogIn
) -> None:
    worker, text = banyan.workers[0], "我只参加了半小时"
    url = reverse("mentorship:object", args=[confirmation_of(meeting, worker).public_id])
    answer = log_in(worker).post(url, {"text": text} | key(), follow=True)
    assert "已提交异议，没有计入时长" in answer.content.decode()
    page = reverse("mentorship:meeting", args=[meeting.public_id])
    assert text in log_in(banyan.lead).get(page).content.decode()
    assert text not in log_in(banyan.member).get(page).content.decode()


def test_a_recorder_corrects_minutes_and_withdraws(
    banyan: Banyan, meeting: GroupMeeting, log_in: LogIn
) -> None:
    client, confirmation = log_in(banyan.lead), confirmation_of(meeting, banyan.workers[0])
    amend = reverse("mentorship:amend", args=[confirmation.public_id])
    assert 'value="120"' in client.get(amend).content.decode()
    client.post(amend, {"minutes": "45"} | key())
    assert confirmation_of(meeting, banyan.workers[0]).minutes == 45
    withdraw = reverse("mentorship:withdraw", args=[meeting.public_id])
    assert log_in(banyan.member).post(withdraw, key()).status_code == 404
    client.post(withdraw, key())
    assert all_meetings().get().state == MeetingState.WITHDRAWN


def test_what_was_confirmed_offers_no_change(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime, log_in: LogIn
) -> None:
    worker = banyan.workers[0]
    confirmation = confirmation_of(meeting, worker)
    meetings.confirm(confirmation=confirmation, by=cast.by(worker), at=at)
    client = log_in(banyan.lead)
    page = client.get(reverse("mentorship:meeting", args=[meeting.public_id])).content.decode()
    amend = reverse("mentorship:amend", args=[confirmation.public_id])
    assert amend not in page
    assert reverse("mentorship:withdraw", args=[meeting.public_id]) not in page
    assert client.get(amend).status_code == 404


def test_the_to_do_names_how_many_meetings_wait(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime
) -> None:
    found = list(meetings_to_confirm(cast.by(banyan.workers[0]), at.date()))
    assert [(todo.title, todo.url) for todo in found] == [
        ("有1次带教活动待您确认", reverse("mentorship:confirmations"))
    ]
    assert list(meetings_to_confirm(cast.by(banyan.lead), at.date())) == []
    assert list(meetings_to_confirm(SYSTEM, at.date())) == []


def test_pages_ask_for_log_in(client: Client, banyan: Banyan, meeting: GroupMeeting) -> None:
    for url in (
        reverse("mentorship:studios"),
        reverse("mentorship:overview"),
        reverse("mentorship:confirmations"),
        record_url(banyan),
        reverse("mentorship:meeting", args=[meeting.public_id]),
    ):
        assert client.get(url)["Location"].startswith("/accounts/login/")


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def more_meetings(banyan: Banyan, cast: Cast, at: datetime, days: range) -> list[MeetingConfirmation]:
    """A meeting on each of so many days before the first; the confirmations of the first worker."""
    recorded = [
        meetings.record(
            group=banyan.group,
            details=meeting_of(banyan, held_on=HELD - timedelta(days=day), starts_at=time(9, 0)),
            participants=everybody(banyan),
            by=cast.by(banyan.lead),
            at=at,
        )
        for day in days
    ]
    return [confirmation_of(one, banyan.workers[0]) for one in recorded]


def test_lists_take_the_same_queries_for_one_row_and_for_twenty(
    banyan: Banyan, meeting: GroupMeeting, places: Places, cast: Cast, at: datetime, log_in: LogIn
) -> None:
    worker = banyan.workers[0]
    officer = cast.with_role("钟国强", Role.OFFICER, places.county)
    visits = [
        (log_in(banyan.lead), reverse("mentorship:studio", args=[banyan.studio.public_id])),
        (log_in(worker), reverse("mentorship:confirmations")),
        (log_in(worker), reverse("mentorship:studios")),
        (log_in(officer), reverse("mentorship:overview")),
        (log_in(banyan.lead), reverse("mentorship:meeting", args=[meeting.public_id])),
        (log_in(banyan.lead), record_url(banyan)),
    ]
    meetings.confirm(confirmation=more_meetings(banyan, cast, at, range(1, 2))[0], by=cast.by(worker), at=at)
    before = [queries(client, url) for client, url in visits]
    for confirmation in more_meetings(banyan, cast, at, range(2, 21))[:9]:
        meetings.confirm(confirmation=confirmation, by=cast.by(worker), at=at)
    for number in range(19):
        studios.add(details=StudioDetails(f"第{number}工作室"), founders=[places.county], by=SYSTEM, at=at)
        newcomer = cast.worker(f"新人{number}", places.station)
        studios.add_worker(
            group=banyan.group,
            person=newcomer,
            starts_on=banyan.workers[0].hired_on or HELD,
            by=SYSTEM,
            at=at,
        )
        MeetingConfirmation.objects.create(meeting=meeting, person=newcomer, minutes=60)
    assert [queries(client, url) for client, url in visits] == before
    assert max(before) <= 12


def test_a_page_number_out_of_range_shows_the_last_page(
    banyan: Banyan, meeting: GroupMeeting, log_in: LogIn
) -> None:
    url = reverse("mentorship:studio", args=[banyan.studio.public_id])
    assert log_in(banyan.lead).get(url, {"page": "1000000000"}).status_code == 200
