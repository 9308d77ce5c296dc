"""Which entry of a register a printed name means. Pure functions; whoever is meant twice is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_IN_BRACKETS = re.compile(r"^(.+?)\s*[（(]\s*(.+?)\s*[)）]$")
_AFTER_SPACE = re.compile(r"^([\u3400-\u9fff·]+)\s+(.+)$")  # names in Latin letters have spaces of their own


@dataclass(frozen=True)
class Known:
    """One entry as names are compared with it."""

    pk: int
    name: str
    unit: str


def name_and_unit(text: str) -> tuple[str, str]:
    """“温教员”, “温教员 省社科院” and “温教员（省社科院）” as name and unit; the unit may be empty."""
    found = _IN_BRACKETS.match(text.strip()) or _AFTER_SPACE.match(text.strip())
    return (found.group(1), found.group(2)) if found else (text.strip(), "")


def meant(name: str, unit: str, register: Iterable[Known]) -> list[Known]:
    """Everybody whom the name may mean: of one unit where it says so, of any unit otherwise.

    A unit written in full wins over those of which it is a part.
    """
    same = [one for one in register if name and one.name == name]
    if not unit:
        return same
    exact = [one for one in same if one.unit == unit]
    return exact or [one for one in same if one.unit and (unit in one.unit or one.unit in unit)]
