"""What changed between two versions of a lesson, told in its own paragraphs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)
_SAME = "equal"
NO_TEXT = {"id", "type", "code"}  # what a stored block says to programs


@dataclass(frozen=True)
class Changes:
    """Paragraphs that were added, taken out and rewritten (before, after)."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rewritten: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.rewritten)


def paragraphs(blocks: Sequence[Any]) -> list[str]:
    """The texts of a stream of blocks as stored ({"type", "value", "id"}), without markup, in order."""
    return [text for block in blocks for text in _texts(block.get("value"))]


def changes_between(before: Sequence[str], after: Sequence[str]) -> Changes:
    added: list[str] = []
    removed: list[str] = []
    rewritten: list[tuple[str, str]] = []
    for deed, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if deed == _SAME:
            continue
        pairs = min(i2 - i1, j2 - j1)
        rewritten += list(zip(before[i1 : i1 + pairs], after[j1 : j1 + pairs], strict=True))
        removed += before[i1 + pairs : i2]
        added += after[j1 + pairs : j2]
    return Changes(tuple(added), tuple(removed), tuple(rewritten))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _plain(value)
        return
    inner = value if isinstance(value, list) else []
    if isinstance(value, dict):
        inner = [one for name, one in sorted(value.items()) if name not in NO_TEXT]
    for one in inner:
        yield from _texts(one)


def _plain(markup: str) -> Iterator[str]:
    for piece in _PARAGRAPH.split(markup):
        text = " ".join(unescape(_TAG.sub("", piece)).split())
        if text:
            yield text
