"""What the search finds of the news."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cms import search_sources
from cms.block_text import headings_and_body
from cms.news_querysets import all_news
from cms.search_sources import SearchText
from core.words import gettext_noop as _


class NewsSource:
    """Title, summary, source and the whole text."""

    kind = "news"
    label = _("动态")

    def texts(self, *, under: str = "", object_ids: Collection[int] | None = None) -> Iterator[SearchText]:
        pages = all_news().live().filter(path__startswith=under)
        if object_ids is not None:
            pages = pages.filter(pk__in=object_ids)
        for page in pages:
            headings, body = headings_and_body(page.body)
            yield SearchText(
                object_id=page.pk,
                url=page.home_address(),
                title=page.title,
                context=page.source,
                headings=headings,
                body=f"{page.summary}\n{body}",
                tree_path=page.path,
            )


def register() -> None:
    search_sources.register(NewsSource())
