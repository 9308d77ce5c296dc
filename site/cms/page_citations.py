"""Pages that cite articles, found in the database: in what learners read and in drafts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import connection
from django.urls import reverse
from wagtail.models import Page

from cms.citations import Citation, Source
from core.sentences import Sentence

# The rows of articles in the law blocks of one text.
_CITED = """jsonb_path_query({text}, '$[*] ? (@.type == "law").value.article ? (@.type() == "number")')"""
# A page that is live is cited as it is live; its draft counts beside it, and alone where nothing is published.
_FIND = """
    SELECT page.id, page.draft_title, (cited #>> '{{}}')::bigint, bool_or(found.is_live)
    FROM (
        SELECT page_ptr_id AS page_id, {body} AS text, true AS is_live
        FROM {table} JOIN wagtailcore_page ON id = page_ptr_id WHERE live
        UNION ALL
        SELECT page_ptr_id, coalesce((revision.content ->> %s)::jsonb, {body}), false
        FROM {table} JOIN wagtailcore_page ON id = page_ptr_id
        LEFT JOIN wagtailcore_revision revision ON revision.id = latest_revision_id
        WHERE has_unpublished_changes OR NOT live
    ) found
    JOIN wagtailcore_page page ON page.id = found.page_id
    CROSS JOIN LATERAL {cited} AS cited
    WHERE (cited #>> '{{}}')::bigint = ANY(%s)
    GROUP BY 1, 2, 3 ORDER BY page.path
"""


def pages_of(model: type[Page], *, kind: Sentence, field: str = "body") -> Source:
    """A source for `cms.citations.register`: the pages of this model whose text has a law block."""
    quote = connection.ops.quote_name
    query = _FIND.format(
        table=quote(model._meta.db_table), body=quote(field), cited=_CITED.format(text="found.text")
    )

    def source(article_ids: Collection[int], on: date) -> Iterable[Citation]:
        with connection.cursor() as cursor:
            cursor.execute(query, [field, list(article_ids)])
            rows = cursor.fetchall()
        for page_id, title, article_id, is_live in rows:
            url = reverse("wagtailadmin_pages:edit", args=[page_id])
            yield Citation(title, kind, url, article_id, is_live=is_live)

    return source
