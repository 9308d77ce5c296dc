"""Tell people of an event, on the site and where they asked for it; and mark as read.

No event is recorded for a message or its opening: the trail knows already what happened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext

from core import events
from core.models import Event
from core.services import sending
from core.words import Channel
from inbox.kinds import ANY, Kind, kind_named
from inbox.models import Message, MessageChannels
from inbox.querysets.messages import all_messages
from organisations.authority import Authority
from people.querysets import all_people

PURPOSE = "inbox.message"


@dataclass(frozen=True)
class Told:
    """Whom (ids of persons) an event concerns, what is said, and the page with the action.

    `data` fills the kind's sentence: texts without names of people or other personal data.
    """

    kind: Kind
    people: Collection[int]
    url: str
    data: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def tell(*, event: Event, told: Told, by: Authority, at: datetime) -> int:
    """Write one message for each person but the actor; how many are new. Again changes nothing."""
    wanted = [
        Message(
            person_id=person, event=event, kind=told.kind.name, data=dict(told.data), url=told.url,
            created_at=event.occurred_at,
        )
        for person in _readers(told.people, actor=event.actor_id)
    ]  # fmt: skip
    Message.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
    made = list(all_messages().filter(public_id__in=[message.public_id for message in wanted]))
    _send(made, by=by, at=at)
    return len(made)


@transaction.atomic
def mark_read(*, message: Message, by: Authority, at: datetime) -> None:
    """The first opening counts. Raises Message.DoesNotExist for whoever it is not addressed to."""
    mine = all_messages().visible_to(by).get(pk=message.pk)
    all_messages().unread().filter(pk=mine.pk).update(read_at=at)


@transaction.atomic
def mark_all_read(*, by: Authority, at: datetime) -> int:
    """How many were marked."""
    count = all_messages().visible_to(by).unread().update(read_at=at)
    events.record("inbox.messages.read", by=by, at=at, data={"count": count})
    return count


def _readers(people: Iterable[int], *, actor: int | None) -> list[int]:
    """Whoever stands for these records today; not those whose import was undone, and not whoever did it."""
    rows = all_people().filter(pk__in=set(people), withdrawn_at=None)
    found = rows.annotate(reader=Coalesce("merged_into_id", "pk")).values_list("reader", flat=True)
    return sorted(set(found) - {actor})


def _send(made: list[Message], *, by: Authority, at: datetime) -> None:
    """Once for each channel that the reader has chosen and that the site has."""
    chosen = {
        row.person_id: row
        for row in MessageChannels.objects.filter(person__in=[message.person_id for message in made])
        .exclude(channels=[])
        .select_related("person__account")
    }
    for message in made:
        if row := chosen.get(message.person_id):
            for channel, to in addresses(row).items():
                sending.send(
                    channel=channel,
                    to=to,
                    text=text_outside(message, channel=channel),
                    purpose=PURPOSE,
                    dedupe_key=f"{PURPOSE}:{message.public_id}:{channel}",
                    by=by,
                    at=at,
                )


def addresses(row: MessageChannels) -> dict[str, str]:
    """Where this person is told: the chosen channels that the site has and that have an address."""
    phone = (row.person.account.phone if row.person.account else None) or ""
    known = {Channel.SMS: phone, Channel.WEBHOOK: phone, Channel.EMAIL: row.email or ""}
    return {
        channel: known[Channel(channel)]
        for channel in row.channels
        if sending.is_available(channel) and known[Channel(channel)]
    }


def text_outside(message: Message, *, channel: str) -> str:
    """What leaves the site: that something happened, and where. A work group reads along, so it says less."""
    kind = ANY if channel == Channel.WEBHOOK else kind_named(message.kind)
    url = settings.SITE_ADDRESS + reverse("inbox:message", args=[message.public_id])
    return gettext("【榕荫】%(said)s请登录查看：%(url)s") % {"said": gettext(kind.outside), "url": url}
