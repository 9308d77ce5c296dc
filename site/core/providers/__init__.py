"""Who carries a text out of the site: one class per way, chosen by the settings for each channel.

A provider promises nothing but to try once. Trying again, never twice at a time, and forgetting afterwards is the
business of `core.services.sending`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.providers.console import Console
from core.providers.letters import Letter, Refused
from core.providers.smtp import Smtp
from core.providers.webhook import DingTalkRobot, SignedJson, WeComRobot

__all__ = ["Letter", "Provider", "Refused", "is_configured", "keeps_texts", "provider_for"]

NONE = "none"


class Provider(Protocol):
    """One way out. Made anew for each text, from the options of its channel."""

    keeps: bool  # the text stays readable for the operator: only where nothing is really sent

    def deliver(self, letter: Letter) -> str:
        """Hand the letter over; the gateway's own number for it, or an empty text.

        Raises Refused where another try is useless, any other exception where one may help.
        """


@dataclass(frozen=True)
class _Way:
    make: Callable[[Mapping[str, str]], Provider]
    channels: frozenset[str]


WAYS = {
    "console": _Way(Console, frozenset({"sms", "email", "webhook"})),
    "smtp": _Way(Smtp, frozenset({"email"})),
    "gateway": _Way(SignedJson, frozenset({"sms", "webhook"})),
    "wecom": _Way(WeComRobot, frozenset({"webhook"})),
    "dingtalk": _Way(DingTalkRobot, frozenset({"webhook"})),
}


def is_configured(channel: str) -> bool:
    return _name(channel) != NONE


def keeps_texts(channel: str) -> bool:
    """The provider of this channel prints instead of sending, and the operator may read what it printed."""
    return is_configured(channel) and provider_for(channel).keeps


def provider_for(channel: str) -> Provider:
    """Raises ImproperlyConfigured where the settings name none, an unknown one, or leave out what it needs."""
    name = _name(channel)
    way = WAYS.get(name)
    if way is None or channel not in way.channels:
        raise ImproperlyConfigured(f"BANYAN_{channel.upper()}_PROVIDER: {name!r} is not a way for {channel}")
    return way.make(settings.SENDING[channel])


def _name(channel: str) -> str:
    return str(settings.SENDING[channel]["provider"])
