"""Dates, months and times of day as people type them in Excel and WPS."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.sentences import say
from core.sheets.grid import Cell
from reporting.rules.workbooks.cells import Unreadable, compact, plain, quoted, says_nothing

_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_FIRST_SERIAL = (datetime.date(1950, 1, 1) - _EXCEL_EPOCH).days
_LAST_SERIAL = (datetime.date(2100, 1, 1) - _EXCEL_EPOCH).days
_YEARS = range(1950, 2100)
_BIRTH_YEARS = range(1900, 2100)

_WEEKDAY = re.compile(r"[(]?(?:星期|礼拜|周)[一二三四五六日天][)]?")
_CLOCK_AFTER_DATE = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_FULL = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_SHORT_YEAR = re.compile(r"([0-9]{2})年([0-9]{1,2})月([0-9]{1,2})[日号]?")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_DAY_ONLY = re.compile(r"([0-9]{1,2})[日号]?")
_SERIAL = re.compile(r"[0-9]{5}")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))(?:[-/.]?[0-9]{1,2}[日号]?)?")
_TIME = re.compile(
    r"(上午|早上|早|下午|晚上|晚|AM|PM)?([0-9]{1,2})[:点时]([0-9]{1,2}|半)?分?(?::?([0-9]{2})秒?)?(AM|PM)?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"至|到|~|--+|-")
_AFTER_NOON = frozenset({"下午", "晚上", "晚", "PM"})


@dataclass(frozen=True, slots=True)
class DateSpan:
    """The first and last day of a class: it gives the year to dates that were typed without one."""

    first: datetime.date
    last: datetime.date

    def days(self, month: int, day: int) -> list[datetime.date]:
        """The days of this span that fall on the month and day."""
        candidates = (_real(year, month, day) for year in range(self.first.year, self.last.year + 1))
        return [date for date in candidates if date and self.first <= date <= self.last]


def _real(year: int, month: int, day: int, years: range = _YEARS) -> datetime.date | None:
    if year not in years:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _not_a_date(cell: Cell) -> Unreadable:
    return Unreadable(say("日期%(cell)s看不懂，请写成2022-12-05的样子", cell=quoted(cell)))


def date(cell: Cell, within: DateSpan | None = None) -> datetime.date | Unreadable | None:
    """A day; None when the cell is blank. A date without a year is looked up in `within`."""
    if cell is None or says_nothing(cell):
        return None
    if isinstance(cell, datetime.datetime):
        cell = cell.date()
    if isinstance(cell, datetime.date):
        return cell if cell.year in _YEARS else _not_a_date(cell)
    if isinstance(cell, bool | datetime.time):
        return _not_a_date(cell)
    if isinstance(cell, int | float):
        return _date_from_number(cell, within)
    return _date_from_text(cell, within)


def _date_from_number(number: float, within: DateSpan | None) -> datetime.date | Unreadable:
    if _FIRST_SERIAL <= number < _LAST_SERIAL:
        return _EXCEL_EPOCH + datetime.timedelta(days=int(number))
    if number == int(number) and (found := _EIGHT_DIGITS.fullmatch(str(int(number)))):
        year, month, day = (int(part) for part in found.groups())
        return _real(year, month, day) or _not_a_date(number)
    days = list(_days_from_decimal(number, within))
    # 12.1 may have been typed as 12.10: only a class that has one of the two days settles it.
    return days[0] if len(days) == 1 else _not_a_date(number)


def _days_from_decimal(number: float, within: DateSpan | None) -> Iterator[datetime.date]:
    month, dot, day = str(number).partition(".")
    if within is None or not dot or not (month.isdecimal() and day.isdecimal()) or len(month + day) > 4:
        return
    yield from within.days(int(month), int(day))
    if len(day) == 1:
        yield from within.days(int(month), int(day) * 10)


def _date_from_text(typed: str, within: DateSpan | None) -> datetime.date | Unreadable:
    tidy = _CLOCK_AFTER_DATE.sub("", _WEEKDAY.sub("", plain(typed)).strip()).replace(" ", "")
    for pattern, century in ((_FULL, 0), (_SHORT_YEAR, 2000), (_EIGHT_DIGITS, 0)):
        if found := pattern.fullmatch(tidy):
            year, month, day = (int(part) for part in found.groups())
            return _real(year + century, month, day) or _not_a_date(typed)
    if found := _MONTH_AND_DAY.fullmatch(tidy):
        return _without_year(int(found.group(1)), int(found.group(2)), typed, within)
    if _SERIAL.fullmatch(tidy):
        return _date_from_number(int(tidy), within)
    return _not_a_date(typed)


def _without_year(month: int, day: int, typed: str, within: DateSpan | None) -> datetime.date | Unreadable:
    # 2000 is a leap year: it says whether the day exists at all.
    if not _real(2000, month, day):
        return _not_a_date(typed)
    if within is None:
        return Unreadable(say("日期%(cell)s没有年份，请写成2022-12-05的样子", cell=quoted(typed)))
    days = within.days(month, day)
    if len(days) == 1:
        return days[0]
    return Unreadable(say("日期%(cell)s不在班次的起止日期内，请核对，或写明年份", cell=quoted(typed)))


def date_range(cell: Cell) -> DateSpan | Unreadable | None:
    """First and last day in one cell: 2022-12-05至2022-12-09, 2022年12月5日—9日."""
    if says_nothing(cell):
        return None
    problem = Unreadable(say("起止日期%(cell)s看不懂，请写成2022-12-05至2022-12-09的样子", cell=quoted(cell)))
    typed = compact(cell)
    for cut in _RANGE.finditer(typed):
        first = date(typed[: cut.start()])
        if isinstance(first, datetime.date):
            last = _last_day(typed[cut.end() :], first)
            return DateSpan(first, last) if last and last >= first else problem
    single = date(cell)
    return DateSpan(single, single) if isinstance(single, datetime.date) else problem


def _last_day(typed: str, first: datetime.date) -> datetime.date | None:
    whole_year = DateSpan(first, first + datetime.timedelta(days=300))
    last = date(typed, whole_year)
    if isinstance(last, datetime.date):
        return last
    found = _DAY_ONLY.fullmatch(typed)
    return _real(first.year, first.month, int(found.group(1))) if found else None


def month(cell: Cell) -> str | None:
    """A birth month as 1973-11, or None where the cell is blank or can't be read: nothing is counted by it."""
    if isinstance(cell, datetime.date):
        return f"{cell:%Y-%m}" if cell.year in _BIRTH_YEARS else None
    if isinstance(cell, int | float) and _FIRST_SERIAL <= cell < _LAST_SERIAL:
        return f"{_EXCEL_EPOCH + datetime.timedelta(days=int(cell)):%Y-%m}"
    found = _YEAR_AND_MONTH.fullmatch(compact(cell))
    # A number 1973.1 is January or a 1973.10 that lost its zero.
    if not found or (isinstance(cell, float) and found.group(2) == "1"):
        return None
    first = _real(int(found.group(1)), int(found.group(2) or found.group(3)), 1, _BIRTH_YEARS)
    return f"{first:%Y-%m}" if first else None


