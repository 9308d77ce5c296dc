"""Identity numbers as they come out of spreadsheets, with the ways in which Excel spoils them."""

from __future__ import annotations

import re

from core.sentences import say
from core.sheets.grid import Cell
from people.rules import is_identity_number
from reporting.rules.workbooks.cells import Unreadable, compact, is_blank

_QUOTES = re.compile(r"[\s'‘’`´＇\"“”]+")
# Signs that look like the X at the end.
_CROSSES = str.maketrans({"×": "X", "х": "X", "Х": "X", "Ⅹ": "X", "*": "X"})
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_LENGTH = 18
_EARLIEST_BIRTH_YEAR = 1900
# Excel keeps 15 significant digits of a number, the last three of eighteen become zeros.
_LOST_IN_EXCEL = 10**15

_MANGLED = Unreadable(
    say(
        "身份证号被Excel当成数字保存，后三位已丢失，无法还原。请把整列设为“文本”格式，从原始名册重新填写后再上传"
    )
)
_WRONG = Unreadable(say("身份证号的出生日期或校验码不对，请对照证件核对"))
_OLD = Unreadable(say("这是15位旧身份证号，请填写18位身份证号"))


def identity_number(cell: Cell) -> str | Unreadable | None:
    """18 characters with a capital X; None when the cell is blank.

    Checked are the birth date and the check digit (GB 11643) only: no place is read from the first six digits.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _LOST_IN_EXCEL:
        return _MANGLED
    typed = _QUOTES.sub("", compact(cell)).translate(_CROSSES).upper()
    if is_identity_number(typed) and int(typed[6:10]) >= _EARLIEST_BIRTH_YEAR:
        return typed
    return _what_is_wrong(typed)


def _what_is_wrong(typed: str) -> Unreadable:
    if _SCIENTIFIC.fullmatch(typed) or re.fullmatch(r"[0-9]{15}000", typed):
        return _MANGLED
    if re.fullmatch(r"[0-9]{15}", typed):
        return _OLD
    if not re.fullmatch(r"[0-9]*X?", typed):
        return Unreadable(say("身份证号里有数字和末位X以外的字符，请对照证件核对"))
    if len(typed) != _LENGTH:
        return Unreadable(say("身份证号应为18位，现在是%(digits)s位，请对照证件核对", digits=len(typed)))
    return _WRONG
