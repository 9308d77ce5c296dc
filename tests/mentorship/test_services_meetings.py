"""A studio records, each participant confirms for themselves, and only then minutes enter the ledger."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import RuleBroken
from core.models import Event
from courses.services import attendance, classes
from courses.services.attendance import Mark
from courses.services.classes import ClassDetails, SessionDetails
from courses.words import AttendanceState, HalfDay
from hours.models import LockedPeriod
from hours.querysets import all_entries
from hours.words import HourKind
from mentorship.models import GroupMeeting, MeetingConfirmation
from mentorship.querysets import all_confirmations, all_meetings, all_members
from mentorship.services import meetings, studios
from mentorship.services.meetings import Participant
from mentorship.words import ConfirmationState, MeetingState
from organisations.authority import SYSTEM
from people.models import Person
from people.querysets import all_postings
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.mentorship.conftest import HELD, Banyan, confirmation_of, everybody, meeting_of


def record(banyan: Banyan, recorder: Person, cast: Cast, at: datetime, **changes: object) -> GroupMeeting:
    participants = changes.pop("participants", everybody(banyan))
    return meetings.record(
        group=banyan.group,
        details=meeting_of(banyan, **changes),
        participants=participants,  # type: ignore[arg-type]
        by=cast.by(recorder),
        at=at,
    )


def confirm(meeting: GroupMeeting, person: Person, cast: Cast, at: datetime) -> MeetingConfirmation:
    return meetings.confirm(confirmation=confirmation_of(meeting, person), by=cast.by(person), at=at)


def test_two_of_three_confirm_and_two_lines_appear(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    assert all_entries().count() == 0
    for worker in banyan.workers[:2]:
        confirm(meeting, worker, cast, at)
    lines = list(all_entries().order_by("person"))
    assert [line.person for line in lines] == banyan.workers[:2]
    assert {(line.minutes, line.kind, line.activity_on) for line in lines} == {
        (120, HourKind.GROUP_MEETING, HELD)
    }
    assert {line.rule_version for line in lines} == {"group_meeting.credit@CN:2009-01-01"}
    assert confirmation_of(meeting, banyan.workers[2]).state == ConfirmationState.PENDING


def test_meeting_minutes_are_never_training(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    confirm(meeting, banyan.workers[0], cast, at)
    assert all_entries().training().total_minutes() == 0
    assert all_entries().total_minutes() == 120


def test_confirming_twice_credits_once(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    first = confirm(meeting, banyan.workers[0], cast, at)
    again = confirm(meeting, banyan.workers[0], cast, at + timedelta(days=1))
    assert (again.pk, again.answered_at) == (first.pk, at)
    assert all_entries().count() == 1


@pytest.mark.parametrize("who", ["lead", "core", "liaison", "other worker"])
def test_nobody_confirms_for_another(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime, who: str
) -> None:
    by = {"lead": banyan.lead, "core": banyan.core, "liaison": banyan.liaison}.get(who, banyan.workers[1])
    with pytest.raises(RuleBroken) as refused:
        meetings.confirm(confirmation=confirmation_of(meeting, banyan.workers[0]), by=cast.by(by), at=at)
    assert refused.value.code == "meeting.not_yours"
    assert all_entries().count() == 0


def test_not_even_the_system_confirms(meeting: GroupMeeting, banyan: Banyan, at: datetime) -> None:
    with pytest.raises(RuleBroken) as refused:
        meetings.confirm(confirmation=confirmation_of(meeting, banyan.workers[0]), by=SYSTEM, at=at)
    assert refused.value.code == "meeting.not_yours"


def test_lead_core_member_and_liaison_record_but_ordinary_members_do_not(
    banyan: Banyan, cast: Cast, at: datetime
) -> None:
    for hour, recorder in enumerate((banyan.lead, banyan.core, banyan.liaison), start=9):
        assert record(banyan, recorder, cast, at, starts_at=time(hour, 0)).recorded_by == recorder
    for stranger in (banyan.member, banyan.workers[0]):
        with pytest.raises(RuleBroken) as refused:
            record(banyan, stranger, cast, at)
        assert refused.value.code == "meeting.not_recorder"
    assert all_meetings().count() == 3


def test_who_left_the_studio_records_no_more(banyan: Banyan, cast: Cast, at: datetime) -> None:
    role = all_members().get(studio=banyan.studio, person=banyan.core)
    studios.end_member(member=role, on=at.date(), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        record(banyan, banyan.core, cast, at)
    assert refused.value.code == "meeting.not_recorder"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"minutes": 0}, "meeting.minutes"),
        ({"minutes": 481}, "meeting.minutes"),
        ({"held_on": date(2026, 3, 17)}, "meeting.to_come"),
        ({"held_on": date(2026, 3, 16), "starts_at": time(10, 1)}, "meeting.to_come"),
        ({"participants": []}, "meeting.nobody"),
        ({"held_on": date(2026, 1, 4)}, "meeting.not_in_group"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    banyan: Banyan, cast: Cast, at: datetime, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        record(banyan, banyan.lead, cast, at, **changes)
    assert refused.value.code == code
    assert all_meetings().count() == 0


def test_participants_come_from_the_group_once_each_with_plausible_minutes(
    banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    first, outsider = banyan.workers[0], cast.worker("周玉梅", places.station)
    lists = {
        "meeting.twice": [Participant(first, 60), Participant(first, 90)],
        "meeting.not_in_group": [Participant(first, 60), Participant(outsider, 60)],
        "meeting.minutes": [Participant(first, 481)],
    }
    for code, participants in lists.items():
        with pytest.raises(RuleBroken) as refused:
            record(banyan, banyan.lead, cast, at, participants=participants)
        assert refused.value.code == code


def test_nobody_records_minutes_for_themselves(banyan: Banyan, cast: Cast, at: datetime) -> None:
    studios.add_worker(group=banyan.group, person=banyan.core, starts_on=date(2026, 2, 1), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        record(banyan, banyan.core, cast, at, participants=[Participant(banyan.core, 60)])
    assert refused.value.code == "meeting.own_minutes"
    kept = record(banyan, banyan.lead, cast, at, participants=[Participant(banyan.core, 60)])
    with pytest.raises(RuleBroken) as refused:
        meetings.amend(
            confirmation=confirmation_of(kept, banyan.core), minutes=400, by=cast.by(banyan.core), at=at
        )
    assert refused.value.code == "meeting.own_minutes"


def test_a_person_is_not_in_two_meetings_at_once(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    worker = banyan.workers[0]
    confirm(meeting, worker, cast, at)
    touching = record(banyan, banyan.core, cast, at, starts_at=time(16, 30))
    confirm(touching, worker, cast, at)
    overlapping = record(banyan, banyan.core, cast, at, starts_at=time(15, 0))
    with pytest.raises(RuleBroken) as refused:
        confirm(overlapping, worker, cast, at)
    assert refused.value.code == "meeting.two_places"
    assert all_entries().count() == 2


def test_a_person_is_not_in_a_class_and_a_meeting_at_once(
    meeting: GroupMeeting, banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    worker = banyan.workers[0]
    details = ClassDetails(
        code="K1", name="一线培训", programme_name="2026年培训", organiser=places.county, report_year=2026,
        starts_on=HELD, ends_on=HELD,
    )  # fmt: skip
    training_class = classes.add(details=details, by=SYSTEM, at=at)
    half_day = SessionDetails(HELD, HalfDay.AFTERNOON, time(14, 0), time(17, 0), 180, "政策解读")
    session = classes.add_sessions(rows=[(training_class, half_day)], by=SYSTEM, at=at)[0]
    posting = all_postings().get(person=worker)
    mark = Mark(session, worker, posting, AttendanceState.PRESENT)
    attendance.record_many(marks=[mark], by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        confirm(meeting, worker, cast, at)
    assert refused.value.code == "meeting.two_places"
    assert all_entries().filter(kind=HourKind.GROUP_MEETING).count() == 0


def test_the_line_belongs_to_the_posting_held_on_the_day(
    meeting: GroupMeeting, banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    worker = banyan.workers[0]
    moved = PostingDetails(organisation=places.other_station, starts_on=HELD + timedelta(days=1))
    postings.move(person=worker, details=moved, by=SYSTEM, at=at)
    confirm(meeting, worker, cast, at)
    line = all_entries().get()
    assert (line.organisation, line.bureau) == (places.station, places.county)


def test_a_confirmation_after_filing_is_a_late_line_with_a_reason(
    meeting: GroupMeeting, banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    LockedPeriod.objects.create(
        organisation=places.county,
        first_day=date(2026, 1, 1),
        last_day=HELD,
        locked_at=at,
        filing_number="B1",
    )
    confirm(meeting, banyan.workers[0], cast, at)
    assert all_entries().get().reason == "本人确认"


def test_an_objection_stays_encrypted_and_earns_nothing(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    worker = banyan.workers[0]
    text = "我只参加了半小时"
    confirmation = confirmation_of(meeting, worker)
    meetings.object_to(confirmation=confirmation, text=text, by=cast.by(worker), at=at)
    assert confirmation_of(meeting, worker).objection == text
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objection FROM mentorship_meetingconfirmation WHERE id = %s", [confirmation.pk]
        )
        stored = bytes(cursor.fetchone()[0])
    assert text.encode() not in stored
    assert text not in str(list(Event.objects.values_list("data", flat=True)))
    assert all_entries().count() == 0


def test_an_objection_says_something_and_is_ones_own(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    confirmation = confirmation_of(meeting, banyan.workers[0])
    for person, text, code in (
        (banyan.workers[0], "  ", "meeting.objection_empty"),
        (banyan.lead, "不对", "meeting.not_yours"),
    ):
        with pytest.raises(RuleBroken) as refused:
            meetings.object_to(confirmation=confirmation, text=text, by=cast.by(person), at=at)
        assert refused.value.code == code


def test_after_an_objection_the_studio_corrects_and_the_worker_confirms(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    worker = banyan.workers[0]
    confirmation = confirmation_of(meeting, worker)
    meetings.object_to(confirmation=confirmation, text="我只参加了半小时", by=cast.by(worker), at=at)
    meetings.amend(confirmation=confirmation, minutes=30, by=cast.by(banyan.liaison), at=at)
    again = confirm(meeting, worker, cast, at)
    assert (again.minutes, again.objection) == (30, "我只参加了半小时")
    assert all_entries().get().minutes == 30


def test_after_confirmation_nothing_changes_any_more(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    worker, lead = banyan.workers[0], cast.by(banyan.lead)
    confirmation = confirm(meeting, worker, cast, at)
    attempts = (
        lambda: meetings.object_to(confirmation=confirmation, text="不对", by=cast.by(worker), at=at),
        lambda: meetings.amend(confirmation=confirmation, minutes=30, by=lead, at=at),
        lambda: meetings.withdraw(meeting=meeting, by=lead, at=at),
    )
    for attempt in attempts:
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert refused.value.code == "meeting.confirmed"


def test_the_database_itself_keeps_what_was_confirmed(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    confirmation = confirm(meeting, banyan.workers[0], cast, at)
    confirmations = MeetingConfirmation.objects.filter(pk=confirmation.pk)
    attempts = (
        lambda: confirmations.update(minutes=480),
        lambda: confirmations.delete(),
        lambda: GroupMeeting.objects.filter(pk=meeting.pk).update(topic="别的"),
        lambda: GroupMeeting.objects.filter(pk=meeting.pk).update(state=MeetingState.WITHDRAWN),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            attempt()
    pending = MeetingConfirmation.objects.filter(meeting=meeting, person=banyan.workers[1])
    assert pending.update(minutes=90) == 1


def test_an_unconfirmed_record_is_withdrawn_and_asks_nobody(
    meeting: GroupMeeting, banyan: Banyan, cast: Cast, at: datetime
) -> None:
    with pytest.raises(RuleBroken) as refused:
        meetings.withdraw(meeting=meeting, by=cast.by(banyan.member), at=at)
    assert refused.value.code == "meeting.not_recorder"
    meetings.withdraw(meeting=meeting, by=cast.by(banyan.core), at=at)
    assert all_confirmations().of_person(cast.by(banyan.workers[0])).waiting().count() == 0
    with pytest.raises(RuleBroken) as refused:
        confirm(meeting, banyan.workers[0], cast, at)
    assert refused.value.code == "meeting.withdrawn"
    assert all_entries().count() == 0


def test_who_was_merged_confirms_under_the_standing_person(
    meeting: GroupMeeting, banyan: Banyan, places: Places, cast: Cast, at: datetime
) -> None:
    standing = cast.worker("陈小燕", places.station)
    Person.objects.filter(pk=banyan.workers[0].pk).update(merged_into=standing)
    confirmation = confirmation_of(meeting, banyan.workers[0])
    assert confirmation in all_confirmations().of_person(cast.by(standing))
    meetings.confirm(confirmation=confirmation, by=cast.by(standing), at=at)
    assert all_entries().of_person(standing).count() == 1
