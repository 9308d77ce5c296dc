"""What a search compares: pieces of texts, words of a query, and how well one answers the other. Pure functions.

Chinese is written without spaces, and no dictionary knows the field's words. So a run of Chinese is cut into all pairs
of neighbouring characters: 入户走访 becomes 入户, 户走, 走访. A word inside a sentence is then found wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST_QUERY = 64
MOST_PIECES = 32
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_RUNS = re.compile(f"[{_HAN}]+|[a-z0-9]+")
# Line breaks and blanks that printing put between Chinese characters; never those that end a sentence.
_INSIDE = re.compile(f"(?<=[{_HAN}，、；：（“《])\\s+(?=[{_HAN}，、；：。！？（）“”《》])")
_SPACES = re.compile(r"[^\S\n]+")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
# What people put around the thing that they look for.
_ASKING = re.compile(
    "为什么|是什么|有什么|有哪些|是哪些|怎么办|怎么样|怎样|怎么|如何|什么|哪些|哪里|多少|请问|想知道|应该|需要|可以|一下|"
    "之前|之后|时候|的|吗|呢|吧|了"
)


@dataclass(frozen=True)
class Wanted:
    """One word of a query: what was typed, and what means the same. The typed one comes first."""

    ways: tuple[str, ...]

    @property
    def typed(self) -> str:
        return self.ways[0]


def plain(text: str) -> str:
    """Full-width letters and digits made half-width, lower case, no NUL, one blank between words."""
    folded = unicodedata.normalize("NFKC", text.replace("\x00", " ")).lower()
    return _SPACES.sub(" ", folded).strip()


def joined(text: str) -> str:
    """As it is kept and shown: without the breaks that print puts into Chinese words, with half-width letters and digits."""
    without = _INSIDE.sub("", text.replace("\x00", " ").translate(_HALF_WIDTH))
    return re.sub(r"\n\s*", "\n", _SPACES.sub(" ", without)).strip()


def pieces(text: str) -> list[str]:
    """The pairs of characters, single characters and words of a text, each once, in the order of their first place."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(plain(text)):
        found.update(dict.fromkeys(_pieces_of_run(run)))
        if not run.isascii():
            found.update(dict.fromkeys(run))
    return list(found)


def _pieces_of_run(run: str) -> list[str]:
    if run.isascii() or len(run) == 1:
        return [run]
    return [run[place : place + 2] for place in range(len(run) - 1)]


def pieces_of_word(word: str) -> list[str]:
    """What the index has to know of a word: its pairs; a single character or a Latin word stands for itself."""
    return [piece for run in _RUNS.findall(word) for piece in _pieces_of_run(run)]


def words_of(query: str, same: Mapping[str, Sequence[str]]) -> list[Wanted]:
    """The words of a query, with what means the same; at most so many that 32 pieces are asked for.

    `same` leads from a word to its synonyms. A known word inside a longer run is a word of its own.
    """
    text = plain(query)[:LONGEST_QUERY]
    runs = [run for run in _RUNS.findall(_ASKING.sub(" ", text)) if run] or _RUNS.findall(text)
    found: dict[str, Wanted] = {}
    asked = 0
    for word in (word for run in runs for word in _known_inside(run, same)):
        asked += len(pieces_of_word(word))
        if asked > MOST_PIECES:
            break
        found[word] = Wanted((word, *(way for way in same.get(word, ()) if way != word)))
    return list(found.values())


def _known_inside(run: str, same: Mapping[str, Sequence[str]]) -> list[str]:
    """The run, cut around the longest known words in it."""
    if run.isascii() or run in same:
        return [run]
    for length in range(min(len(run) - 1, 8), 1, -1):
        for start in range(len(run) - length + 1):
            if run[start : start + length] in same:
                before, after = run[:start], run[start + length :]
                parts = [run[start : start + length]]
                left = _known_inside(before, same) if before else []
                right = _known_inside(after, same) if after else []
                return [*left, *parts, *right]
    return [run]


def group_of(line: str) -> list[str]:
    """The words of a line like `社工 = 社会工作者`, each once; `#` begins a remark."""
    words = (plain(word) for word in line.split("#", 1)[0].replace("＝", "=").split("="))
    return [word for word in dict.fromkeys(words) if word]


def line_of(group: Iterable[str]) -> str:
    """A group as it is kept and shown."""
    return " = ".join(group)


def synonyms_of(lines: Iterable[str]) -> dict[str, list[str]]:
    """From lines like `社工 = 社会工作者 = 社会工作人员` to a map from each word to the others."""
    same: dict[str, list[str]] = {}
    for group in map(group_of, lines):
        for word in group:
            others = same.setdefault(word, [])
            others.extend(other for other in group if other != word and other not in others)
    return same
