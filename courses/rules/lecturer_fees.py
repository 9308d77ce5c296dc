"""What a class may pay its lecturers at most, from what they taught. Pure functions; amounts are in yuan, after tax."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from courses.fee_words import FeeClass
from courses.words import HalfDay
from hours.rules import session_xueshi

_ACADEMICIANS = ("院士", "全国知名")
_FULL = ("教授", "研究员", "正高", "主任医师", "编审")
_BELOW = ("副教授", "副研究员", "助理研究员", "副主任医师", "副编审", "助理教授", "客座教授")


@dataclass(frozen=True)
class Taught:
    """One session that was held; `minutes` is its declared length."""

    lecturer: str
    title: str
    organisation: str
    held_on: date
    half_day: HalfDay
    minutes: int
    topic: str
    fee_class: FeeClass | None = None  # as the register says; None: not in it


@dataclass(frozen=True)
class FeeRule:
    """Rule rows `lecturer.fee_caps` (yuan for one 学时, after tax), `lecturer.xueshi_per_half_day`, `xueshi.minutes`."""

    caps: Mapping[FeeClass, int]
    most_per_half_day: int
    minutes_each: int


@dataclass(frozen=True)
class FeeLine:
    """One lecturer of a class: 学时 taught, the cap for each, and what both make at most."""

    lecturer: str
    title: str
    organisation: str
    fee_class: FeeClass
    is_known: bool
    sessions: tuple[Taught, ...]
    xueshi: int
    cap: int

    @property
    def most(self) -> int:
        return self.xueshi * self.cap


def fee_class_of(title: str) -> FeeClass:
    """By the words of a title; what says nothing of a full professorship is capped as the lowest class."""
    if any(word in title for word in _ACADEMICIANS):
        return FeeClass.ACADEMICIAN
    rest = title
    for word in _BELOW:
        rest = rest.replace(word, "")
    return FeeClass.FULL if any(word in rest for word in _FULL) else FeeClass.ASSOCIATE


def fee_lines(taught: Iterable[Taught], rule: FeeRule) -> list[FeeLine]:
    """A line for each lecturer in the order in which they first taught.

    Minutes of one half day make 学时 together, rounded down, and no more than the rule counts for a half day.
    """
    by_lecturer: dict[tuple[str, str, str, FeeClass | None], list[Taught]] = defaultdict(list)
    for one in taught:
        by_lecturer[one.lecturer, one.title, one.organisation, one.fee_class].append(one)
    return [_line(tuple(sessions), rule) for sessions in by_lecturer.values()]


def _line(sessions: tuple[Taught, ...], rule: FeeRule) -> FeeLine:
    first = sessions[0]
    halves: dict[tuple[date, HalfDay], int] = defaultdict(int)
    for one in sessions:
        halves[one.held_on, one.half_day] += one.minutes
    xueshi = sum(
        session_xueshi(minutes, minutes_each=rule.minutes_each, most=rule.most_per_half_day)
        for minutes in halves.values()
    )
    fee_class = first.fee_class or fee_class_of(first.title)
    is_known = bool(first.fee_class or first.title)
    return FeeLine(
        first.lecturer, first.title, first.organisation, fee_class, is_known, sessions, xueshi,
        rule.caps[fee_class],
    )  # fmt: skip
