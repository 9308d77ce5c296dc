"""Periods as rows, days that move with a pause, and the days that do not."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.plans.definition import Due, Recurrence
from courses.rules.plans.periods import ONE_DAY, Span, add_years, due_on, merged, moved, pause_on, periods

YEARLY = Recurrence(1)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def test_five_years_from_a_29_february_have_their_own_rows_without_gap_or_overlap() -> None:
    leap = date(2024, 2, 29)
    found = periods(Recurrence(1, by_hire=True), anchor=leap, since=leap, on=date(2029, 2, 28))
    assert found == [
        Span(date(2024, 2, 29), date(2025, 2, 27)),
        Span(date(2025, 2, 28), date(2026, 2, 27)),
        Span(date(2026, 2, 28), date(2027, 2, 27)),
        Span(date(2027, 2, 28), date(2028, 2, 28)),
        Span(date(2028, 2, 29), date(2029, 2, 27)),
        Span(date(2029, 2, 28), date(2030, 2, 27)),
    ]


def test_calendar_years_over_five_years_hold_the_29_february_of_the_leap_year() -> None:
    found = periods(YEARLY, anchor=date(2023, 7, 1), since=date(2023, 7, 1), on=date(2027, 12, 31))
    assert [(one.first_day.year, one.last_day) for one in found] == [
        (year, date(year, 12, 31)) for year in range(2023, 2028)
    ]
    assert [one.first_day.year for one in found if one.holds(date(2024, 2, 29))] == [2024]


def test_three_years_and_the_first_full_one() -> None:
    assert periods(Recurrence(3, by_hire=True), anchor=date(2020, 5, 4), since=date(2024, 1, 1), on=date(2026, 5, 4)) == [
        Span(date(2023, 5, 4), date(2026, 5, 3)), Span(date(2026, 5, 4), date(2029, 5, 3)),
    ]  # fmt: skip
    first_full = Recurrence(1, first_full=True)
    assert periods(first_full, anchor=date(2025, 7, 1), since=date(2025, 7, 1), on=date(2025, 12, 31)) == []
    assert periods(first_full, anchor=date(2025, 7, 1), since=date(2025, 7, 1), on=date(2026, 1, 1)) == [
        Span(date(2026, 1, 1), date(2026, 12, 31))
    ]


def test_a_plan_asked_once_has_one_period_without_an_end() -> None:
    assert periods(None, anchor=date(2026, 3, 1), since=date(2026, 3, 1), on=date(2030, 1, 1)) == [
        Span(date(2026, 3, 1))
    ]
    assert periods(None, anchor=date(2026, 3, 2), since=date(2026, 3, 2), on=date(2026, 3, 1)) == []


@given(anchor=days, years=st.integers(1, 5), by_hire=st.booleans(), length=st.integers(0, 3000))
def test_periods_follow_each_other_without_gap_and_asking_later_changes_none(
    anchor: date, years: int, by_hire: bool, length: int
) -> None:
    recurrence, on = Recurrence(years, by_hire=by_hire), anchor + timedelta(days=length)
    found = periods(recurrence, anchor=anchor, since=anchor, on=on)
    assert found[0].holds(anchor)
    assert found[-1].holds(on)
    for before, after in itertools.pairwise(found):
        assert before.last_day is not None
        assert after.first_day == before.last_day + ONE_DAY
    later = periods(recurrence, anchor=anchor, since=anchor, on=on + timedelta(days=400))
    assert later[: len(found)] == found


@given(day=days, years=st.integers(0, 12))
def test_a_day_years_later_stays_in_its_month(day: date, years: int) -> None:
    later = add_years(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or (day.month, day.day, later.day) == (2, 29, 28)


START = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], date(2026, 3, 31)),
        ([Span(date(2026, 3, 10), date(2026, 3, 19))], date(2026, 4, 10)),  # ten days
        ([Span(date(2026, 4, 5), date(2026, 4, 9))], date(2026, 3, 31)),  # afterwards
        ([Span(date(2026, 2, 1), date(2026, 3, 5))], date(2026, 4, 4)),  # from before: four of its days
        ([Span(date(2026, 3, 31), date(2026, 4, 1))], date(2026, 4, 2)),  # begins on the last day
        # The second one is reached only because the first one moved the day.
        ([Span(date(2026, 3, 10), date(2026, 3, 19)), Span(date(2026, 4, 8), date(2026, 4, 9))], date(2026, 4, 12)),
        ([Span(date(2026, 3, 10), date(2026, 3, 19)), Span(date(2026, 3, 15), date(2026, 3, 24))], date(2026, 4, 15)),
        ([Span(date(2026, 3, 10))], None),
        ([Span(date(2026, 5, 1))], date(2026, 3, 31)),
    ],
)  # fmt: skip
def test_a_pause_moves_the_day_by_its_days(pauses: list[Span], due: date | None) -> None:
    assert moved(START, 30, pauses) == due


spans = st.builds(
    lambda first, length: Span(first, first + timedelta(days=length)),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 60),
)  # fmt: skip


@given(pauses=st.lists(spans, max_size=6), wait=st.integers(1, 200))
def test_between_the_start_and_the_due_day_lie_exactly_so_many_unpaused_days(
    pauses: list[Span], wait: int
) -> None:
    due = moved(START, wait, pauses)
    assert due is not None
    counted = [START + timedelta(days=one) for one in range(1, (due - START).days + 1)]
    assert sum(not any(pause.holds(day) for pause in pauses) for day in counted) == wait
    assert not any(pause.holds(due) for pause in pauses)


@given(pauses=st.lists(spans, max_size=6), day=st.dates(date(2026, 1, 1), date(2027, 3, 1)))
def test_merged_pauses_hold_the_same_days(pauses: list[Span], day: date) -> None:
    found = merged(pauses)
    assert any(pause.holds(day) for pause in pauses) == (pause_on(pauses, day) is not None)
    for before, after in itertools.pairwise(found):
        assert before.last_day is not None
        assert after.first_day > before.last_day + ONE_DAY


def test_calendar_days_do_not_move() -> None:
    year, leave = Span(date(2026, 1, 1), date(2026, 12, 31)), [Span(date(2026, 7, 1), date(2026, 12, 31))]
    assert due_on(Due(at_period_end=True), year, hired_on=None, pauses=leave) == date(2026, 12, 31)
    assert due_on(Due(on=date(2026, 9, 30)), year, hired_on=None, pauses=leave) == date(2026, 9, 30)
    assert due_on(Due(days_after_start=200), year, hired_on=None, pauses=leave) == date(2027, 1, 20)
    assert due_on(Due(days_after_hire=30), year, hired_on=date(2026, 3, 1), pauses=leave) == date(2026, 3, 31)
    assert due_on(None, year, hired_on=None, pauses=leave) is None
