"""A form to print, as its file states it. Pure: a wrong file is refused with the place of the fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class FormWrong(ValueError):
    """Says which form and which part of it is wrong."""


@dataclass(frozen=True)
class Part:
    """`kind`: fields (names with room behind), choice (boxes to tick), room (lines to write on) or table.

    `names` are the fields, the options or the columns; `lines` those of a room, or the empty rows of a table.
    """

    kind: str
    title: str
    names: tuple[str, ...] = ()
    lines: int = 0
    hint: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """Fields two by two, as they are printed side by side; the last may stand alone."""
        names = [*self.names, ""] if len(self.names) % 2 else list(self.names)
        return list(zip(names[::2], names[1::2], strict=True))

    def empty_lines(self) -> range:
        return range(self.lines)


@dataclass(frozen=True)
class FormSheet:
    """One form."""

    code: str
    title: str
    purpose: str
    how_to: tuple[str, ...]
    parts: tuple[Part, ...]
    foot: tuple[str, ...]

    def words(self) -> Iterator[str]:
        """Everything that is printed inside the parts, for the search."""
        for part in self.parts:
            yield from part.names
            if part.hint:
                yield part.hint


_NAMES = {"fields": "names", "choice": "options", "table": "columns", "room": ""}
_LINES = {"room": "lines", "table": "rows"}


def read(content: Mapping[str, Any]) -> FormSheet:
    """Raises FormWrong, KeyError."""
    parts = tuple(_part(one, f"{content['code']}: {one.get('title', '?')}") for one in content["parts"])
    return FormSheet(
        code=content["code"],
        title=content["title"],
        purpose=content["purpose"],
        how_to=tuple(content["how_to"]),
        parts=parts,
        foot=tuple(content["foot"]),
    )


def _part(content: Mapping[str, Any], place: str) -> Part:
    kind = content.get("kind", "")
    if kind not in _NAMES:
        raise FormWrong(f"{place}: knows no part of the kind {kind!r}")
    names = tuple(content.get(_NAMES[kind], ())) if _NAMES[kind] else ()
    lines = int(content.get(_LINES[kind], 0)) if kind in _LINES else 0
    if (_NAMES[kind] and not names) or (kind in _LINES and lines < 1):
        raise FormWrong(f"{place}: has nothing to fill in")
    return Part(kind, content["title"], names, lines, content.get("hint", ""))
