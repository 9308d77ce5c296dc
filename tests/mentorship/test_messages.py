"""People of a studio are told what waits for them, and never what a meeting was about."""

from datetime import datetime

from django.test import Client

from mentorship.models import GroupMeeting
from mentorship.services import meetings
from tests.cast import Cast
from tests.inbox.heard import told_to
from tests.mentorship.conftest import Banyan, confirmation_of

TOPIC = "独居老人探访怎样开场"
JOINED = "您已加入带教小组“第一小组”。"
WAITS = "“第一小组”记录了一次带教活动，待您确认时长。"
OBJECTION = "“第一小组”有人对带教时长提出异议，待更正。"


def test_participants_are_told_that_a_meeting_waits_and_the_recorder_is_not(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, client: Client
) -> None:
    worker = banyan.workers[0]
    said = told_to(worker)
    assert [text for text, _page in said] == [JOINED, WAITS]
    assert TOPIC not in str(said)
    client.force_login(cast.account(worker))
    assert [client.get(page).status_code for _text, page in said] == [200, 200]
    assert "确认" in client.get(said[1][1]).content.decode()
    assert told_to(banyan.lead) == [
        ("您已加入“榕江联名工作室”。", f"/studios/{banyan.studio.public_id}/"),
    ]


def test_an_objection_reaches_all_recorders_and_its_answer_the_participant(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime, client: Client
) -> None:
    worker = banyan.workers[0]
    mine = confirmation_of(meeting, worker)
    meetings.object_to(confirmation=mine, text="我只到了一半", by=cast.by(worker), at=at)
    for recorder in (banyan.lead, banyan.core, banyan.liaison):
        assert told_to(recorder)[-1] == (OBJECTION, f"/studios/confirm/{mine.public_id}/amend/")
    assert OBJECTION not in str(told_to(banyan.member))
    client.force_login(cast.account(banyan.liaison))
    assert client.get(told_to(banyan.liaison)[-1][1]).status_code == 200
    meetings.amend(confirmation=mine, minutes=60, by=cast.by(banyan.liaison), at=at)
    assert told_to(worker)[-1] == ("“第一小组”更正了您的带教时长，待您再次确认。", "/studios/confirm/")


def test_a_record_taken_back_is_told_to_whoever_was_asked(
    banyan: Banyan, meeting: GroupMeeting, cast: Cast, at: datetime
) -> None:
    assert told_to(banyan.workers[1])[-1][0] == WAITS
    meetings.withdraw(meeting=meeting, by=cast.by(banyan.lead), at=at)
    said = ("“第一小组”作废了一次带教活动的记录，不用再确认。", f"/studios/meetings/{meeting.public_id}/")
    assert told_to(banyan.workers[1])[-1] == said
