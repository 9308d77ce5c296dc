"""The language in which somebody wants the pages."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import events
from organisations.authority import Authority
from people.models import Account
from people.words import Language


@transaction.atomic
def choose(*, account: Account, language: Language, by: Authority, at: datetime) -> None:
    """Remember it for every device on which the account logs in; the same again changes nothing."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if locked.language == language:
        return
    locked.language = language
    locked.save(update_fields=["language"])
    events.record("people.account.language_chosen", by=by, at=at, subject=locked)
