"""A sheet as somebody sees it: texts, formulas and merged cells at Excel's own places, and what its headings say."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.sentences import Sentence, say
from core.sheets.grid import Merge, Sheet
from reporting.rules.received.sheet_xml import Place, reference

MOST_ROWS, MOST_COLUMNS = 300, 60
_TEXT, _NUMBER = "t", "n"
# What changes from one period to the next in the headings of one and the same table.
_PERIODS = (
    (re.compile(r"(?:19|20)\d\d(?=\D|$)"), ""),
    (re.compile(r"第?[一二三四1-4]季度"), "季度"),
    (re.compile(r"[上下]半年"), "半年"),
    (re.compile(r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])(?:\s*[-—–~～至]\s*\d{1,2})?\s*(?=月)"), ""),
    (re.compile(r"\d{1,2}\s*(?=日)"), ""),
)
MOST_CHANGES = 12
_ENOUGH_IN_COMMON = 2  # of headings: every second


class TooLarge(Exception):
    """More rows or columns than a form has."""


@dataclass(frozen=True)
class Grid:
    """One sheet. `texts` are shown as they stand; `numbers` are the places of what is no text, such as last year's values."""

    name: str
    texts: dict[Place, str]
    numbers: frozenset[Place] = frozenset()
    formulas: frozenset[Place] = frozenset()
    merges: tuple[Merge, ...] = ()
    _covered: dict[Place, Merge] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for merge in self.merges:
            for row in range(merge.top, merge.bottom + 1):
                for column in range(merge.left, merge.right + 1):
                    self._covered[row, column] = merge

    @classmethod
    def of(cls, sheet: Sheet, formulas: frozenset[Place]) -> Grid:
        """Raises TooLarge."""
        texts: dict[Place, str] = {}
        numbers: set[Place] = set()
        for row, cells in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(cells, start=1):
                if cell is None or not str(cell).strip():
                    continue
                texts[row, column] = str(cell).strip()
                if not isinstance(cell, str):
                    numbers.add((row, column))
        filled = [*texts, *formulas]
        merges = tuple(sorted(sheet.merged, key=lambda merge: (merge.top, merge.left)))
        corners = [(merge.bottom, merge.right) for merge in merges]
        if any(row > MOST_ROWS or column > MOST_COLUMNS for row, column in [*filled, *corners]):
            raise TooLarge(sheet.name)
        return cls(sheet.name, texts, frozenset(numbers), formulas, merges)

    def as_record(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "cells": [
                [*place, text, _NUMBER if place in self.numbers else _TEXT]
                for place, text in self.texts.items()
            ],
            "formulas": sorted([*place] for place in self.formulas),
            "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in self.merges],
        }

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Grid:
        return cls(
            record["name"],
            {(row, column): text for row, column, text, _ in record["cells"]},
            frozenset((row, column) for row, column, _, kind in record["cells"] if kind == _NUMBER),
            frozenset((row, column) for row, column in record["formulas"]),
            tuple(Merge(*corners) for corners in record["merges"]),
        )

    @cached_property
    def size(self) -> Place:
        """The last row and the last column that anything stands in."""
        filled = [*self.texts, *self.formulas, *((merge.bottom, merge.right) for merge in self.merges)]
        return max((row for row, _ in filled), default=0), max((column for _, column in filled), default=0)

    def merge_at(self, place: Place) -> Merge:
        """The merged range around a cell; a single cell is a range of one."""
        return self._covered.get(place) or Merge(place[0], place[1], place[0], place[1])

    def anchor(self, place: Place) -> Place:
        """The cell that holds what a merged range shows."""
        merge = self.merge_at(place)
        return merge.top, merge.left

    def words(self, place: Place) -> str:
        """The text of the cell or of the range around it, where it has a word; a dash or a number is none."""
        at = self.anchor(place)
        text = self.texts.get(at, "")
        return text if at not in self.numbers and at not in self.formulas and _has_word(text) else ""

    def refuses(self, place: Place) -> Sentence | None:
        """Why no number may be written here; None where it may."""
        if place in self.formulas:
            return say("这一格是公式")
        if self.anchor(place) != place:
            return say("这一格是合并单元格的一部分")
        return say("这一格已有文字") if self.words(place) else None

    def is_blank(self, place: Place) -> bool:
        """Whether somebody would write here by hand: neither a text nor a formula nor the rest of a merged range."""
        return self.refuses(place) is None

    def row_label(self, place: Place) -> str:
        """The nearest heading to the left."""
        row, column = place
        return next((text for at in range(column - 1, 0, -1) if (text := self.words((row, at)))), "")

    def column_label(self, place: Place) -> str:
        """The nearest heading above."""
        row, column = place
        return next((text for at in range(row - 1, 0, -1) if (text := self.words((at, column)))), "")

    def label(self, place: Place) -> str:
        """C5 with its headings, for a list of cells."""
        names = [text for text in (self.row_label(place), self.column_label(place)) if text]
        return " · ".join([reference(place), *names])

    @property
    def landmarks(self) -> list[tuple[int, int, str]]:
        """Every heading with its place, without what changes from one period to the next."""
        return sorted(
            (*place, plain)
            for place, text in self.texts.items()
            if self.words(place) and (plain := without_period(text))
        )

    @property
    def fingerprint(self) -> str:
        """Equal for sheets of one layout: the same headings in the same places, the same cells merged."""
        merges = [[merge.top, merge.left, merge.bottom, merge.right] for merge in self.merges]
        layout = json.dumps([self.landmarks, merges], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(layout.encode()).hexdigest()


def without_period(text: str) -> str:
    """A heading of one table is the same next year: 2026年第一季度 becomes 年季度."""
    plain = unicodedata.normalize("NFKC", text)
    for pattern, instead in _PERIODS:
        plain = pattern.sub(instead, plain)
    return "".join(plain.split())


def in_common(one: Iterable[tuple[int, int, str]], other: Iterable[tuple[int, int, str]]) -> int:
    """How many headings two layouts share, wherever they stand; 0 where that is too little to be one table."""
    ours, theirs = (Counter(text for _, _, text in landmarks) for landmarks in (one, other))
    shared = (ours & theirs).total()
    return shared if shared * _ENOUGH_IN_COMMON >= max(ours.total(), theirs.total()) else 0


def moved(before: Iterable[tuple[int, int, str]], now: Iterable[tuple[int, int, str]]) -> list[Sentence]:
    """What is elsewhere, gone or new in a layout; the first dozen."""
    old, new = _places(before), _places(now)
    found: list[Sentence] = []
    for text in [*old, *(text for text in new if text not in old)]:
        was, stands = old.get(text, []), new.get(text, [])
        if was == stands:
            continue
        if not stands:
            found.append(say("“%(text)s”没有了，原来在%(was)s", text=text, was=was[0]))
        elif not was:
            found.append(say("多了“%(text)s”，在%(now)s", text=text, now=stands[0]))
        else:
            found.append(
                say(
                    "“%(text)s”原来在%(was)s，现在在%(now)s",
                    text=text,
                    was=" ".join(was),
                    now=" ".join(stands),
                )
            )
    return found[:MOST_CHANGES] or [say("文字都在原处，合并的单元格不同")]


def _places(landmarks: Iterable[tuple[int, int, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row, column, text in landmarks:
        found.setdefault(text, []).append(reference((row, column)))
    return found


def _has_word(text: str) -> bool:
    return any(unicodedata.category(char).startswith("L") for char in text)
