"""Named questions about messages, their channels, and what left the site."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from core.models import Outgoing
from inbox.models import Message, MessageChannels
from organisations.authority import Authority
from people.models import Person


class MessageQuerySet(models.QuerySet[Message]):
    def visible_to(self, by: Authority) -> Self:
        """The actor's own, and those of whoever was merged into them; nobody reads another's."""
        if by.person_id is None:
            return self.none()
        aliases = Person.objects.filter(merged_into=by.person_id).values("pk")
        return self.filter(Q(person=by.person_id) | Q(person__in=aliases))

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


def all_messages() -> MessageQuerySet:
    return MessageQuerySet(Message)


def unread_count(by: Authority) -> int:
    """For the menu: one question, answered by an index of unread messages alone."""
    return all_messages().visible_to(by).unread().count()


def channels_of(person: Person) -> MessageChannels:
    """What the person has chosen; an unsaved row with nothing where they never did."""
    return MessageChannels.objects.filter(person=person).first() or MessageChannels(person=person)


def newest_outgoing() -> models.QuerySet[Outgoing]:
    return Outgoing.objects.order_by("-created_at", "-pk")
