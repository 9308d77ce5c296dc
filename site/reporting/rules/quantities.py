"""Numbers that know what they count: persons, visits, 学时 and rounds never get into one sum.

Each kind is a type of its own, so that mypy refuses `Rounds(5) + PersonDays(3)`; at run time it raises UnitsDiffer.
What is distinct (人数) has no sum at all: it is counted anew wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self, TypeVar

MINUTES_PER_HOUR = 60


class UnitsDiffer(TypeError):
    """Two numbers of different kinds were put together."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A whole number of one kind, as it is stored: hours are minutes."""

    number: int

    def shown(self) -> int | float:
        """As people read it."""
        return self.number


@dataclass(frozen=True, slots=True)
class Summable(Quantity):
    """May be added to its own kind, and to nothing else."""

    def __add__(self, other: Self) -> Self:
        if type(other) is not type(self):
            raise UnitsDiffer(f"{type(self).__name__} and {type(other).__name__} have no sum")
        return type(self)(self.number + other.number)


@dataclass(frozen=True, slots=True)
class Minutes(Summable):
    """Shown as clock hours."""

    def shown(self) -> int | float:
        return hours_number(self.number)


@dataclass(frozen=True, slots=True)
class Fen(Summable):
    """Money, kept in fen and shown in yuan."""

    def shown(self) -> int | float:
        return tidy(Decimal(self.number) / 100)


Adding = TypeVar("Adding", bound=Summable)


class People(Quantity):
    """人数: distinct persons."""


class Stations(Quantity):
    """Distinct stations."""


class Rounds(Summable):
    """期数."""


class Classes(Summable):
    """班次."""


class Deliveries(Summable):
    """课次: sessions that were held, each once."""


class PersonDays(Summable):
    """人次 as one person on one day."""


class PersonSessions(Summable):
    """人次 as one person in one session; also 签到课次."""


class PersonCourses(Summable):
    """人次 as one person in one course of a class."""


class PersonClasses(Summable):
    """人次 as one person in one class."""


class DeliveredMinutes(Minutes):
    """授课时长: each session once."""


class PersonMinutes(Minutes):
    """人时: each session as often as somebody attended."""


class Xueshi(Summable):
    """学时 received, summed over persons."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One quantity for each of another. No quantity: ratios of parts say nothing about the ratio of the whole."""

    numerator: Quantity
    denominator: Quantity

    def exact(self) -> Decimal | None:
        """None where there is nothing to divide by."""
        if not self.denominator.number:
            return None
        return Decimal(self.numerator.number) / self.denominator.number

    def shown(self) -> int | float | None:
        """One decimal, halves away from zero; minutes for each as hours for each."""
        exact = self.exact()
        if exact is None:
            return None
        scale = MINUTES_PER_HOUR if isinstance(self.numerator, Minutes) else 1
        return tidy((exact / scale).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Share(Ratio):
    """A part of a whole, in per cent."""

    def __post_init__(self) -> None:
        if type(self.numerator) is not type(self.denominator):
            raise UnitsDiffer("a share is of one kind")
        if self.numerator.number > self.denominator.number:
            raise ValueError("a part is no larger than its whole")

    def shown(self) -> int | float | None:
        exact = self.exact()
        return None if exact is None else tidy((exact * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def summed(parts: Iterable[Adding], kind: type[Adding]) -> Adding:
    """The sum of parts of one kind; nothing is its zero. Raises UnitsDiffer."""
    total = kind(0)
    for part in parts:
        total = total + part
    return total


def hours_number(minutes: int) -> int | float:
    """Clock hours as a number: 390, or at most two decimals (19.75), halves away from zero."""
    hours = Decimal(minutes) / MINUTES_PER_HOUR
    return tidy(hours.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def tidy(number: Decimal) -> int | float:
    """A whole number without its point."""
    return int(number) if number == number.to_integral_value() else float(number)
