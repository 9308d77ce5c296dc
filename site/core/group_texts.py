"""复制到群: who is behind, as plain text for a chat group. Stations and names, and no number of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from core.sentences import Sentence, full_date, say

MOST = 500  # people in one text: a group reads no more
_NUMBERS = re.compile(r"\d[\dXx*\s-]{4,}")
_LINE = say("%(unit)s（%(many)s人）：%(names)s")


def group_text(title: Sentence, people: Iterable[tuple[str, str]], *, on: date) -> list[Sentence]:
    """Its lines. `people` are pairs of unit and name; a line a unit, in the order in which units come first."""
    units: dict[str, list[str]] = {}
    for unit, name in people:
        units.setdefault(_plain(unit), []).append(_plain(name))
    heading = say("%(title)s（截至%(day)s）", title=title, day=full_date(on))
    lines = [
        Sentence(_LINE.msgid, {"unit": unit, "many": len(names), "names": "、".join(names)})
        for unit, names in units.items()
    ]
    return [heading, *lines]


def _plain(text: str) -> str:
    """Without what could be a phone or identity number that somebody typed beside a name."""
    return " ".join(_NUMBERS.sub("", text).split())
