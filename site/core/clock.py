"""The only place that asks what time it is. Dates are dates in Asia/Shanghai."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    return timezone.now()


def date_of(moment: datetime) -> date:
    """The Asia/Shanghai date of a moment."""
    return moment.astimezone(SHANGHAI).date()


def today() -> date:
    return date_of(now())
