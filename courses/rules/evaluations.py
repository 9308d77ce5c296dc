"""What may be told of the answers of a class, and when it may be answered. Pure functions.

The smallest number of answers is no rule row: it is promised to whoever answers, and no office may lower it. Results
are told once, after the last day: between two looks at a running count the difference would be one person's answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

LEAST_ANSWERS = 5
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Days:
    """The days of an evaluation, both included; `has_ended` where the organiser ended it before the last one."""

    opens_on: date
    last_day: date
    has_ended: bool = False

    def is_open(self, on: date) -> bool:
        return not self.has_ended and self.opens_on <= on <= self.last_day

    def is_past(self, on: date) -> bool:
        """No answer can come any more, whatever becomes of the class."""
        return self.has_ended or on > self.last_day


@dataclass(frozen=True)
class Mean:
    """`value` to one decimal, half up."""

    value: Decimal
    answers: int


def may_tell(answers: int) -> bool:
    return answers >= LEAST_ANSWERS


def mean_of(marks: Sequence[int]) -> Mean | None:
    """None below the smallest number of answers: not even how many there are is told."""
    if not may_tell(len(marks)):
        return None
    exact = Decimal(sum(marks)) / len(marks)
    return Mean(exact.quantize(Decimal("0.1"), ROUND_HALF_UP), len(marks))


def joined_mean(groups: Sequence[Sequence[int]]) -> Mean | None:
    """Over several classes: only of those that are told one by one, so that no subtraction shows a hidden one."""
    return mean_of([mark for marks in groups if may_tell(len(marks)) for mark in marks])


def means_of(marks: Mapping[str, Sequence[int]]) -> dict[str, Mean | None]:
    return {name: mean_of(given) for name, given in marks.items()}


def rate(answers: int, asked: int) -> int | None:
    """Per cent of those asked, rounded to the nearest; None where nobody was asked or the number is hidden."""
    if not asked or not may_tell(answers):
        return None
    return int((Decimal(100 * answers) / asked).quantize(Decimal(1), ROUND_HALF_UP))
