"""The only writer of the addresses under which people's calendars are read."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.calendar_querysets import hash_of
from courses.models import CalendarFeed
from organisations.authority import Authority
from people.models import Person

TOKEN_BYTES = 24


@transaction.atomic
def renew(*, person: Person, by: Authority, at: datetime) -> CalendarFeed:
    """Make the address, or another one in its place: the old one is nobody's from now on. One's own alone."""
    _require_own(person, by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    values = {"token": token, "token_hash": hash_of(token), "made_at": at}
    feed, _made = CalendarFeed.objects.update_or_create(person=person, defaults=values)
    events.record("courses.calendar_feed.renewed", by=by, at=at)
    return feed


@transaction.atomic
def stop(*, person: Person, by: Authority, at: datetime) -> None:
    """Take the address back; without one nothing happens."""
    _require_own(person, by)
    gone, _by_model = CalendarFeed.objects.filter(person=person).delete()
    if gone:
        events.record("courses.calendar_feed.stopped", by=by, at=at)


def _require_own(person: Person, by: Authority) -> None:
    if by.person_id != person.pk:
        raise RuleBroken("calendar.not_own", "日历订阅只能由本人开通和停用。请用本人的账号登录。")
