"""Which WeChat opens which account. Only the openid is kept: it names nobody outside this site's own app."""

from __future__ import annotations

from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from core import events
from organisations.authority import SYSTEM, Authority
from people.models import Account

PROVIDER = "weixin"


@transaction.atomic
def bind(*, account: Account, uid: str, at: datetime) -> bool:
    """Let this WeChat open the account from now on; False where it opens another one already."""
    found, made = SocialAccount.objects.get_or_create(provider=PROVIDER, uid=uid, defaults={"user": account})
    if made:
        events.record("people.account.weixin_bound", by=SYSTEM, at=at, subject=account)
    return bool(found.user_id == account.pk)


@transaction.atomic
def unbind(*, account: Account, by: Authority, at: datetime) -> None:
    """No WeChat opens the account any more."""
    gone, _told = SocialAccount.objects.filter(provider=PROVIDER, user=account).delete()
    if gone:
        events.record("people.account.weixin_unbound", by=by, at=at, subject=account)


def is_bound(account: Account) -> bool:
    return bool(SocialAccount.objects.filter(provider=PROVIDER, user=account).exists())
