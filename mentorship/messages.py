"""What people are told of their studios and groups. Never what a meeting was about."""

from __future__ import annotations

from django.urls import reverse

from core import clock
from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells
from mentorship.models import GroupMember, MeetingConfirmation, StudioMember
from mentorship.querysets import all_confirmations, all_group_members, all_meetings, all_members

WAITING = _("有一次带教活动待您确认。")
RECORDED = register(
    Kind("mentorship.meeting.recorded", _("“%(group)s”记录了一次带教活动，待您确认时长。"), WAITING)
)
AMENDED = register(
    Kind("mentorship.meeting.amended", _("“%(group)s”更正了您的带教时长，待您再次确认。"), WAITING)
)
WITHDRAWN = register(
    Kind(
        "mentorship.meeting.withdrawn",
        _("“%(group)s”作废了一次带教活动的记录，不用再确认。"),
        _("一次带教活动的记录已作废。"),
    )
)
OBJECTED = register(
    Kind(
        "mentorship.meeting.objected",
        _("“%(group)s”有人对带教时长提出异议，待更正。"),
        _("有一条带教时长的异议待处理。"),
    )
)
JOINED_STUDIO = register(
    Kind("mentorship.member.added", _("您已加入“%(studio)s”。"), _("您已加入一个名师工作室。"))
)
JOINED_GROUP = register(
    Kind("mentorship.worker.added", _("您已加入带教小组“%(group)s”。"), _("您已加入一个带教小组。"))
)


@tells("mentorship.meeting.recorded")
def meeting_recorded(event: Event) -> Told | None:
    waiting = list(
        all_confirmations().waiting().filter(meeting=int(event.subject_id)).select_related("meeting__group")
    )
    if not waiting:
        return None
    people = [one.person_id for one in waiting]
    return Told(RECORDED, people, reverse("mentorship:confirmations"), _group(waiting[0]))


@tells("mentorship.meeting.amended")
def meeting_amended(event: Event) -> Told | None:
    one = _confirmation(event)
    return Told(AMENDED, [one.person_id], reverse("mentorship:confirmations"), _group(one)) if one else None


@tells("mentorship.meeting.withdrawn")
def meeting_withdrawn(event: Event) -> Told | None:
    meeting = all_meetings().select_related("group").filter(pk=event.subject_id).first()
    if meeting is None:
        return None
    people = list(meeting.confirmations.values_list("person_id", flat=True))
    page = reverse("mentorship:meeting", args=[meeting.public_id])
    return Told(WITHDRAWN, people, page, {"group": meeting.group.name})


@tells("mentorship.meeting.objected")
def meeting_objected(event: Event) -> Told | None:
    """For everybody who may correct it: one of them does."""
    one = _confirmation(event)
    if one is None:
        return None
    on = clock.date_of(event.occurred_at)
    recorders = all_members().in_force(on).recorders().filter(studio=one.meeting.group.studio_id)
    people = list(recorders.values_list("person_id", flat=True))
    return Told(OBJECTED, people, reverse("mentorship:amend", args=[one.public_id]), _group(one))


@tells("mentorship.member.added")
def member_added(event: Event) -> Told | None:
    one: StudioMember | None = all_members().select_related("studio").filter(pk=event.subject_id).first()
    if one is None:
        return None
    page = reverse("mentorship:studio", args=[one.studio.public_id])
    return Told(JOINED_STUDIO, [one.person_id], page, {"studio": one.studio.name})


@tells("mentorship.worker.added")
def worker_added(event: Event) -> Told | None:
    one: GroupMember | None = (
        all_group_members().select_related("group__studio").filter(pk=event.subject_id).first()
    )
    if one is None:
        return None
    page = reverse("mentorship:studio", args=[one.group.studio.public_id])
    return Told(JOINED_GROUP, [one.person_id], page, {"group": one.group.name})


def _confirmation(event: Event) -> MeetingConfirmation | None:
    found = all_confirmations().standing().select_related("meeting__group")
    return found.filter(pk=event.subject_id).first()


def _group(one: MeetingConfirmation) -> dict[str, str]:
    return {"group": one.meeting.group.name}
