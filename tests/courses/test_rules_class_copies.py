"""Where the days of a class from last year's fall, and what its names become."""

from datetime import date, timedelta

import pytest

from courses.rules.class_copies import free_code, newly_on_weekends, renewed, suggested_start

MONDAY = date(2025, 3, 17)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 5), date(2026, 3, 16)),  # 52 weeks later, a Monday again
        (date(2026, 3, 16), date(2026, 3, 23)),  # that day has begun: the next Monday
        (date(2027, 6, 2), date(2027, 6, 7)),  # a class of long ago
    ],
)
def test_a_copy_begins_on_the_same_weekday(today: date, expected: date) -> None:
    found = suggested_start(MONDAY, today=today)
    assert found == expected
    assert found.weekday() == MONDAY.weekday()
    assert found > today


def test_only_days_that_were_no_weekend_before_are_named() -> None:
    thursday, friday, saturday = (MONDAY + timedelta(days=number) for number in (3, 4, 5))
    assert newly_on_weekends([thursday, friday, friday, saturday], timedelta(weeks=52)) == []
    shift = timedelta(days=1)
    assert newly_on_weekends([thursday, friday, friday, saturday], shift) == [saturday]


def test_names_carry_the_new_year_and_codes_stay_single() -> None:
    assert renewed("2025年岗前培训", old_year=2025, new_year=2026) == "2026年岗前培训"
    assert renewed("岗前培训", old_year=2025, new_year=2026) == "岗前培训"
    assert free_code("2026-01", taken=set()) == "2026-01"
    assert free_code("2026-01", taken={"2026-01", "2026-01-2"}) == "2026-01-3"
