"""Periods of a plan and its days: recurrence, due days, pauses. Pure functions; every day is a date in Shanghai.

A period is a row that stands; the next one is another row. Its bounds are always reckoned from the first day of all,
never from the period before: whoever began on 29 February ends on 28 February in common years and on the 29th again in
the next leap year (民法典 article 202: where the last month lacks the day, its last day is meant).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from courses.rules.plans.definition import Due, Recurrence

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """From a day to a day, both included; without a last day it goes on."""

    first_day: date
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def add_years(day: date, years: int) -> date:
    """The same day so many years later, or the last of the month where it lacks the day."""
    year = day.year + years
    return date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def periods(recurrence: Recurrence | None, *, anchor: date, since: date, on: date) -> list[Span]:
    """The periods that begin by `on`, from the one that holds `since`. `anchor`: the day of hire, or of the assignment.

    A plan that does not recur has one period without an end, from the anchor.
    """
    if recurrence is None:
        return [Span(anchor)] if anchor <= on else []
    return list(_recurring(recurrence, anchor=anchor, since=max(since, anchor), on=on))


def _recurring(recurrence: Recurrence, *, anchor: date, since: date, on: date) -> Iterator[Span]:
    start = anchor if recurrence.by_hire else date(anchor.year, 1, 1)
    turn = 0
    while (first_day := add_years(start, turn * recurrence.every_years)) <= on:
        turn += 1
        last_day = add_years(start, turn * recurrence.every_years) - ONE_DAY
        is_broken = recurrence.first_full and first_day < anchor
        if last_day >= since and not is_broken:
            yield Span(first_day, last_day)


def due_on(due: Due | None, period: Span, *, hired_on: date | None, pauses: Iterable[Span]) -> date | None:
    """The last day for a requirement; None where there is none, or where a pause without an end stands before it.

    A day counted from hire or from the beginning of the period moves by every day of a pause in between. The end of a
    period and a day of the calendar stay where they are: the next period begins in any case.
    """
    if due is None:
        return None
    if due.on is not None:
        return due.on
    if due.at_period_end:
        return period.last_day
    start = (hired_on or period.first_day) if due.days_after_hire is not None else period.first_day
    days = due.days_after_hire if due.days_after_hire is not None else due.days_after_start
    return moved(start, days or 0, pauses)


def moved(start: date, days: int, pauses: Iterable[Span]) -> date | None:
    """The day that is so many unpaused days after `start`; None where a pause without an end comes first."""
    day = start + timedelta(days=days)
    for pause in merged(pauses):
        first = max(pause.first_day, start + ONE_DAY)
        if first > day:
            break
        if pause.last_day is None:
            return None
        if pause.last_day >= first:
            day += pause.last_day - first + ONE_DAY
    return day


def merged(pauses: Iterable[Span]) -> list[Span]:
    """The same days as spans that neither overlap nor touch, in order."""
    found: list[Span] = []
    for pause in sorted(pauses, key=lambda one: (one.first_day, one.last_day or date.max)):
        before = found[-1] if found else None
        if before is None or (before.last_day is not None and pause.first_day > before.last_day + ONE_DAY):
            found.append(pause)
        elif before.last_day is not None and (pause.last_day is None or pause.last_day > before.last_day):
            found[-1] = Span(before.first_day, pause.last_day)
    return found


def pause_on(pauses: Iterable[Span], day: date) -> Span | None:
    """The pause that holds the day, whole."""
    return next((pause for pause in merged(pauses) if pause.holds(day)), None)
