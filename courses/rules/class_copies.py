"""A class from last year's: where its days fall and what its names become. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

_A_YEAR = timedelta(weeks=52)  # keeps the weekday
_SATURDAY = 5


def suggested_start(first: date, *, today: date) -> date:
    """The same weekday 52 weeks later; of an older class the next such weekday after today."""
    moved = first + _A_YEAR
    if moved > today:
        return moved
    tomorrow = today + timedelta(days=1)
    return tomorrow + timedelta(days=(first.weekday() - tomorrow.weekday()) % 7)


def newly_on_weekends(days: Iterable[date], shift: timedelta) -> list[date]:
    """The new days of sessions that fall on a weekend only because of the shift."""
    moved = [day + shift for day in days if day.weekday() < _SATURDAY]
    return sorted({day for day in moved if day.weekday() >= _SATURDAY})


def renewed(text: str, *, old_year: int, new_year: int) -> str:
    """A name or code with the new year in the place of the old one."""
    return text.replace(str(old_year), str(new_year))


def free_code(wanted: str, *, taken: Collection[str]) -> str:
    """The code itself, or with the next number behind it where it is taken."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found
