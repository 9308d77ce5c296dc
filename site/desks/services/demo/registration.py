"""The liaison's registration ends in two months: the window of re-registration is open, and hours are missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from certification.services import registrations
from certification.services.registrations import PeriodDetails
from certification.words import RegistrationKind, RegistrationLevel
from organisations.authority import SYSTEM
from people.models import Person

ENDS_IN = timedelta(days=60)
LASTS = timedelta(days=3 * 365)


def build(*, liaison: Person, anchor: date, at: datetime) -> None:
    last_day = anchor + ENDS_IN
    details = PeriodDetails(
        level=RegistrationLevel.ASSISTANT,
        kind=RegistrationKind.FIRST,
        starts_on=last_day - LASTS,
        ends_on=last_day,
    )
    registrations.add(person=liaison, details=details, by=SYSTEM, at=at)
