"""When a paper may be begun, how long a sitting lasts, and until when its answers count. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from assessment.words import ReviewTime
from core.sentences import NOTHING, Sentence, say


@dataclass(frozen=True)
class Window:
    """From when until when a paper may be sat; empty ends are open."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return not self.is_before(at) and not self.is_after(at)

    def is_before(self, at: datetime) -> bool:
        return self.opens_at is not None and at < self.opens_at

    def is_after(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at


def ends_at(started_at: datetime, *, minutes: int | None, window: Window) -> datetime | None:
    """When a sitting is over: after its minutes, at the latest when the window closes. None: never."""
    ends = [started_at + timedelta(minutes=minutes)] if minutes else []
    if window.closes_at is not None:
        ends.append(window.closes_at)
    return min(ends, default=None)


def accepts_until(ends: datetime | None, *, grace_seconds: int) -> datetime | None:
    """Until when answers on their way still count. None: always."""
    return None if ends is None else ends + timedelta(seconds=grace_seconds)


def review_at(when: ReviewTime, *, started_at: datetime, window: Window) -> datetime | None:
    """From when on one who handed in may read the right answers. None: never.

    Where a window never closes, there is nothing to wait for.
    """
    if when is ReviewTime.NEVER:
        return None
    return window.closes_at or started_at if when is ReviewTime.CLOSED else started_at


def why_not_begin(at: datetime, *, window: Window, tries: int | None, tried: int) -> Sentence:
    """Why nobody begins now and what to do instead, or nothing. `tries`: how often one may; None: as often as one likes."""
    if window.is_before(at):
        return say("还没有到开放时间。请在开放以后再来。")
    if window.is_after(at):
        return say("已经截止，不能再开始。需要补考的，请联系组织考核的单位。")
    if tries is not None and tried >= tries:
        return say("可答%(tries)s次，已经用完。需要再考的，请联系组织考核的单位。", tries=tries)
    return NOTHING
