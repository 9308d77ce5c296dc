"""Lock a filed period: from then on a late line in it needs a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from core import events
from hours.models import LockedPeriod
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission


@transaction.atomic
def lock(
    *,
    organisation: Organisation,
    first_day: date,
    last_day: date,
    filing_number: str,
    by: Authority,
    at: datetime,
) -> LockedPeriod:
    """Both days are included; the lock holds for everybody below the organisation as well."""
    require(by, Permission.FILE_FIGURES, organisation)
    made = LockedPeriod.objects.create(
        organisation=organisation,
        first_day=first_day,
        last_day=last_day,
        locked_at=at,
        filing_number=filing_number,
    )
    events.record("hours.period.locked", by=by, at=at, subject=made, data={"filing": filing_number})
    return made
