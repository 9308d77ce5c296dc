"""What the mentor's home reads: the groups with their next step, and the year of the studios. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desks.rules import GroupStep, group_step
from mentorship.querysets import all_group_members, all_groups, all_members, all_studios
from mentorship.words import RECORDING_ROLES
from organisations.authority import Authority
from organisations.roles import Permission

MOST = 30


@dataclass(frozen=True)
class GroupCard:
    """A mentoring group with its people and what comes next; `url` leads where the next step is done."""

    name: str
    studio: str
    workers: tuple[str, ...]
    last_held_on: date | None
    step: GroupStep
    text: str
    url: str
    record_url: str


@dataclass(frozen=True)
class StudioCard:
    """A studio of the actor with what this year's records say; minutes are confirmed ones."""

    name: str
    url: str
    role: str
    meetings: int
    participations: int
    minutes: int
    is_registered: bool
    has_plaque: bool


def group_cards(by: Authority, *, on: date) -> list[GroupCard]:
    """The groups whose meetings the actor writes down, whatever needs them first; two questions."""
    groups = list(
        all_groups()
        .recorded_by(by, on=on)
        .with_next_step(on=on)
        .select_related("studio")
        .order_by("name")[:MOST]
    )
    workers: dict[int, list[str]] = {}
    members = all_group_members().in_force(on).filter(group__in=[group.pk for group in groups])
    for group, name in members.order_by("person__sort_key", "pk").values_list("group", "person__name"):
        workers.setdefault(group, []).append(name)
    cards = [_group_card(group, tuple(workers.get(group.pk, ())), on) for group in groups]
    return sorted(cards, key=lambda card: (list(GroupStep).index(card.step), card.last_held_on or date.min))


def _group_card(group: Any, workers: tuple[str, ...], on: date) -> GroupCard:
    step = group_step(
        workers=len(workers),
        last_held_on=group.last_held_on,
        pending=group.pending,
        objected=group.objected,
        on=on,
    )
    record_url = reverse("mentorship:record", args=[group.public_id])
    studio_url = reverse("mentorship:studio", args=[group.studio.public_id])
    texts = {
        GroupStep.OBJECTIONS: _("有%(count)s人提出异议，请核对时长") % {"count": group.objected},
        GroupStep.EMPTY: _("小组里还没有人，请领衔人登记小组成员"),
        GroupStep.RECORD: _("三十天内没有活动记录"),
        GroupStep.WAIT: _("等%(count)s人本人确认") % {"count": group.pending},
        GroupStep.FINE: _("都已确认"),
    }
    return GroupCard(
        name=group.name,
        studio=group.studio.name,
        workers=workers,
        last_held_on=group.last_held_on,
        step=step,
        text=texts[step],
        url=record_url if step is GroupStep.RECORD else studio_url,
        record_url=record_url,
    )


def studio_cards(by: Authority, *, on: date) -> list[StudioCard]:
    """The studios in which the actor holds a role that writes; two questions."""
    roles = dict(
        all_members().in_force(on).filter(person=by.person_id or 0, role__in=RECORDING_ROLES)
        .values_list("studio", "role")
    )  # fmt: skip
    labels = {role.value: role.label for role in RECORDING_ROLES}
    studios: Iterable[Any] = (
        all_studios().filter(pk__in=roles).with_counts(since=on.replace(month=1, day=1)).order_by("name")
    )
    return [
        StudioCard(
            name=studio.name,
            url=reverse("mentorship:studio", args=[studio.public_id]),
            role=labels[roles[studio.pk]],
            meetings=studio.meeting_count,
            participations=studio.participations,
            minutes=studio.confirmed_minutes,
            is_registered=studio.registered_on is not None,
            has_plaque=studio.plaque_on is not None,
        )
        for studio in studios
    ]


def oversees_studios(by: Authority) -> bool:
    return bool(by.scope(Permission.VIEW_STUDIOS))
