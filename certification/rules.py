"""What a certificate states and what a registration period asks for. Pure functions; numbers come from rule rows."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from certification.words import WindowState

FORMAT = 1
MINUTES_PER_HOUR = 60
TENTH = Decimal("0.1")


class UnknownFormat(Exception):
    """A record says a format that this version does not know."""


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate of completion says in public. `name_hash` proves a full name without showing it."""

    number: str
    code: str
    masked_name: str
    name_hash: str
    unit: str
    course: str
    title: str
    minutes: int
    finished_on: date
    issued_on: date


def record_of(facts: CertificateFacts) -> dict[str, Any]:
    """The record as format 1 writes it. A later format is a new function: this one stays for ever."""
    dates = {"finished_on": facts.finished_on.isoformat(), "issued_on": facts.issued_on.isoformat()}
    return {"format": FORMAT, "kind": "completion", **asdict(facts), **dates}


def facts_of(record: Mapping[str, Any]) -> CertificateFacts:
    """Read a record of any format ever issued. Raises UnknownFormat."""
    if record.get("format") != 1:
        raise UnknownFormat(str(record.get("format")))
    return CertificateFacts(
        number=record["number"], code=record["code"], masked_name=record["masked_name"],
        name_hash=record["name_hash"], unit=record["unit"], course=record["course"], title=record["title"],
        minutes=record["minutes"], finished_on=date.fromisoformat(record["finished_on"]),
        issued_on=date.fromisoformat(record["issued_on"]),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the ledger: minutes of a kind on a day (a reversal has negative minutes)."""

    activity_on: date
    minutes: int
    kind: str


def counted_minutes(
    lines: Iterable[Line], *, first_day: date, last_day: date, kinds: frozenset[str]
) -> dict[str, int]:
    """Minutes by kind that count in a period, both days included. Nothing before it counts, nothing is carried over.

    Source: rule rows `ce.count_before_registration` and `ce.carry_over`.
    """
    found = dict.fromkeys(sorted(kinds), 0)
    for line in lines:
        if line.kind in kinds and first_day <= line.activity_on <= last_day:
            found[line.kind] += line.minutes
    return found


@dataclass(frozen=True)
class Progress:
    """Minutes done against minutes required."""

    done: int
    required: int

    @property
    def missing(self) -> int:
        return max(self.required - self.done, 0)

    @property
    def is_enough(self) -> bool:
        """To the minute: 71 hours 45 minutes are not 72 hours."""
        return self.done >= self.required

    @property
    def shown_done(self) -> str:
        """Hours with one decimal, rounded down: what is shown as done is done."""
        return _tenths(self.done, ROUND_FLOOR)

    @property
    def shown_missing(self) -> str:
        """Hours with one decimal, rounded up: done and missing never look like enough before they are."""
        return _tenths(self.missing, ROUND_CEILING)

    @property
    def shown_required(self) -> str:
        return _tenths(self.required, ROUND_CEILING)


def required_minutes(hours: int) -> int:
    """The rule row counts clock hours (小时), not 学时."""
    return hours * MINUTES_PER_HOUR


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day: 31 May minus three months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_of_period(first_day: date, *, years: int) -> date:
    """The last valid day of a period that begins on `first_day`. Source: rule row `ce.period_years`."""
    return add_months(first_day, years * 12) - timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days on which re-registration is accepted, both included."""

    opens_on: date
    closes_on: date

    def state(self, on: date) -> WindowState:
        if on < self.opens_on:
            return WindowState.NOT_YET
        return WindowState.OPEN if on <= self.closes_on else WindowState.OVER


def renew_window(last_valid_day: date, *, months: int) -> Window:
    """The months before a registration expires. Source: rule row `reg.renew_window`."""
    return Window(add_months(last_valid_day, -months), last_valid_day)


def _tenths(minutes: int, rounding: str) -> str:
    return str((Decimal(minutes) / MINUTES_PER_HOUR).quantize(TENTH, rounding=rounding))
