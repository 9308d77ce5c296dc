"""The only writer of the search index. The index is a copy: it may be dropped and rebuilt at any time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from cms.models import SearchEntry
from cms.rules.searching import joined, pieces
from cms.search_sources import SearchSource, SearchText, all_sources, source_of
from core import events, pinyin
from organisations.authority import Authority

LONGEST_TITLE_SPELLED = 24  # syllables
LONGEST_PIECE = 64


@transaction.atomic
def page_changed(*, page: Page, by: Authority, at: datetime) -> None:
    """Say that a page and what stands below it may read otherwise now; the worker brings the index up to date."""
    events.record("cms.page.changed", by=by, at=at, data={"path": page.path})


@transaction.atomic
def texts_changed(*, kind: str, object_ids: Collection[int], by: Authority, at: datetime) -> None:
    """The same for things that are no pages; called by the services that write them."""
    events.record("cms.text.changed", by=by, at=at, data={"kind": kind, "objects": sorted(object_ids)})


@transaction.atomic
def rebuild(*, by: Authority, at: datetime) -> dict[str, int]:
    """Make the whole index anew; how many entries each source has."""
    SearchEntry.objects.exclude(kind__in=[source.kind for source in all_sources()]).delete()
    counts: dict[str, int] = {}
    for source in all_sources():
        counts[source.kind] = _write_all(source)
    events.record("cms.search.rebuilt", by=by, at=at, data=counts)
    return counts


@transaction.atomic
def refresh_tree(*, path: str) -> None:
    """Bring up to date what the index knows of a page and the pages below it, wherever they stood before.

    Called by the handler of `cms.page.changed`, which is the event of this change.
    """
    pages = Page.objects.filter(path__startswith=path).values("pk")
    known = SearchEntry.objects.exclude(tree_path="").filter(
        Q(tree_path__startswith=path) | Q(object_id__in=pages)
    )
    for source in all_sources():
        kept = _write(source, source.texts(under=path))
        known.filter(kind=source.kind).exclude(object_id__in=kept).delete()


@transaction.atomic
def refresh_objects(*, kind: str, object_ids: Collection[int]) -> None:
    """The same for things that are no pages, after `cms.text.changed`."""
    source = source_of(kind)
    if source is None:
        return
    kept = _write(source, source.texts(object_ids=object_ids))
    SearchEntry.objects.filter(kind=kind, object_id__in=set(object_ids) - kept).delete()


@transaction.atomic
def refresh_kind(*, kind: str, by: Authority, at: datetime) -> int:
    """Read one source whole, as for what comes with the product's files; how many entries it has."""
    source = source_of(kind)
    if source is None:
        return 0
    count = _write_all(source)
    events.record("cms.search.refreshed", by=by, at=at, data={kind: count})
    return count


def _write_all(source: SearchSource) -> int:
    """Everything of a source; what it no longer yields goes."""
    kept = _write(source, source.texts())
    SearchEntry.objects.filter(kind=source.kind).exclude(object_id__in=kept).delete()
    return len(kept)


def _write(source: SearchSource, texts: Iterable[SearchText]) -> set[int]:
    """Insert or replace; the ids that were written."""
    entries = [_entry(source.kind, text) for text in texts]
    fields = [
        field.name for field in SearchEntry._meta.fields if field.name not in {"id", "kind", "object_id"}
    ]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=fields,
        batch_size=200,
    )
    return {entry.object_id for entry in entries}


def _entry(kind: str, text: SearchText) -> SearchEntry:
    title, headings, body = joined(text.title), joined(text.headings), joined(text.body)
    lead = pieces(f"{title}\n{headings}")
    initials, spelled = sounds(title)
    return SearchEntry(
        kind=kind,
        object_id=text.object_id,
        tree_path=text.tree_path,
        url=text.url,
        title=title,
        context=text.context,
        headings=headings,
        body=body,
        facets=dict(text.facets),
        open_to=sorted(text.open_to),
        lead_pieces=[piece for piece in lead if len(piece) <= LONGEST_PIECE],
        pieces=[piece for piece in dict.fromkeys([*lead, *pieces(body)]) if len(piece) <= LONGEST_PIECE],
        initials=initials,
        spelled=spelled,
    )


def sounds(title: str) -> tuple[str, str]:
    """The initials of a title, and its pinyin from every syllable on: 岗前培训 gives gqpx and ` gangqianpeixun qianpeixun …`."""
    syllables = [_letters(syllable) for syllable in pinyin.syllables(title)]
    syllables = [syllable for syllable in syllables if syllable][:LONGEST_TITLE_SPELLED]
    spelled = " ".join("".join(syllables[start:]) for start in range(len(syllables)))
    return "".join(syllable[0] for syllable in syllables), f" {spelled}" if spelled else ""


def _letters(syllable: str) -> str:
    return "".join(letter for letter in syllable.lower() if letter.isascii() and letter.isalnum())
