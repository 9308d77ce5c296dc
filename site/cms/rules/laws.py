"""When an article is in force, and where it stands in its law. Pure functions.

Days are half-open: `in_force_to` is the first day on which an article is not in force any more.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

# How long before its last day an article is shown to editors. A habit of the house, not a rule of law.
LAPSES_SOON = timedelta(days=60)

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(r"第?([零〇一二两三四五六七八九十百千]+|\d{1,5})[条章](?:之([一二三四五六七八九十]+))?")
_BETWEEN = 100  # 第十七条之二 stands between 第十七条 and 第十八条


class BadReference(ValueError):
    """Not of the form `law-code#第…条`."""


def has_lapsed(in_force_to: date | None, *, on: date) -> bool:
    return in_force_to is not None and in_force_to <= on


def split_reference(reference: str) -> tuple[str, str]:
    """`minors-protection#第十七条` → code and number. Raises BadReference."""
    code, mark, number = reference.partition("#")
    if not (mark and code and number):
        raise BadReference(reference)
    return code, number


def place_of(number: str) -> int:
    """Where an article stands in its law: its number times 100, and 之二 adds two; 0 for a text without numbers."""
    found = _NUMBER.match(number.strip())
    if found is None:
        return 0
    main, inserted = found.groups()
    whole = int(main) if main.isascii() and main.isdigit() else _value_of(main)
    return whole * _BETWEEN + (_value_of(inserted) if inserted else 0)


def _value_of(numeral: str) -> int:
    """一百零三 → 103; 十七 → 17."""
    total = digit = 0
    for sign in numeral:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
