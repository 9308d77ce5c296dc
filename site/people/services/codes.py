"""One-time codes by text message: what they say, and how many may leave the site in an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import rates
from core.errors import RuleBroken
from core.services import sending
from core.words import Channel
from organisations.authority import SYSTEM

HOUR = 3600


def can_send() -> bool:
    """Whether this site sends text messages at all."""
    return sending.is_available(Channel.SMS)


@transaction.atomic
def send(*, phone: str, code: str, at: datetime) -> None:
    """Send a log-in code that holds for as many minutes as the settings say.

    The site acts, not a person: nobody is known yet. Raises RuleBroken where no provider is named, or the site has
    sent as many codes in this hour as the settings allow: whoever makes it send thousands is not logging in.
    """
    if not rates.is_within("sms", who="all", limit=settings.CODES_PER_HOUR, seconds=HOUR, at=at):
        raise RuleBroken(
            "code.too_many", "现在要验证码的人太多。请过一会儿再试，或用密码、一次性登录码登录。"
        )
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    text = _("【榕荫】验证码%(code)s，%(minutes)s分钟内有效。不要告诉别人，工作人员不会向您要。") % {
        "code": code, "minutes": minutes,
    }  # fmt: skip
    sending.send(
        channel=Channel.SMS, to=phone, text=text, purpose="login_code", by=SYSTEM, at=at,
        expires_at=at + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    )  # fmt: skip


def tell(*, phone: str, text: str, dedupe_key: str, at: datetime) -> None:
    """A plain message to a number that belongs to no account yet; without a provider nothing is sent."""
    if can_send():
        sending.send(
            channel=Channel.SMS,
            to=phone,
            text=text,
            purpose="access",
            by=SYSTEM,
            at=at,
            dedupe_key=dedupe_key,
        )
