"""Single cells as people type them: text, keys for comparing, whole numbers, minutes, phones."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from core.sentences import Sentence, say
from core.sheets.grid import Cell


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that says something, but not what its column asks for; the reason is Chinese and says what to do."""

    reason: Sentence


# Kept as typed in names and titles: 云浮市（云城区） must not become 云浮市(云城区).
_CHINESE_PUNCTUATION = "（），；：！？～"
_NOT_PUNCTUATION = re.compile(f"[^{_CHINESE_PUNCTUATION}]+")
# Dashes that keyboards and word processors put where a hyphen is meant, and a typed 。 for a dot.
_LOOKALIKES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣", "-") | {"。": ".", "∶": ":"})
_SPACES = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
_MIDDLE_DOTS = re.compile("[•‧∙・･●.]")
_NOTHING = frozenset({"", "-", "--", "/", "\\", "无", "空"})

_CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_INTEGER = re.compile(r"第?([0-9]{1,6}|[零一二三四五六七八九十]{1,3})(?:期|人|名|年|年度|个|班|次|位)?")
_MINUTES = re.compile(
    r"([0-9]{1,4}(?:\.[0-9]{1,2})?)(分钟|分|min|mins|minutes|小时|时|h|学时|课时|节)?", re.IGNORECASE
)
_HOURS_AND_MINUTES = re.compile(r"([0-9]{1,2})(?:小时|时|h)([0-9]{1,2})(?:分钟|分|min)?", re.IGNORECASE)
_MAX_SESSION_MINUTES = 12 * 60
# A bare number from here on can only be minutes: nobody teaches 20 hours in one session.
_SURELY_MINUTES = 20


class TimeUnit(StrEnum):
    """In what a column of durations is written, as its heading says."""

    MINUTE = "分钟"
    HOUR = "小时"
    CREDIT_HOUR = "学时"


def _normalised(raw: str, *, keep_punctuation: bool) -> str:
    if raw.isascii() and raw.isprintable():
        return _SPACES.sub(" ", raw).strip()
    if raw.isalnum() and unicodedata.is_normalized("NFKC", raw):
        return raw
    visible = "".join(" " if char.isspace() else char for char in raw if _is_visible(char))
    if keep_punctuation:
        folded = _NOT_PUNCTUATION.sub(lambda part: unicodedata.normalize("NFKC", part.group()), visible)
    else:
        folded = unicodedata.normalize("NFKC", visible).translate(_LOOKALIKES)
    return _SPACES.sub(" ", folded).strip()


def _is_visible(char: str) -> bool:
    return char.isspace() or not unicodedata.category(char).startswith("C")


