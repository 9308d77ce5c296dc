"""Minutes, clock hours and 学时: one is stored, the others are ways to show it. Pure functions."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

MINUTES_PER_HOUR = 60


def minutes_to_hours(minutes: int) -> Decimal:
    """Clock hours (小时), exact: 90 minutes are 1.5 hours."""
    return Decimal(minutes) / MINUTES_PER_HOUR


def hours_to_minutes(hours: Decimal) -> int:
    """Whole minutes. Raises ValueError where the hours are not a whole number of minutes."""
    minutes = hours * MINUTES_PER_HOUR
    if minutes != minutes.to_integral_value():
        raise ValueError(f"{hours} hours are not whole minutes")
    return int(minutes)


def shown_hours(minutes: int) -> str:
    """One decimal, halves away from zero, as every page and sheet shows it."""
    return str(minutes_to_hours(minutes).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def session_xueshi(minutes: int, *, minutes_each: int, most: int | None = None) -> int:
    """学时 of one half-day session: the remainder is dropped, and a half day counts at most `most`.

    Source: rule rows `xueshi.minutes` (45) and `xueshi.max_per_half_day` (4), both unverified.
    """
    counted = minutes // minutes_each
    return counted if most is None else min(counted, most)


def total_xueshi(sessions: Iterable[int], *, minutes_each: int, most: int | None = None) -> int:
    """学时 of several sessions (minutes each): rounded down session by session, then added."""
    return sum(session_xueshi(minutes, minutes_each=minutes_each, most=most) for minutes in sessions)


def within_daily_limit(minutes: int, *, credited_today: int, limit: int) -> bool:
    """A lesson is credited whole or not at all today."""
    return credited_today + minutes <= limit
