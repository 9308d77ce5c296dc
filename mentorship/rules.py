"""What may be written down as a meeting. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

LEAST_MINUTES, MOST_MINUTES = 1, 480  # one working day; a longer one is two meetings


def minutes_are_plausible(minutes: int) -> bool:
    return LEAST_MINUTES <= minutes <= MOST_MINUTES


def attended_range(held_on: date, starts_at: time, minutes: int, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the meeting's beginning as long as this person stayed; the end is the first moment outside."""
    start = datetime.combine(held_on, starts_at, zone)
    return start, start + timedelta(minutes=minutes)


def names_twice(people: Iterable[int]) -> bool:
    """Whether somebody stands on the list of participants more than once."""
    listed = list(people)
    return len(listed) != len(set(listed))
