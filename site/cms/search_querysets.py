"""Named questions to the search index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q

from cms.models import SearchEntry, SynonymGroup
from organisations.authority import Authority

# Each piece is looked up in the index by itself: no entry's text is read here, however many hold the piece.
_FIND = """
WITH open_entry AS NOT MATERIALIZED (
    SELECT id, kind, pieces, lead_pieces, initials, spelled FROM cms_searchentry
    WHERE (open_to = '{}' OR open_to && %(roles)s::varchar[]) AND (%(kind)s = '' OR kind = %(kind)s)
), hit AS (
    SELECT asked.piece, open_entry.id, asked.piece = ANY (open_entry.lead_pieces) AS leads
    FROM unnest(%(pieces)s::varchar[]) AS asked (piece)
    JOIN open_entry ON open_entry.pieces @> ARRAY[asked.piece]
    UNION
    SELECT letters.word, open_entry.id, true
    FROM unnest(%(letters)s::varchar[]) AS letters (word)
    JOIN open_entry ON open_entry.initials LIKE '%%' || letters.word || '%%'
        OR open_entry.spelled LIKE '%% ' || letters.word || '%%'
), known AS (
    SELECT piece, count(DISTINCT id) AS times FROM hit GROUP BY piece
), told AS (
    SELECT (SELECT count(*) FROM open_entry) AS among,
           (SELECT jsonb_object_agg(piece, times) FROM known) AS times
)
SELECT hit.id, told.among, told.times
FROM hit JOIN known USING (piece) CROSS JOIN told
GROUP BY hit.id, told.among, told.times
ORDER BY sum(ln(1 + (told.among - known.times + 0.5) / (known.times + 0.5))
             * CASE WHEN hit.leads THEN %(lead)s ELSE 1 END) DESC, hit.id
LIMIT %(most)s
"""
LEAD = 2.5  # what a piece in the title or a heading counts when candidates are chosen


@dataclass(frozen=True)
class Candidates:
    """Ids, the likeliest first; how many entries hold each piece, of how many that the person may find."""

    ids: list[int]
    found: Mapping[str, int]
    among: int


class SearchEntryQuerySet(models.QuerySet[SearchEntry]):
    def visible_to(self, by: Authority) -> Self:
        """What is open to whoever is logged in, and what is open to one of the roles held."""
        if by.is_system:
            return self
        return self.filter(Q(open_to=[]) | Q(open_to__overlap=sorted(by.roles)))


def all_search_entries() -> SearchEntryQuerySet:
    return SearchEntryQuerySet(SearchEntry)


def all_synonyms() -> models.QuerySet[SynonymGroup]:
    return SynonymGroup.objects.all()


def candidates(
    pieces: Iterable[str], letters: Collection[str], *, by: Authority, kind: str = "", most: int
) -> Candidates:
    """The entries that hold most of the pieces, rare ones first. `letters`: words that may be pinyin of a title."""
    asked: dict[str, Any] = {
        "pieces": list(pieces), "letters": list(letters), "roles": sorted(by.roles), "kind": kind,
        "lead": LEAD, "most": most,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FIND, asked)
        rows = cursor.fetchall()
    if not rows:
        return Candidates([], {}, 0)
    times = rows[0][2]
    found = times if isinstance(times, dict) else {}
    return Candidates([row[0] for row in rows], found, rows[0][1])
