"""Minutes, hours and 学时, as tables. The numbers are those of published reports and of the rule pages."""

from decimal import Decimal

import pytest

from hours.rules import (
    hours_to_minutes,
    minutes_to_hours,
    session_xueshi,
    shown_hours,
    total_xueshi,
    within_daily_limit,
)

HALF_DAY = 180  # minutes: three clock hours in the morning or the afternoon


@pytest.mark.parametrize(
    ("minutes", "hours", "shown"),
    [
        (0, "0", "0.0"),
        (1, "0.01666666666666666666666666667", "0.0"),
        (3, "0.05", "0.1"),
        (45, "0.75", "0.8"),
        (90, "1.5", "1.5"),
        (4305, "71.75", "71.8"),
        (4320, "72", "72.0"),
        (1_800, "30", "30.0"),
        (-90, "-1.5", "-1.5"),
    ],
)
def test_minutes_are_shown_as_hours_with_one_decimal(minutes: int, hours: str, shown: str) -> None:
    assert minutes_to_hours(minutes) == Decimal(hours)
    assert shown_hours(minutes) == shown


def test_seventy_one_and_three_quarters_are_not_seventy_two() -> None:
    required = Decimal(72)
    assert minutes_to_hours(hours_to_minutes(Decimal("71.75"))) < required
    assert minutes_to_hours(hours_to_minutes(Decimal("72"))) == required


@pytest.mark.parametrize(("hours", "minutes"), [("71.75", 4305), ("1.5", 90), ("0", 0), ("0.05", 3)])
def test_hours_become_whole_minutes(hours: str, minutes: int) -> None:
    assert hours_to_minutes(Decimal(hours)) == minutes


@pytest.mark.parametrize("hours", ["0.01", "1.333"])
def test_hours_that_are_no_whole_minutes_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        hours_to_minutes(Decimal(hours))


@pytest.mark.parametrize(
    ("minutes", "most", "xueshi"),
    [
        (44, 4, 0),
        (45, 4, 1),
        (89, 4, 1),
        (90, 4, 2),
        (180, 4, 4),
        (224, 4, 4),
        (225, 4, 4),
        (225, None, 5),
        (0, 4, 0),
    ],
)
def test_a_half_day_counts_whole_lessons_and_four_at_most(
    minutes: int, most: int | None, xueshi: int
) -> None:
    assert session_xueshi(minutes, minutes_each=45, most=most) == xueshi


@pytest.mark.parametrize(
    ("sessions", "each", "most", "xueshi"),
    [
        ([HALF_DAY] * 10, 45, 4, 40),  # five days: 30 hours are 40 学时
        ([HALF_DAY] * 10, 60, None, 30),
        ([80, 80], 45, 4, 2),  # 160 minutes at once would be 3: rounded down session by session
        ([], 45, 4, 0),
    ],
)
def test_lessons_are_rounded_session_by_session_then_added(
    sessions: list[int], each: int, most: int | None, xueshi: int
) -> None:
    assert total_xueshi(sessions, minutes_each=each, most=most) == xueshi


@pytest.mark.parametrize(
    ("minutes", "credited", "fits"), [(60, 420, True), (61, 420, False), (480, 0, True), (1, 480, False)]
)
def test_a_lesson_fits_the_day_whole_or_not_at_all(minutes: int, credited: int, fits: bool) -> None:
    assert within_daily_limit(minutes, credited_today=credited, limit=480) is fits
