"""The period of a figure: dates of sessions, both included, or the report year of the classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.sentences import NOTHING, Sentence, full_date, say

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Either `first_day` and `last_day`, or `report_year`; the report year of a class stands apart from its dates."""

    first_day: date | None = None
    last_day: date | None = None
    report_year: int | None = None

    def __post_init__(self) -> None:
        dated = self.first_day is not None and self.last_day is not None
        if dated == (self.report_year is not None):
            raise ValueError("a period has two days or a report year")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("a period ends on or after its first day")
        if self.report_year is not None and not EARLIEST_YEAR <= self.report_year <= LATEST_YEAR:
            raise ValueError("no calendar has this report year")

    @property
    def label(self) -> Sentence:
        if self.report_year is not None:
            return say("%(year)s年度", year=self.report_year)
        return say("%(first)s至%(last)s", first=shown_day(self.first_day), last=shown_day(self.last_day))

    @property
    def year(self) -> int:
        """The year under which a filing of this period is numbered."""
        if self.report_year is not None:
            return self.report_year
        assert self.last_day is not None  # noqa: S101 - __post_init__ has seen to it
        return self.last_day.year

    def days(self) -> tuple[date, date]:
        """The calendar days that it spans; for a report year those of the calendar year."""
        if self.first_day is not None and self.last_day is not None:
            return self.first_day, self.last_day
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def before(self) -> Period | None:
        """The period of the same sort right before: the year before, as many whole months, or as many days.

        None where the calendar has none.
        """
        first_day, last_day = self.days()
        try:
            if self.report_year is not None:
                return Period(report_year=self.report_year - 1)
            until = first_day - timedelta(days=1)
            if first_day.day == 1 and (last_day + timedelta(days=1)).day == 1:
                months = (last_day.year - first_day.year) * _MONTHS + last_day.month - first_day.month
                year, month = divmod(until.year * _MONTHS + until.month - 1 - months, _MONTHS)
                return Period(date(year, month + 1, 1), until)
            return Period(until - (last_day - first_day), until)
        except (ValueError, OverflowError):
            return None

    def a_year_before(self) -> Period | None:
        """The same days of the year before; None where the calendar has none."""
        try:
            if self.report_year is not None:
                return Period(report_year=self.report_year - 1)
            first_day, last_day = (_a_year_before(day) for day in self.days())
            return Period(first_day, last_day)
        except ValueError:
            return None

    def closing_day(self, today: date) -> date:
        """On which people in post are counted: the last day, or today while the period runs."""
        first_day, last_day = self.days()
        return max(first_day, min(last_day, today))

    def as_record(self) -> dict[str, str | int]:
        if self.report_year is not None:
            return {"report_year": self.report_year}
        first_day, last_day = self.days()
        return {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()}

    @classmethod
    def from_record(cls, record: dict[str, str | int]) -> Period:
        if "report_year" in record:
            return cls(report_year=int(record["report_year"]))
        return cls(date.fromisoformat(str(record["first_day"])), date.fromisoformat(str(record["last_day"])))


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def shown_day(day: date | None) -> Sentence:
    return full_date(day) if day else NOTHING
