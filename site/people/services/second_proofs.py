"""Second proofs that were lost: taken away, so that the next log-in sets up new ones."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from people.models import Account
from people.services import sessions


@transaction.atomic
def drop(*, account: Account, by: Authority, at: datetime) -> int:
    """Take away app, passkeys and recovery codes, and end every session; the number taken away.

    Raises RuleBroken unless the system acts: whoever may do this opens any account half.
    """
    if not by.is_system:
        raise RuleBroken("second_proof.not_yours", "第二种验证由平台管理员在服务器上清除。请联系平台管理员。")
    gone, _told = Authenticator.objects.filter(user=account).delete()
    sessions.end_all(account=account, by=by, at=at)
    events.record("people.account.second_proof_dropped", by=by, at=at, subject=account)
    return int(gone)
