"""Acknowledging the privacy notice: for oneself, once a version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from people.models import Person, PrivacyAcknowledgement
from people.privacy import Notice
from people.querysets import all_acknowledgements


@transaction.atomic
def acknowledge(*, person: Person, notice: Notice, by: Authority, at: datetime) -> PrivacyAcknowledgement:
    """Again changes nothing. Raises RuleBroken for anybody but the person: nobody reads for somebody else."""
    if by.person_id != person.pk:
        raise RuleBroken("privacy.not_yours", "隐私说明要由本人阅读。请用您自己的账号登录。")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    read = all_acknowledgements().of_person(locked).filter(version=notice.number).first()
    if read is not None:
        return read
    read = PrivacyAcknowledgement.objects.create(
        person=locked, version=notice.number, digest=notice.digest, acknowledged_at=at
    )
    data = {"version": notice.number}
    events.record("people.privacy.acknowledged", by=by, at=at, subject=locked, data=data)
    return read
