"""What cites an article of a law. Each app registers a source; `cms` knows none of the citing models.

    citations.register(lessons_citing)

A source gets ids of articles and answers with one citation for each pair of item and article. It reads what stands
now, so that nothing has to be marked at midnight: an item is stale from the day on which its article is not in force.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from cms.law_querysets import ArticleQuerySet, all_articles
from cms.models import LawArticle
from core.sentences import Sentence


@dataclass(frozen=True)
class Citation:
    """An item that cites the wording `article_id`; `kind` is what the item is, such as 节 or 题目."""

    title: str
    kind: Sentence
    url_for_editor: str
    article_id: int
    is_live: bool = True  # learners read it today; False for a draft


Source = Callable[[Collection[int], date], Iterable[Citation]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Name a function that says which items cite these articles; `on` is the day that is asked about."""
    if source not in _sources:
        _sources.append(source)
    return source


def citing(article_ids: Collection[int], *, on: date) -> list[Citation]:
    """Everything that cites one of the articles: what learners read first, then by kind and title."""
    if not article_ids:
        return []
    found = [citation for source in _sources for citation in source(article_ids, on)]
    return sorted(found, key=lambda one: (not one.is_live, one.kind, one.title, one.article_id))


@dataclass(frozen=True)
class CitedArticle:
    """An article with what cites it."""

    article: LawArticle
    citations: tuple[Citation, ...]


def stale(*, on: date) -> list[CitedArticle]:
    """Lapsed articles that something still cites, the longest lapsed first."""
    return _cited(all_articles().lapsed(on), on=on)


def lapsing(*, on: date) -> list[CitedArticle]:
    """The same, and cited articles whose last day is near."""
    return _cited(all_articles().lapsing(on), on=on)


def _cited(articles: ArticleQuerySet, *, on: date) -> list[CitedArticle]:
    found = {
        article.pk: article
        for article in articles.with_law().order_by("in_force_to", "law__title", "place", "pk")
    }
    by_article: dict[int, list[Citation]] = defaultdict(list)
    for citation in citing(list(found), on=on):
        by_article[citation.article_id].append(citation)
    return [CitedArticle(article, tuple(by_article[pk])) for pk, article in found.items() if pk in by_article]
