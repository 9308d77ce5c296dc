"""Fewer than five answers are hidden, and no subtraction brings them to light."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.evaluations import LEAST_ANSWERS, Days, Mean, joined_mean, mean_of, means_of, rate

DAY = date(2026, 3, 18)
marks = st.lists(st.integers(1, 5), max_size=12)


def test_fewer_than_five_answers_are_hidden() -> None:
    assert mean_of([5, 5, 5, 5]) is None
    assert mean_of([5, 5, 5, 5, 4]) == Mean(Decimal("4.8"), 5)
    assert means_of({"温教员": [5] * 5, "何教员": [1] * 4}) == {
        "温教员": Mean(Decimal("5.0"), 5),
        "何教员": None,
    }
    assert rate(4, 40) is None
    assert rate(5, 40) == 13
    assert rate(0, 0) is None


def test_a_half_is_rounded_up() -> None:
    assert mean_of([4] * 19 + [5]) == Mean(Decimal("4.1"), 20)


def test_an_evaluation_that_is_past_never_opens_again() -> None:
    days = Days(DAY, DAY + timedelta(days=14))
    assert days.is_open(DAY)
    assert days.is_open(days.last_day)
    assert not days.is_open(DAY - timedelta(days=1))
    assert days.is_past(days.last_day + timedelta(days=1))
    ended = Days(DAY, days.last_day, has_ended=True)
    assert ended.is_past(DAY)
    assert not ended.is_open(DAY)


@given(st.integers(0, 60))
def test_it_is_never_open_and_past(offset: int) -> None:
    on = DAY + timedelta(days=offset - 20)
    for days in (Days(DAY, DAY + timedelta(days=14)), Days(DAY, DAY + timedelta(days=14), has_ended=True)):
        assert not (days.is_open(on) and days.is_past(on))


@given(st.lists(marks, max_size=6), marks)
def test_a_hidden_class_leaves_no_trace_in_what_is_told_of_several(
    groups: list[list[int]], small: list[int]
) -> None:
    hidden = small[: LEAST_ANSWERS - 1]
    assert joined_mean([*groups, hidden]) == joined_mean(groups)


@given(marks)
def test_a_mean_lies_between_the_marks(given_marks: list[int]) -> None:
    found = mean_of(given_marks)
    assert (found is None) is (len(given_marks) < LEAST_ANSWERS)
    if found:
        assert min(given_marks) <= found.value <= max(given_marks)
