"""Sessions: where an account is logged in, and ending them elsewhere.

allauth keeps a line for each (address and browser), Django the session itself. Both are asked with one question each:
the holder of an account that is used every day has hundreds of old lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import constant_time_compare

from core import events
from core.sentences import Sentence
from organisations.authority import Authority
from people.models import Account
from people.rules import device_name


@dataclass(frozen=True)
class Place:
    """One place where the account is logged in."""

    browser: Sentence
    machine: Sentence
    address: str
    since: datetime
    is_here: bool


def places(*, account: Account, here: str | None, at: datetime) -> list[Place]:
    """Where the account is logged in, this place first, then the newest. `here` is the key of this session."""
    lines = list(UserSession.objects.filter(user_id=account.pk).order_by("-created_at"))
    alive = _alive(account, (line.session_key for line in lines), at=at)
    found = [_place(line, here) for line in lines if line.session_key in alive]
    return sorted(found, key=lambda place: not place.is_here)


@transaction.atomic
def end_all(*, account: Account, keep: str | None = None, by: Authority, at: datetime) -> int:
    """End the account's sessions but the one to keep; the number ended."""
    lines = UserSession.objects.filter(user_id=account.pk)
    if keep is not None:
        lines = lines.exclude(session_key=keep)
    keys = list(lines.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    lines.filter(session_key__in=keys).delete()
    events.record("people.account.sessions_ended", by=by, at=at, subject=account, data={"count": len(keys)})
    return len(keys)


def forget_ended(*, account: Account, at: datetime) -> None:
    """Drop the lines of sessions that are over. A log-in does this, with one question whatever has piled up."""
    running = Session.objects.filter(expire_date__gt=at).values("session_key")
    UserSession.objects.filter(user_id=account.pk).exclude(session_key__in=running).delete()


def _alive(account: Account, keys: Iterable[str], *, at: datetime) -> set[str]:
    """Those whose session still logs this account in: not expired, and not from before a new password."""
    wanted = account.get_session_auth_hash()
    alive = set()
    for session in Session.objects.filter(session_key__in=list(keys), expire_date__gt=at):
        held = session.get_decoded()
        if held.get(SESSION_KEY) == str(account.pk) and constant_time_compare(
            held.get(HASH_SESSION_KEY, ""), wanted
        ):
            alive.add(session.session_key)
    return alive


def _place(line: UserSession, here: str | None) -> Place:
    browser, machine = device_name(line.user_agent)
    return Place(
        browser=browser,
        machine=machine,
        address=line.ip,
        since=line.created_at,
        is_here=line.session_key == here,
    )
