"""Windows, ends and grace, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assessment.rules.sittings import Window, accepts_until, ends_at, review_at, why_not_begin
from assessment.words import ReviewTime

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINETY = NOW + timedelta(minutes=90)


@pytest.mark.parametrize(
    ("minutes", "closes", "expected"),
    [
        (None, None, None),
        (90, None, NINETY),
        (90, NOW + 2 * HOUR, NINETY),
        (90, NOW + HOUR, NOW + HOUR),  # begun late: the window ends it
        (None, NOW + HOUR, NOW + HOUR),
    ],
)
def test_a_sitting_ends_after_its_minutes_or_with_the_window(
    minutes: int | None, closes: datetime | None, expected: datetime | None
) -> None:
    assert ends_at(NOW, minutes=minutes, window=Window(None, closes)) == expected


def test_grace_is_for_answers_on_their_way() -> None:
    assert accepts_until(NOW, grace_seconds=30) == NOW + timedelta(seconds=30)
    assert accepts_until(None, grace_seconds=30) is None


@pytest.mark.parametrize(
    ("when", "closes", "expected"),
    [
        (ReviewTime.HANDED_IN, NOW + HOUR, NOW),
        (ReviewTime.CLOSED, NOW + HOUR, NOW + HOUR),
        (ReviewTime.CLOSED, None, NOW),  # it never closes
        (ReviewTime.NEVER, NOW + HOUR, None),
    ],
)
def test_answers_are_shown_when_the_paper_says(
    when: ReviewTime, closes: datetime | None, expected: datetime | None
) -> None:
    assert review_at(when, started_at=NOW, window=Window(None, closes)) == expected


@pytest.mark.parametrize(
    ("window", "tries", "tried", "why"),
    [
        (Window(), None, 9, ""),
        (Window(), 2, 1, ""),
        (Window(), 2, 2, "已经用完"),
        (Window(NOW + HOUR, None), None, 0, "还没有到开放时间"),
        (Window(NOW, None), None, 0, ""),
        (Window(None, NOW), None, 0, "已经截止"),
        (Window(NOW - HOUR, NOW + HOUR), 1, 0, ""),
    ],
)
def test_who_may_not_begin_is_told_why(window: Window, tries: int | None, tried: int, why: str) -> None:
    found = str(why_not_begin(NOW, window=window, tries=tries, tried=tried))
    assert (why in found) if why else not found
