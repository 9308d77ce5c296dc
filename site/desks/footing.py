"""Who sits where: the desks of whoever asks, and the one chosen last. Asked once a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Subquery, Value
from django.http import HttpRequest

from core import clock
from desks.rules import desks_of
from desks.words import Desk
from inbox.querysets.messages import all_messages
from mentorship.querysets import all_members
from organisations.authority import Authority
from people.querysets import all_people

CHOSEN = "desk"  # in the session: a way of looking, not a fact about the person


@dataclass(frozen=True)
class Footing:
    """The place of the primary posting (empty without one), the desks, the one to begin with first, and unread messages."""

    organisation: str
    area_code: str
    desks: tuple[Desk, ...]
    unread: int = 0

    def current(self, chosen: str) -> Desk:
        return next((desk for desk in self.desks if desk == chosen), self.desks[0])


def footing_of(by: Authority, *, on: date) -> Footing:
    """One question, whatever roles there are."""
    held = FilteredRelation(
        "postings",
        condition=Q(postings__is_primary=True, postings__withdrawn_at=None, postings__starts_on__lte=on)
        & (Q(postings__ends_on=None) | Q(postings__ends_on__gt=on)),
    )
    records = all_members().in_force(on).recorders().filter(person=OuterRef("pk"))
    unread = (
        all_messages().visible_to(by).unread().order_by().values(whole=Value(1)).annotate(count=Count("pk"))
    )
    name, kind, area_code, records_meetings, unread_messages = (
        all_people()
        .filter(pk=by.person_id or 0)
        .annotate(held=held, records=Exists(records), unread=Subquery(unread.values("count")))
        .order_by()
        .values_list(
            "held__organisation__name",
            "held__organisation__kind",
            "held__organisation__area_code",
            "records",
            "unread",
        )
        .first()
    ) or (None, None, None, False, 0)
    desks = desks_of(by.roles, records_meetings=records_meetings, works_at=kind or "")
    return Footing(name or "", area_code or "", desks, unread_messages or 0)


def footing(request: HttpRequest) -> Footing:
    """Of whoever asks; kept on the request, since the page and its menu both need it."""
    if not hasattr(request, "_footing"):
        request._footing = footing_of(request.by, on=clock.today())  # type: ignore[attr-defined]
    return request._footing  # type: ignore[attr-defined,no-any-return]


def current_desk(request: HttpRequest) -> Desk:
    return footing(request).current(request.session.get(CHOSEN, ""))
