"""The list of a webinar: who was there when, under which nickname, and who that probably is. Pure functions.

Nothing is believed that could be somebody else: whoever is not certain is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

NAME_WORDS = ("姓名", "昵称", "用户名", "参会人", "参会者", "成员")
PHONE_WORDS = ("手机", "电话")
JOIN_WORDS = ("加入", "入会", "进入", "上线", "开始")
LEAVE_WORDS = ("离开", "退出", "离会", "下线", "结束")
MOMENT = re.compile(
    r"(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]*)?(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?"
)
HEAD_ROWS = 15  # a list begins with a few lines about the meeting
MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True)
class Columns:
    """Where the columns stand; the phone is a luxury."""

    name: int
    joined: int
    left: int
    phone: int | None = None


@dataclass
class Guest:
    """One nickname of the list, with every stay in minutes since midnight."""

    nickname: str
    phone_tail: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Candidate:
    """Somebody on the roster. `phone_tail`: the last four digits, or nothing."""

    key: str
    name: str
    phone_tail: str = ""


@dataclass(frozen=True)
class Match:
    """Who a guest is, and whether that is certain enough to need nobody's look."""

    key: str
    is_certain: bool


NOBODY = Match("", is_certain=False)


def columns_of(rows: Sequence[Sequence[object]]) -> tuple[int, Columns] | None:
    """The number of the heading row, counted from 0, and its columns; None where there is no such row."""
    for number, row in enumerate(rows[:HEAD_ROWS]):
        heads = [str(cell or "") for cell in row]
        name, joined, left = (_first(heads, words) for words in (NAME_WORDS, JOIN_WORDS, LEAVE_WORDS))
        if name is not None and joined is not None and left is not None:
            return number, Columns(name, joined, left, _first(heads, PHONE_WORDS))
    return None


def guests_of(
    rows: Sequence[Sequence[object]], columns: Columns, *, on: date
) -> tuple[list[Guest], list[int]]:
    """The guests in the order of the list, and the places of rows that cannot be read, counted from 0.

    Stays of another day are left out without a word: a room is often used again.
    """
    guests: dict[tuple[str, str], Guest] = {}
    unread = []
    for number, row in enumerate(rows):
        cells = dict(enumerate(row))
        nickname = str(cells.get(columns.name) or "").strip()
        joined, left = (_minute(cells.get(place), on=on) for place in (columns.joined, columns.left))
        if not nickname and joined is None and left is None:
            continue
        if not nickname or joined is None or left is None or left < joined:
            unread.append(number)
            continue
        tail = _tail(str(cells.get(columns.phone) or "")) if columns.phone is not None else ""
        guest = guests.setdefault((nickname, tail), Guest(nickname, tail))
        if joined < MINUTES_OF_A_DAY and left > 0:
            guest.spans.append((joined, left))
    return [guest for guest in guests.values() if guest.spans], unread


def match(guest: Guest, roster: Iterable[Candidate]) -> Match:
    """Certain is one name that stands alone or with its own phone; a name inside a nickname is a guess."""
    known = list(roster)
    digits = guest.phone_tail or _tail(guest.nickname)
    text = re.sub(r"\s", "", guest.nickname)
    bare = re.sub(r"[\d\W_]", "", text)
    same = [one for one in known if one.name == bare]
    within = [one for one in known if one.name in text]
    by_phone = [one for one in known if digits and one.phone_tail == digits]
    both = [one for one in within if one in by_phone]
    if len(both) == 1:
        return Match(both[0].key, is_certain=True)
    if len(same) == 1:
        contradicts = bool(digits and same[0].phone_tail and same[0].phone_tail != digits)
        return Match(same[0].key, is_certain=not contradicts)
    for guesses in (within, by_phone):
        if len(guesses) == 1:
            return Match(guesses[0].key, is_certain=False)
    return NOBODY


def merged(choices: Mapping[int, str], guests: Sequence[Guest]) -> dict[str, list[tuple[int, int]]]:
    """By person all stays under whichever nickname: a phone and a computer are one pair of ears."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, guest in enumerate(guests):
        if key := choices.get(number, ""):
            found.setdefault(key, []).extend(guest.spans)
    return found


def _first(heads: Sequence[str], words: Sequence[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if any(word in head for word in words)), None)


def _tail(text: str) -> str:
    digits = re.findall(r"\d{4,}", text)
    return digits[-1][-4:] if digits else ""


def _minute(cell: object, *, on: date) -> int | None:
    """Minutes since midnight of the day; below 0 or beyond a day for other days. None for what is no time."""
    if isinstance(cell, datetime):
        return (cell.date() - on).days * MINUTES_OF_A_DAY + cell.hour * 60 + cell.minute
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    found = MOMENT.search(str(cell or ""))
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    if int(hour) > 23 or int(minute) > 59:
        return None
    try:
        days = (date(int(year), int(month), int(day)) - on).days if year else 0
    except ValueError:
        return None
    return days * MINUTES_OF_A_DAY + int(hour) * 60 + int(minute)
