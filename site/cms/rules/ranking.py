"""How well a page answers a query, and which sentence of it shows that. Pure functions.

Like BM25, a rare piece counts more than a common one and the tenth occurrence less than the first; unlike it, a word in
the title counts more than one in a heading, that more than one in the text, and words that stand together count extra.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cms.rules.searching import Wanted, pieces_of_word

IN_TITLE, IN_HEADINGS, IN_BODY = 5.0, 2.0, 1.0
TOGETHER = 3.0  # for all words of the query inside one passage
ONE_WORD_TOGETHER = 0.9  # the same for a query of one word: less than a heading
WHOLE_TITLE = 2.0  # for a title that is the query
SYNONYM = 0.85  # what was typed goes before what only means the same
NOWHERE = 1.0  # what a piece tells that no page holds: mostly it is the seam between two words
SCATTERED = 0.6  # of a word whose pieces are all there, but nowhere side by side
PASSAGE, STEP = 160, 80  # characters
ENDS = "。！？；\n"
SHOWN_BEFORE, SHOWN_IN_ALL = 24, 110  # characters of a snippet


@dataclass(frozen=True)
class Read:
    """A page as the ranking reads it: `plain` texts of one length with what is shown. `sounds` are pinyin keys."""

    title: str
    headings: str
    body: str
    initials: str = ""
    spelled: str = ""


@dataclass(frozen=True)
class Answer:
    """`covered`: the share of the query that the page holds, 0 to 1. `place`: where its best passage begins."""

    score: float
    covered: float
    place: int


class Weights:
    """How much each piece of a query tells: rare pieces more. `among` is the number of pages looked through."""

    def __init__(self, found: Mapping[str, int], *, among: int) -> None:
        self._found, self._among = found, max(among, 1)

    def of(self, piece: str) -> float:
        times = self._found.get(piece, 0)
        if not times:
            return NOWHERE
        return math.log(1 + (self._among - times + 0.5) / (times + 0.5))

    def of_word(self, word: str) -> float:
        return sum(self.of(piece) for piece in pieces_of_word(word)) or 0.1


def answer(page: Read, wanted: Sequence[Wanted], weights: Weights) -> Answer:
    """Compare one page with the words of a query."""
    in_all = sum(weights.of_word(word.typed) for word in wanted) or 1.0
    score = covered = 0.0
    for word in wanted:
        weight = weights.of_word(word.typed) / in_all
        title, headings, body = (
            _best_way(word, text, weights) for text in (page.title, page.headings, page.body)
        )
        title = max(title, 1.0 if sounds_like(word.typed, page) else 0.0)
        score += weight * (
            IN_TITLE * title + IN_HEADINGS * headings + IN_BODY * _often(word, page.body, body)
        )
        covered += weight * max(title, headings, body)
    together, place = _best_passage(page.body, wanted, weights, in_all)
    together = max(together, *(_held(text, wanted, weights, in_all) for text in (page.title, page.headings)))
    is_title = page.title == "".join(word.typed for word in wanted)
    score += together * (TOGETHER if len(wanted) > 1 else ONE_WORD_TOGETHER)
    return Answer(score + (WHOLE_TITLE if is_title else 0.0), covered, place)


def sounds_like(word: str, page: Read) -> bool:
    """Whether Latin letters are the pinyin of the title, from one of its syllables on, or a row of its initials."""
    if len(word) < 2 or not word.isascii() or not word.isalpha():
        return False
    return word in page.initials or f" {word}" in page.spelled


def _best_way(word: Wanted, text: str, weights: Weights) -> float:
    """0 to 1: the word itself 1, a synonym nearly that, else the part of its pieces that the text holds."""
    if not text:
        return 0.0
    if word.typed in text:
        return 1.0
    if any(way in text for way in word.ways[1:]):
        return SYNONYM
    return SCATTERED * _share(word.typed, text, weights)


def _share(word: str, text: str, weights: Weights) -> float:
    asked = pieces_of_word(word)
    if len(asked) < 2:
        return 0.0
    return sum(weights.of(piece) for piece in asked if piece in text) / weights.of_word(word)


def _often(word: Wanted, body: str, held: float) -> float:
    """1 for the first occurrence, a little more for each further one, never above 2."""
    if held < SYNONYM:
        return held
    times = sum(body.count(way) for way in word.ways)
    return held * (0.5 + 1.5 * times / (times + 2))


def _best_passage(body: str, wanted: Sequence[Wanted], weights: Weights, in_all: float) -> tuple[float, int]:
    """The share of the query that the best 160 characters hold, and where they begin."""
    here = [word for word in wanted if _best_way(word, body, weights) > 0]
    if not here:
        return 0.0, 0
    best, place = 0.0, 0
    for start in range(0, max(len(body) - STEP, 1), STEP):
        held = _held(body[start : start + PASSAGE], here, weights, in_all)
        if held > best + 1e-9:
            best, place = held, start
    return best, place


def _held(text: str, wanted: Sequence[Wanted], weights: Weights, in_all: float) -> float:
    """The share of the query that a text holds."""
    return sum(weights.of_word(word.typed) / in_all * _best_way(word, text, weights) for word in wanted)


def marked(text: str, wanted: Sequence[Wanted]) -> list[tuple[str, bool]]:
    """The text in parts: what is a hit, and what stands between hits. A word that is nowhere whole marks its pieces."""
    compared = text.lower()
    hits: list[tuple[int, int]] = []
    for word in wanted:
        whole = [span for way in word.ways for span in _places(compared, way)]
        hits += whole or [
            span
            for piece in pieces_of_word(word.typed)
            if len(piece) > 1
            for span in _places(compared, piece)
        ]
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _merged(hits):
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [part for part in [*parts, (text[at:], False)] if part[0]]


def _places(text: str, word: str) -> list[tuple[int, int]]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append((at, at + len(word)))
        at = text.find(word, at + len(word))
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(body: str, place: int, wanted: Sequence[Wanted]) -> list[tuple[str, bool]]:
    """About 110 characters around the first hit of the best passage, from the beginning of its sentence where it is near."""
    passage = body[place : place + PASSAGE]
    first = next((sum(len(part) for part, _hit in before) for before in _before_hits(passage, wanted)), 0)
    hit = place + first
    begin = max(body.rfind(end, 0, hit) for end in ENDS) + 1
    begin = begin if hit - begin <= SHOWN_BEFORE * 2 else hit - SHOWN_BEFORE
    text = body[begin : begin + SHOWN_IN_ALL].strip().replace("\n", " ")
    parts = marked(text, wanted)
    lead = [("…", False)] if begin > 0 and body[begin - 1] not in ENDS else []
    tail = [("…", False)] if begin + SHOWN_IN_ALL < len(body) else []
    return [*lead, *parts, *tail]


def _before_hits(passage: str, wanted: Sequence[Wanted]) -> list[list[tuple[str, bool]]]:
    parts = marked(passage, wanted)
    return [parts[:number] for number, (_text, is_hit) in enumerate(parts) if is_hit]
