"""The one writer of CSV: Excel and WPS read it as Chinese text, and no cell of it becomes a formula or loses a digit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
# What Excel or WPS would work out, in half and full width; spaces before it do not save anybody.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_EXACT_DIGITS = 15  # of a number that a spreadsheet keeps
_GUARD = "'"


def write_csv(rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """The same rows give the same bytes: a byte order mark, lines ending in CR LF, texts that could act in a guard."""
    content = io.BytesIO()
    stream = io.TextIOWrapper(content, encoding="utf-8", newline="", write_through=True)
    stream.write(BOM)
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_guarded(value) for value in row])
    return content.getvalue()


def _guarded(value: str | int | float | None) -> str | int | float:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = str(value)
    return _GUARD + text if _acts(text) or _is_long_number(text) else text


def _acts(text: str) -> bool:
    return text.startswith(_ACTIVE) or text.lstrip().startswith(_ACTIVE)


def _is_long_number(text: str) -> bool:
    """Digits that a spreadsheet would round or whose leading zero it would drop, and those that end in X."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit():
        return False
    return len(digits) > _EXACT_DIGITS or (len(digits) > 1 and digits.startswith("0"))
