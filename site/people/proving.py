"""How lately somebody showed that it is them: for what a borrowed phone or a stolen session must not do."""

from __future__ import annotations

import time
from collections.abc import Collection

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

RECENT_SECONDS = 10 * 60
DEMO = "demo"  # a tap on a persona is the only log-in that the demo has
# Not WeChat: it lets in whoever holds the phone, without a question.
_ASKED_FOR = frozenset({"password", "code", "paper", "mfa", DEMO})


def proved_within(request: HttpRequest, seconds: int, *, by: Collection[str] | None = None) -> bool:
    """Whether this session recorded one of these methods, in allauth's words, so lately; None: any of them."""
    return any(
        time.time() - record["at"] < seconds
        for record in get_authentication_records(request, request.user)
        if by is None or record.get("method") in by
    )


def is_recent(request: HttpRequest) -> bool:
    """A log-in or a proof of the last minutes, with something that was asked for."""
    return proved_within(request, RECENT_SECONDS, by=_ASKED_FOR)


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a proof, and from there back here."""
    return redirect(f"{reverse('account_prove')}?{urlencode({'next': request.get_full_path()})}")


def proved_by_tap(request: HttpRequest) -> None:
    """Somebody came in as a persona of the demo."""
    record_authentication(request, request.user, method=DEMO)
