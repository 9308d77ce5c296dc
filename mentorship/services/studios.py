"""Studios, their members, their mentoring groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from mentorship.models import GroupMember, MentoringGroup, Studio, StudioMember
from mentorship.permissions import require_founder, require_lead
from mentorship.words import StudioRole
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@dataclass(frozen=True)
class StudioDetails:
    """What the papers of a studio state. It runs once it is both filed and has its plaque."""

    name: str
    theme: str = ""
    registered_on: date | None = None
    plaque_on: date | None = None


@dataclass(frozen=True)
class Membership:
    """A role on the side of one organisation; `ends_on` is the first day without it."""

    person: Person
    role: StudioRole
    organisation: Organisation
    starts_on: date
    ends_on: date | None = None


@transaction.atomic
def add(*, details: StudioDetails, founders: Sequence[Organisation], by: Authority, at: datetime) -> Studio:
    """Found a studio of one or more organisations; the actor manages the first of them.

    Raises RuleBroken without a founder or without that permission.
    """
    if not founders:
        raise RuleBroken("studio.no_founder", "请选择发起单位。联名工作室选两个。")
    require(by, Permission.MANAGE_ORGANISATIONS, founders[0])
    studio = Studio.objects.create(
        name=details.name,
        theme=details.theme,
        registered_on=details.registered_on,
        plaque_on=details.plaque_on,
    )
    studio.founders.set(founders)
    events.record(
        "mentorship.studio.added", by=by, at=at, subject=studio,
        data={"founders": sorted(founder.pk for founder in founders)},
    )  # fmt: skip
    return studio


@transaction.atomic
def add_member(*, studio: Studio, member: Membership, by: Authority, at: datetime) -> StudioMember:
    """Raises RuleBroken for a second lead of one founder, overlapping dates, or a lead of no founder."""
    if member.role is StudioRole.LEAD:
        require_founder(by, studio)
        if not studio.founders.filter(pk=member.organisation.pk).exists():
            raise RuleBroken("studio.lead_of_no_founder", "领衔人要来自发起单位。请改选所属一方。")
    else:
        require_lead(by, studio, on=clock.date_of(at))
    made = StudioMember(
        studio=studio, person=member.person, organisation=member.organisation, role=member.role,
        starts_on=member.starts_on, ends_on=member.ends_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise RuleBroken(
            "studio.member_overlap",
            "这段日期里此人已在工作室，或这一方已有领衔人。请先登记退出日期，再加入。",
        ) from error
    events.record("mentorship.member.added", by=by, at=at, subject=made, data={"role": member.role.value})
    return made


@transaction.atomic
def end_member(*, member: StudioMember, on: date, by: Authority, at: datetime) -> StudioMember:
    """`on` is the first day without the role. A lead is ended by an officer of a founder."""
    locked = StudioMember.objects.select_for_update().select_related("studio").get(pk=member.pk)
    if locked.role == StudioRole.LEAD:
        require_founder(by, locked.studio)
    else:
        require_lead(by, locked.studio, on=clock.date_of(at))
    if on <= locked.starts_on:
        raise RuleBroken("studio.member_dates", "退出日期要晚于加入日期。请核对日期。")
    locked.ends_on = on
    locked.save(update_fields=["ends_on"])
    events.record("mentorship.member.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()})
    return locked


@transaction.atomic
def add_group(*, studio: Studio, name: str, by: Authority, at: datetime) -> MentoringGroup:
    """Raises RuleBroken where the studio has a group of this name."""
    require_lead(by, studio, on=clock.date_of(at))
    try:
        with transaction.atomic():
            group = MentoringGroup.objects.create(studio=studio, name=name)
    except IntegrityError as error:
        raise RuleBroken("studio.group_name_taken", "工作室已有同名小组。请换一个名称。") from error
    events.record("mentorship.group.added", by=by, at=at, subject=group)
    return group


@transaction.atomic
def add_worker(
    *, group: MentoringGroup, person: Person, starts_on: date, by: Authority, at: datetime
) -> GroupMember:
    """Put a worker into a group. Raises RuleBroken where they are in it already."""
    require_lead(by, group.studio, on=clock.date_of(at))
    made = GroupMember(group=group, person=person, starts_on=starts_on)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise RuleBroken("studio.worker_overlap", "此人已在这个小组，不用再加。请核对姓名。") from error
    events.record("mentorship.worker.added", by=by, at=at, subject=made)
    return made


@transaction.atomic
def end_worker(*, member: GroupMember, on: date, by: Authority, at: datetime) -> GroupMember:
    """`on` is the first day outside the group."""
    locked = GroupMember.objects.select_for_update().select_related("group__studio").get(pk=member.pk)
    require_lead(by, locked.group.studio, on=clock.date_of(at))
    if on <= locked.starts_on:
        raise RuleBroken("studio.worker_dates", "退出日期要晚于加入日期。请核对日期。")
    locked.ends_on = on
    locked.save(update_fields=["ends_on"])
    events.record("mentorship.worker.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()})
    return locked
