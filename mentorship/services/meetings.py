"""A meeting is written down by the studio; each participant's own word brings their minutes into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core import clock, events
from core.errors import RuleBroken
from core.words import gettext_noop
from courses.querysets import all_attendances
from hours.services import ledger
from hours.words import HourKind
from mentorship.models import GroupMeeting, MeetingConfirmation, MentoringGroup
from mentorship.permissions import require_recorder
from mentorship.querysets import all_group_members
from mentorship.rules import MOST_MINUTES, attended_range, minutes_are_plausible, names_twice
from mentorship.words import ConfirmationState, MeetingFormat, MeetingState
from organisations.authority import Authority
from organisations.querysets import all_rules
from people.models import Person
from people.querysets import all_postings

SOURCE = "mentorship.meeting_confirmation"
RULE = "group_meeting.credit"
REASON = gettext_noop("本人确认")  # a credit into a filed period needs a reason: this one is always true


@dataclass(frozen=True)
class MeetingDetails:
    """What happened. `minutes` is the length proposed to everybody."""

    held_on: date
    starts_at: time
    minutes: int
    topic: str
    place: str = ""
    format: MeetingFormat = MeetingFormat.GROUP


@dataclass(frozen=True)
class Participant:
    """A worker of the group who came, and for how many minutes."""

    person: Person
    minutes: int


@transaction.atomic
def record(
    *,
    group: MentoringGroup,
    details: MeetingDetails,
    participants: Sequence[Participant],
    by: Authority,
    at: datetime,
) -> GroupMeeting:
    """Write down a meeting of a group; every participant is then asked to confirm. No hour is credited yet.

    Raises RuleBroken where the actor is not lead, core member or liaison, for a day to come, for minutes outside
    1 to 480, and for participants who were not in the group that day, stand there twice or are the recorder.
    """
    recorder = require_recorder(by, group, on=clock.date_of(at))
    _check_details(details, at=at)
    _check_participants(group, details, participants, by=by)
    meeting = GroupMeeting.objects.create(
        group=group, held_on=details.held_on, starts_at=details.starts_at, minutes=details.minutes,
        place=details.place, format=details.format, topic=details.topic, recorded_by_id=recorder,
    )  # fmt: skip
    MeetingConfirmation.objects.bulk_create(
        MeetingConfirmation(meeting=meeting, person=one.person, minutes=one.minutes) for one in participants
    )
    events.record(
        "mentorship.meeting.recorded", by=by, at=at, subject=meeting, data={"participants": len(participants)}
    )
    return meeting


@transaction.atomic
def withdraw(*, meeting: GroupMeeting, by: Authority, at: datetime) -> GroupMeeting:
    """Take a record back that nobody has confirmed. Raises RuleBroken once somebody has."""
    locked = GroupMeeting.objects.select_for_update().select_related("group__studio").get(pk=meeting.pk)
    require_recorder(by, locked.group, on=clock.date_of(at))
    if locked.confirmations.filter(state=ConfirmationState.CONFIRMED).exists():
        raise RuleBroken(
            "meeting.confirmed", "已有人确认，这次活动的记录不能再作废。没有确认的人，请逐个更正时长。"
        )
    if locked.state == MeetingState.RECORDED:
        locked.state = MeetingState.WITHDRAWN
        locked.save(update_fields=["state"])
        events.record("mentorship.meeting.withdrawn", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def confirm(*, confirmation: MeetingConfirmation, by: Authority, at: datetime) -> MeetingConfirmation:
    """The participant's own word: their minutes enter the ledger, as a kind that is never training.

    Confirming again changes nothing. Raises RuleBroken for anybody else, for a withdrawn meeting, and where the
    person was in a class or another meeting at that time.
    """
    locked = _lock_own(confirmation, by=by)
    if locked.state == ConfirmationState.CONFIRMED:
        return locked
    meeting = locked.meeting
    scheduled = attended_range(meeting.held_on, meeting.starts_at, locked.minutes, clock.SHANGHAI)
    locked.attended = DateTimeTZRange(*scheduled)
    locked.state, locked.answered_at = ConfirmationState.CONFIRMED, at
    _refuse_two_places(locked)
    ledger.credit(credit=_credit(locked), by=by, at=at)
    events.record("mentorship.meeting.confirmed", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def object_to(
    *, confirmation: MeetingConfirmation, text: str, by: Authority, at: datetime
) -> MeetingConfirmation:
    """The participant says what is wrong; the text is kept encrypted. Raises RuleBroken after confirmation."""
    locked = _lock_own(confirmation, by=by)
    if locked.state == ConfirmationState.CONFIRMED:
        raise RuleBroken("meeting.confirmed", "您已确认过这次活动，时长已计入。如有出入请联系领衔人。")
    if not text.strip():
        raise RuleBroken("meeting.objection_empty", "请写明哪里与实际不符，例如“我只参加了半小时”。")
    locked.objection, locked.state, locked.answered_at = text.strip(), ConfirmationState.OBJECTED, at
    locked.save(update_fields=["objection", "state", "answered_at"])
    events.record("mentorship.meeting.objected", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def amend(
    *, confirmation: MeetingConfirmation, minutes: int, by: Authority, at: datetime
) -> MeetingConfirmation:
    """The studio corrects one participant's minutes and asks again; the objection stays on record.

    Raises RuleBroken once the participant has confirmed.
    """
    locked = _lock(confirmation)
    require_recorder(by, locked.meeting.group, on=clock.date_of(at))
    if locked.state == ConfirmationState.CONFIRMED:
        raise RuleBroken(
            "meeting.confirmed", "对方已经确认，时长已计入，不能再改。确实有误的，请联系发起单位的主管。"
        )
    if locked.person_id == by.person_id:
        raise _own_minutes()
    _check_minutes(minutes)
    locked.minutes, locked.state = minutes, ConfirmationState.PENDING
    locked.save(update_fields=["minutes", "state"])
    events.record("mentorship.meeting.amended", by=by, at=at, subject=locked, data={"minutes": minutes})
    return locked


def _lock(confirmation: MeetingConfirmation) -> MeetingConfirmation:
    # The meeting first: a withdrawal at the same moment waits, or is waited for.
    meeting = (
        GroupMeeting.objects.select_for_update(of=("self",)).select_related("group__studio")
        .get(pk=confirmation.meeting_id)
    )  # fmt: skip
    locked = MeetingConfirmation.objects.select_for_update().get(pk=confirmation.pk)
    locked.meeting = meeting
    if meeting.state == MeetingState.WITHDRAWN:
        raise RuleBroken("meeting.withdrawn", "这次活动的记录已由工作室作废，不需要再确认。")
    return locked


def _lock_own(confirmation: MeetingConfirmation, *, by: Authority) -> MeetingConfirmation:
    locked = _lock(confirmation)
    person = Person.objects.only("pk", "merged_into").get(pk=locked.person_id)
    if by.person_id is None or by.person_id not in (person.pk, person.merged_into_id):
        raise RuleBroken("meeting.not_yours", "只有本人可以确认自己的活动时长。")
    return locked


def _refuse_two_places(confirmation: MeetingConfirmation) -> None:
    in_class = all_attendances().filter(
        person_id=confirmation.person_id, scheduled__overlap=confirmation.attended
    )
    if in_class.exists():
        raise _elsewhere()
    try:
        with transaction.atomic():
            confirmation.save(update_fields=["attended", "state", "answered_at"])
    except IntegrityError as error:
        raise _elsewhere() from error


def _credit(confirmation: MeetingConfirmation) -> ledger.Credit:
    meeting = confirmation.meeting
    organiser = meeting.group.studio.founders.order_by("pk").first()
    posting = (
        all_postings().held_on(meeting.held_on).primary().filter(person_id=confirmation.person_id)
        .select_related("organisation").first()
    )  # fmt: skip
    area = posting.organisation.area_code if posting else organiser.area_code if organiser else ""
    rule = all_rules().in_force(RULE, on=meeting.held_on, area_code=area)
    return ledger.Credit(
        person_id=confirmation.person_id, posting=posting, minutes=confirmation.minutes,
        kind=HourKind.GROUP_MEETING, activity_on=meeting.held_on, source_type=SOURCE, source_id=confirmation.pk,
        rule_version=rule.version, reason=REASON, organiser=organiser,
    )  # fmt: skip


def _check_details(details: MeetingDetails, *, at: datetime) -> None:
    begins = datetime.combine(details.held_on, details.starts_at, clock.SHANGHAI)
    if begins > at:
        raise RuleBroken("meeting.to_come", "活动还没有开始。请在活动之后记录，或核对日期和时间。")
    _check_minutes(details.minutes)


def _check_minutes(minutes: int) -> None:
    if not minutes_are_plausible(minutes):
        raise RuleBroken(
            "meeting.minutes",
            "时长要在1到%(most)s分钟之间。更长的活动请分两次记录。",
            most=MOST_MINUTES,
        )


def _check_participants(
    group: MentoringGroup, details: MeetingDetails, participants: Sequence[Participant], *, by: Authority
) -> None:
    people = [one.person.pk for one in participants]
    if not people:
        raise RuleBroken("meeting.nobody", "请勾选参加的人，至少一位。")
    if names_twice(people):
        raise RuleBroken("meeting.twice", "同一个人勾选了两次。请核对名单。")
    if by.person_id in people:
        raise _own_minutes()
    for one in participants:
        _check_minutes(one.minutes)
    present = all_group_members().in_force(details.held_on).filter(group=group, person__in=people)
    if present.count() != len(people):
        raise RuleBroken("meeting.not_in_group", "名单里有人当天不在这个小组。请核对日期和名单。")


def _own_minutes() -> RuleBroken:
    return RuleBroken("meeting.own_minutes", "不能给自己记时长。请由工作室的另一位记录人来记。")


def _elsewhere() -> RuleBroken:
    return RuleBroken(
        "meeting.two_places", "这段时间您已在另一次活动或培训班上。请核对时间，有出入请点“有异议”。"
    )
