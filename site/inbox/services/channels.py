"""Choose where else one wants to be told."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from core.services import sending
from core.words import Channel
from inbox.models import MessageChannels
from organisations.authority import Authority
from people.models import Person


@transaction.atomic
def choose(
    *, person: Person, channels: Collection[str], email: str, by: Authority, at: datetime
) -> MessageChannels:
    """For oneself alone. Nothing chosen means: on the site only; the address is then forgotten.

    Raises RuleBroken for a channel that the site does not have, or that has no address of this person.
    """
    if by.person_id != person.pk:
        raise RuleBroken("channels.not_yours", "消息渠道只能由本人选择。请本人登录后再选。")
    wanted = [channel for channel in Channel if channel in channels]
    for channel in wanted:
        _require_address(channel, person=person, email=email)
    row, _made = MessageChannels.objects.update_or_create(
        person=person,
        defaults={
            "channels": [channel.value for channel in wanted],
            "email": email if Channel.EMAIL in wanted else None,
        },
    )
    events.record("inbox.channels.chosen", by=by, at=at, subject=person, data={"channels": row.channels})
    return row


def _require_address(channel: Channel, *, person: Person, email: str) -> None:
    if not sending.is_available(channel):
        raise RuleBroken("channels.none", "这个渠道本站没有开通。请改选其他渠道，或只在站内接收。")
    if channel is Channel.EMAIL:
        if not email:
            raise RuleBroken("channels.email_missing", "用电子邮件接收要填写邮箱。")
    elif not (person.account and person.account.phone):
        raise RuleBroken(
            "channels.phone_missing", "您的账号没有手机号，不能用短信或工作群接收。请先登记手机号。"
        )
