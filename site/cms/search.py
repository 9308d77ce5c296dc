"""Find pages by what people type: words inside sentences, synonyms, pinyin of titles. Reads only; see ADR 0033.

The database picks candidates by the pieces of the query; the ranking reads the texts of the likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cms.models import SearchEntry
from cms.rules.ranking import Answer, Read, Weights, answer, marked, snippet
from cms.rules.searching import Wanted, pieces_of_word, synonyms_of, words_of
from cms.search_querysets import all_search_entries, all_synonyms, candidates
from organisations.authority import Authority

MOST_READ = 40  # candidates whose texts are compared
MOST_SYNONYM_PIECES = 64
ENOUGH = 0.75  # of the best answer's share of the query; what holds less is not shown
LEAST = 0.25  # of the query: common words alone are no answer
Parts = list[tuple[str, bool]]  # text, and whether it is a hit: a template escapes and marks each


@dataclass(frozen=True)
class Hit:
    """One result. `covered` is the share of the query that it holds, 0 to 1."""

    entry: SearchEntry
    title: Parts
    snippet: Parts
    score: float
    covered: float


def search(query: str, *, by: Authority, kind: str = "") -> list[Hit]:
    """What answers the query among what the person may see, the best first; at most 40.

    An empty query, or one of signs alone, finds nothing. `kind` is a source's code.
    """
    wanted = words_of(query, known_synonyms())
    if not wanted:
        return []
    pieces = dict.fromkeys(piece for word in wanted for piece in pieces_of_word(word.typed))
    others = (piece for word in wanted for way in word.ways[1:] for piece in pieces_of_word(way))
    pieces |= dict.fromkeys(piece for piece, _turn in zip(others, range(MOST_SYNONYM_PIECES), strict=False))
    letters = [word.typed for word in wanted if word.typed.isalpha() and word.typed.isascii()]
    found = candidates(pieces, [word for word in letters if len(word) > 1], by=by, kind=kind, most=MOST_READ)
    return _ranked(found.ids, wanted, Weights(found.found, among=found.among))


def _ranked(ids: list[int], wanted: Sequence[Wanted], weights: Weights) -> list[Hit]:
    entries = all_search_entries().filter(pk__in=ids).defer("pieces", "lead_pieces", "facets", "open_to")
    answers = [(entry, answer(_read(entry), wanted, weights)) for entry in entries]
    best = max((one.covered for _entry, one in answers), default=0.0)
    kept = [(entry, one) for entry, one in answers if one.covered >= max(ENOUGH * best, LEAST)]
    kept.sort(key=lambda pair: (-pair[1].score * pair[1].covered, pair[0].pk))
    return [_hit(entry, one, wanted) for entry, one in kept]


def _read(entry: SearchEntry) -> Read:
    return Read(
        title=entry.title.lower(),
        headings=entry.headings.lower(),
        body=entry.body.lower(),
        initials=entry.initials,
        spelled=entry.spelled,
    )


def _hit(entry: SearchEntry, one: Answer, wanted: Sequence[Wanted]) -> Hit:
    return Hit(
        entry=entry,
        title=marked(entry.title, wanted),
        snippet=snippet(entry.body, one.place, wanted),
        score=one.score,
        covered=one.covered,
    )


def known_synonyms() -> dict[str, list[str]]:
    """The editors' synonyms as they stand now: one question."""
    return synonyms_of(all_synonyms().values_list("words", flat=True))