def time(cell: Cell) -> datetime.time | Unreadable | None:
    """A time of day to the minute; None when the cell is blank."""
    if cell is None or says_nothing(cell):
        return None
    problem = Unreadable(say("时间%(cell)s看不懂，请写成08:52的样子", cell=quoted(cell)))
    if isinstance(cell, datetime.datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, datetime.time):
        return cell.replace(second=0, microsecond=0)
    if isinstance(cell, bool | datetime.date):
        return problem
    if isinstance(cell, int | float):
        return _time_from_fraction(cell) or problem
    return _time_from_text(cell) or problem


def _time_from_fraction(number: float) -> datetime.time | None:
    if not (0 <= number < 1 or _FIRST_SERIAL <= number < _LAST_SERIAL):
        return None
    # Half a second up, so that 08:52 stored as 0.36944444 does not become 08:51.
    seconds = int((number % 1) * 86_400 + 0.5)
    return datetime.time(seconds // 3600 % 24, seconds % 3600 // 60)


def _time_from_text(typed: str) -> datetime.time | None:
    tidy = re.sub(r"^[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?[ T]", "", plain(typed)).replace(" ", "")
    found = _TIME.fullmatch(tidy)
    if not found:
        return None
    before, hours, rest, _seconds, after = found.groups()
    hour = int(hours)
    if (before or after or "").upper() in _AFTER_NOON and hour < 12:
        hour += 12
    minute = 30 if rest == "半" else int(rest or 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def time_range(cell: Cell) -> tuple[datetime.time, datetime.time] | Unreadable | None:
    """Start and end in one cell: 09:00-12:00."""
    if says_nothing(cell):
        return None
    parts = [time(part) for part in _RANGE.split(compact(cell), maxsplit=1)]
    match parts:
        case [datetime.time() as start, datetime.time() as end]:
            return start, end
    return Unreadable(say("时间%(cell)s看不懂，请写成09:00-12:00的样子", cell=quoted(cell)))
