"""The period before, and what is another in it: numbers, classes, units."""

from datetime import date
from typing import Any

import pytest

from courses.words import ClassState
from reporting.rules.period_changes import Change, ClassFacts, changed, class_marks, gone, unit_changes
from reporting.rules.periods import Period
from reporting.words import ClassMark, UnitChange

ON = date(2026, 7, 1)


def days(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(report_year=2026), Period(report_year=2025)),
        (days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28")),
        (days("2026-01-01", "2026-03-31"), days("2025-10-01", "2025-12-31")),
        (days("2026-07-01", "2026-12-31"), days("2026-01-01", "2026-06-30")),
        (days("2026-03-02", "2026-03-08"), days("2026-02-23", "2026-03-01")),
        (days("2026-03-05", "2026-03-05"), days("2026-03-04", "2026-03-04")),
        (Period(report_year=1900), None),
        (days("0001-01-01", "0001-01-31"), None),
        (days("0001-01-05", "0001-03-05"), None),
    ],
)
def test_the_period_before(period: Period, before: Period | None) -> None:
    assert period.before() == before


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(report_year=2026), Period(report_year=2025)),
        (days("2026-03-01", "2026-03-31"), days("2025-03-01", "2025-03-31")),
        (days("2024-02-29", "2024-02-29"), days("2023-02-28", "2023-02-28")),
        (days("0001-01-01", "0001-01-31"), None),
    ],
)
def test_the_same_days_a_year_before(period: Period, before: Period | None) -> None:
    assert period.a_year_before() == before


@pytest.mark.parametrize(
    ("today", "day"),
    [("2027-02-01", "2026-12-31"), ("2026-07-01", "2026-07-01"), ("2025-05-01", "2026-01-01")],
)
def test_people_in_post_are_counted_on_the_closing_day(today: str, day: str) -> None:
    assert Period(report_year=2026).closing_day(date.fromisoformat(today)) == date.fromisoformat(day)


def test_a_number_changes_only_beside_another_one() -> None:
    assert Change(3, 2).is_changed
    assert Change(3, 2).difference == 1
    assert not Change(3, 3).is_changed
    assert not Change(3).is_changed
    assert Change(3).difference == 0
    assert Change(0, 2).difference == -2
    assert changed([[Change(1, 2), Change(1, 1)], [Change(5)]]) == 1


def a_class(**other: Any) -> ClassFacts:
    facts: dict[str, Any] = {
        "organiser": 1, "name": "2026年一线社工培训班", "round_number": 1, "state": ClassState.CLOSED,
        "starts_on": date(2026, 3, 2), "ends_on": date(2026, 3, 6), "filing_number": "粤社工备1号",
    }  # fmt: skip
    return ClassFacts(**facts | other)


LAST_YEAR = a_class(name="2025年一线社工培训班", starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 7))


@pytest.mark.parametrize(
    ("other", "marks"),
    [
        ({}, []),
        ({"name": "2026年度一线社工培训班"}, [ClassMark.NEW]),
        ({"state": ClassState.RUNNING}, [ClassMark.NOT_CLOSED]),
        ({"state": ClassState.RUNNING, "is_historical": True}, []),
        ({"state": ClassState.RUNNING, "ends_on": ON}, []),
        ({"filing_number": ""}, [ClassMark.NO_NUMBER]),
        ({"filing_number": "", "starts_on": date(2026, 9, 1), "ends_on": date(2026, 9, 2)}, []),
        ({"state": ClassState.CANCELLED, "filing_number": ""}, [ClassMark.CANCELLED]),
        ({"round_number": 2}, [ClassMark.NEW]),
        ({"organiser": 2}, [ClassMark.NEW]),
        ({"name": "督导班", "state": ClassState.OPEN}, [ClassMark.NOT_CLOSED, ClassMark.NEW]),
    ],
)
def test_marks_of_a_class(other: dict[str, Any], marks: list[ClassMark]) -> None:
    assert class_marks(a_class(**other), [LAST_YEAR], on=ON) == marks


def test_without_a_class_a_year_ago_none_is_new() -> None:
    assert class_marks(a_class(name="督导班"), [], on=ON) == []


def test_classes_of_last_year_that_nobody_holds_now() -> None:
    second = a_class(name="2025年督导班")
    cancelled = a_class(name="2025年站长班", state=ClassState.CANCELLED)
    assert gone([a_class()], [LAST_YEAR, second, cancelled]) == {second.series}
    assert gone([], [LAST_YEAR]) == {LAST_YEAR.series}


SINCE = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("added", "ended", "renamed", "changes"),
    [
        (date(2020, 1, 1), None, [], []),
        (date(2025, 12, 31), None, [], []),
        (date(2026, 1, 1), None, [], [UnitChange.ADDED]),
        (date(2026, 1, 1), None, [date(2026, 2, 1)], [UnitChange.ADDED]),
        (date(2026, 1, 1), date(2026, 6, 1), [], [UnitChange.ADDED, UnitChange.ENDED]),
        (date(2020, 1, 1), date(2026, 6, 1), [date(2026, 2, 1)], [UnitChange.ENDED, UnitChange.RENAMED]),
        (date(2020, 1, 1), None, [date(2024, 2, 1)], []),
        (date(2020, 1, 1), date(2025, 12, 31), [], []),
    ],
)
def test_what_became_of_a_unit(
    added: date, ended: date | None, renamed: list[date], changes: list[UnitChange]
) -> None:
    assert unit_changes(added_on=added, ended_on=ended, renamed_on=renamed, since=SINCE) == changes
