"""Registration arithmetic: clock hours to the minute, days to the day, months pinned."""

from datetime import date

import pytest

from certification.rules import (
    CertificateFacts,
    Line,
    Progress,
    UnknownFormat,
    add_months,
    counted_minutes,
    facts_of,
    last_day_of_period,
    record_of,
    renew_window,
    required_minutes,
)
from certification.words import RegistrationLevel, WindowState
from people.words import QualificationLevel

KINDS = frozenset({"training", "lesson"})
FIRST, LAST = date(2023, 10, 1), date(2026, 9, 30)


def count(*lines: Line) -> int:
    return sum(counted_minutes(lines, first_day=FIRST, last_day=LAST, kinds=KINDS).values())


def test_hours_one_day_before_the_period_do_not_count() -> None:
    before, first, last, after = (
        Line(day, 360, "training") for day in (date(2023, 9, 30), FIRST, LAST, date(2026, 10, 1))
    )
    assert count(before) == count(after) == 0
    assert count(before, first, last, after) == 720


def test_only_the_kinds_of_the_rule_count_and_a_reversal_takes_its_credit_back() -> None:
    day = date(2024, 5, 6)
    lines = [Line(day, 60, "training"), Line(day, 30, "lesson"), Line(day, 120, "group_meeting")]
    assert count(*lines) == 90
    assert count(*lines, Line(day, -60, "training")) == 30


@pytest.mark.parametrize(
    ("minutes", "hours", "enough"),
    [(4_305, 72, False), (4_319, 72, False), (4_320, 72, True), (5_399, 90, False), (5_400, 90, True)],
)
def test_to_the_minute_71_hours_45_minutes_are_not_72_hours(minutes: int, hours: int, enough: bool) -> None:
    assert Progress(minutes, required_minutes(hours)).is_enough is enough


def test_forty_xueshi_of_thirty_hours_are_thirty_hours() -> None:
    five_days = [Line(date(2024, 5, day), 360, "training") for day in range(6, 11)]
    assert Progress(count(*five_days), required_minutes(72)).missing == (72 - 30) * 60


def test_what_is_shown_never_looks_like_enough_before_it_is() -> None:
    nearly = Progress(4_319, 4_320)
    assert (nearly.shown_done, nearly.shown_missing, nearly.shown_required) == ("71.9", "0.1", "72.0")
    more = Progress(4_400, 4_320)
    assert (more.shown_done, more.shown_missing, more.missing) == ("73.3", "0.0", 0)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 9, 30), -3, date(2026, 6, 30)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
        (date(2028, 5, 31), -3, date(2028, 2, 29)),
        (date(2026, 1, 15), -3, date(2025, 10, 15)),
        (date(2026, 3, 31), -3, date(2025, 12, 31)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_the_window_opens_three_months_before_the_last_valid_day() -> None:
    window = renew_window(LAST, months=3)
    states = {
        day: window.state(day) for day in (date(2026, 6, 29), date(2026, 6, 30), LAST, date(2026, 10, 1))
    }
    assert list(states.values()) == [
        WindowState.NOT_YET, WindowState.OPEN, WindowState.OPEN, WindowState.OVER,
    ]  # fmt: skip


def test_a_period_of_three_years_ends_on_the_day_before_its_anniversary() -> None:
    assert last_day_of_period(FIRST, years=3) == LAST
    assert last_day_of_period(date(2024, 2, 29), years=3) == date(2027, 2, 27)


def test_a_record_reads_back_as_it_was_written_and_other_formats_are_refused() -> None:
    facts = CertificateFacts(
        number="1", code="C", masked_name="陈**", name_hash="h", unit="青石镇社工站", course="c", title="岗前培训",
        minutes=95, finished_on=date(2026, 3, 16), issued_on=date(2026, 3, 17),
    )  # fmt: skip
    assert facts_of(record_of(facts)) == facts
    with pytest.raises(UnknownFormat):
        facts_of(record_of(facts) | {"format": 2})


def test_registration_levels_are_the_levels_of_people() -> None:
    levels = [
        (level.value, level.label) for level in QualificationLevel if level is not QualificationLevel.NONE
    ]
    assert RegistrationLevel.choices() == levels