def _raw(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return str(cell)


def text(cell: Cell) -> str:
    """What a person reads in the cell: digits and spaces made plain, Chinese punctuation kept."""
    return _normalised(_raw(cell), keep_punctuation=True)


def plain(cell: Cell) -> str:
    """For parsing: also punctuation and dashes made plain, single spaces."""
    return _normalised(_raw(cell), keep_punctuation=False)


def compact(cell: Cell) -> str:
    """For parsing: as `plain`, without any space."""
    return plain(cell).replace(" ", "")


def match_key(name: str) -> str:
    """Equal for two spellings of one name: width, case, spaces, brackets and middle dots don't count."""
    return _MIDDLE_DOTS.sub("·", compact(name)).casefold()


def is_blank(cell: Cell) -> bool:
    """Nothing that a person would see."""
    return cell is None or (isinstance(cell, str) and not text(cell))


def says_nothing(cell: Cell) -> bool:
    """Blank, or one of the strokes with which people fill a box that doesn't apply."""
    return compact(cell) in _NOTHING


def person_name(cell: Cell) -> str | None:
    """A name without the spaces that line it up (王　芳); None when the cell is blank."""
    return _BETWEEN_HAN.sub("", text(cell)) or None


def words(cell: Cell) -> str | None:
    """Free text; None when the cell is blank."""
    return text(cell) or None


def class_code(cell: Cell) -> str | None:
    """A class number in one spelling: plain width, capitals, no spaces; None when the cell is blank."""
    return compact(cell).upper() or None


def quoted(cell: Cell) -> Sentence:
    """A cell for an error message: short, and never a number that could be a person's."""
    shown = text(cell)
    if re.search(r"[0-9]{7}", compact(cell)):
        return say("这一格")
    return say("“%(cell)s”", cell=shown if len(shown) <= 12 else f"{shown[:12]}…")


def chinese_number(numeral: str) -> int | None:
    """一 to 九十九; None for anything else."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.get(numeral)
    high = _CHINESE_DIGITS.get(tens) if tens else 1
    low = _CHINESE_DIGITS.get(ones) if ones else 0
    return None if high is None or low is None else high * 10 + low


def integer(cell: Cell) -> int | Unreadable | None:
    """A whole number, also with its counting word: 44人, 第1期, 第二期, 2022年度."""
    if says_nothing(cell):
        return None
    found = _INTEGER.fullmatch(compact(cell))
    value = None
    if found and not isinstance(cell, bool | datetime.date | datetime.time):
        digits = found.group(1)
        value = int(digits) if digits.isdecimal() else chinese_number(digits)
    if value is None:
        return Unreadable(say("%(cell)s不是整数，请只填数字", cell=quoted(cell)))
    return value


def minutes(cell: Cell, unit: TimeUnit | None) -> int | Unreadable | None:
    """A duration in whole minutes from 1 to 720.

    `unit` is what the heading says; a unit in the cell goes first. 学时 is refused: how many minutes it has
    differs from rule to rule.
    """
    if says_nothing(cell):
        return None
    value = _duration(cell, unit)
    if isinstance(value, Unreadable):
        return value
    if value != int(value) or not 1 <= value <= _MAX_SESSION_MINUTES:
        return Unreadable(
            say(
                "时长%(cell)s不合理，请填写1至%(most)s之间的整数分钟",
                cell=quoted(cell),
                most=_MAX_SESSION_MINUTES,
            )
        )
    return int(value)


def _duration(cell: Cell, unit: TimeUnit | None) -> float | Unreadable:
    if isinstance(cell, datetime.time):
        return cell.hour * 60 + cell.minute
    typed = compact(cell)
    if both := _HOURS_AND_MINUTES.fullmatch(typed):
        return int(both.group(1)) * 60 + int(both.group(2))
    found = _MINUTES.fullmatch(typed)
    if not found or isinstance(cell, bool | datetime.date):
        return Unreadable(say("时长%(cell)s看不懂，请填写分钟数，例如180", cell=quoted(cell)))
    return _in_minutes(float(found.group(1)), _unit(found.group(2)) or unit)


def _unit(suffix: str | None) -> TimeUnit | None:
    if suffix is None:
        return None
    if suffix in ("学时", "课时", "节"):
        return TimeUnit.CREDIT_HOUR
    return TimeUnit.HOUR if suffix.lower() in ("小时", "时", "h") else TimeUnit.MINUTE


def _in_minutes(value: float, unit: TimeUnit | None) -> float | Unreadable:
    if unit is TimeUnit.CREDIT_HOUR:
        return Unreadable(say("时长是按学时填写的，各地一学时的分钟数不同，请换算成分钟"))
    if unit is TimeUnit.HOUR:
        return round(value * 60, 6)
    if unit is TimeUnit.MINUTE or value >= _SURELY_MINUTES:
        return value
    return Unreadable(say("时长没有写明单位，请填写分钟数，例如180"))


def phone(cell: Cell) -> str | None:
    """A phone number without spaces and dashes where it is a mainland mobile number, else as typed."""
    if says_nothing(cell):
        return None
    digits = re.sub(r"[ \-()']", "", plain(cell)).removeprefix("+86")
    return digits if re.fullmatch(r"1[0-9]{10}", digits) else text(cell)
