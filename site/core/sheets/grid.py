"""A workbook as plain data: what Excel shows, at Excel's own row and column numbers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

# datetime.datetime is a datetime.date, it is named for the reader.
Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows and columns count from 1 and include both ends."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is Excel's row 1 and `rows[0][0]` its cell A1, even where they are empty."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """One uploaded file under the name that its sender gave it."""

    name: str
    sheets: tuple[Sheet, ...]


def column_letter(column: int) -> str:
    """Excel's letters for a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
