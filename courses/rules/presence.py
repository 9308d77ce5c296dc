"""How long somebody was in a session, and what the sheet says of it. Pure functions; all spans are in minutes.

A session credits in full or not at all: whoever was there for less than the rule's share of the scheduled time gets
none of its minutes. Nobody is late for a code that was not shown yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from courses.words import AttendanceState


@dataclass(frozen=True)
class Thresholds:
    """Rule rows `attendance.late_minutes`, `attendance.early_minutes` and `attendance.least_percent`."""

    late_minutes: int
    early_minutes: int
    least_percent: int


@dataclass(frozen=True)
class Hours:
    """When a session was to begin and to end, and when its sign-in was opened (None: it never was)."""

    starts_at: time
    ends_at: time
    opened_at: time | None = None

    @property
    def minutes(self) -> int:
        return minute_of(self.ends_at) - minute_of(self.starts_at)


@dataclass(frozen=True)
class Presence:
    """What the rule makes of a stay."""

    state: AttendanceState
    minutes: int


def minute_of(moment: time) -> int:
    """Minutes since midnight; seconds are dropped."""
    return moment.hour * 60 + moment.minute


def judge(hours: Hours, *, came: time | None, left: time | None, thresholds: Thresholds) -> Presence:
    """Judge one stay. An unknown coming or going is taken as in time: nobody loses hours for a sheet without times."""
    begins, ends = minute_of(hours.starts_at), minute_of(hours.ends_at)
    since = begins if came is None else minute_of(came)
    until = ends if left is None else minute_of(left)
    is_late = since > _awaited_from(hours) + thresholds.late_minutes
    is_early = until < ends - thresholds.early_minutes
    span = (since if is_late else begins, until if is_early else ends)
    return _presence(hours, covered([span], hours), is_late=is_late, is_early=is_early, thresholds=thresholds)


def judge_spans(hours: Hours, spans: Iterable[tuple[int, int]], *, thresholds: Thresholds) -> Presence:
    """Judge several stays, in minutes since midnight; what overlaps counts once and gaps do not count."""
    known = list(spans)
    minutes = covered(known, hours)
    is_late = (
        not known or min(since for since, _ in known) > minute_of(hours.starts_at) + thresholds.late_minutes
    )
    is_early = (
        not known or max(until for _, until in known) < minute_of(hours.ends_at) - thresholds.early_minutes
    )
    return _presence(hours, minutes, is_late=is_late, is_early=is_early, thresholds=thresholds)


def covered(spans: Iterable[tuple[int, int]], hours: Hours) -> int:
    """How many minutes of the session lie in at least one of the spans."""
    begins, ends = minute_of(hours.starts_at), minute_of(hours.ends_at)
    total, reached = 0, begins
    for since, until in sorted(spans):
        since, until = max(since, reached), min(until, ends)
        if until > since:
            total, reached = total + until - since, until
    return total


def is_enough(minutes: int, hours: Hours, *, thresholds: Thresholds) -> bool:
    """Whether a stay of so many minutes credits the session."""
    return minutes * 100 >= hours.minutes * thresholds.least_percent


def _awaited_from(hours: Hours) -> int:
    begins = minute_of(hours.starts_at)
    return begins if hours.opened_at is None else max(begins, minute_of(hours.opened_at))


def _presence(
    hours: Hours, minutes: int, *, is_late: bool, is_early: bool, thresholds: Thresholds
) -> Presence:
    if not is_enough(minutes, hours, thresholds=thresholds):
        return Presence(AttendanceState.TOO_SHORT, minutes)
    if is_early:
        return Presence(AttendanceState.LEFT_EARLY, minutes)
    return Presence(AttendanceState.LATE if is_late else AttendanceState.PRESENT, minutes)
