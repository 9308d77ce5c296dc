"""An issue of the bulletin as a .docx file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from cms.models import Bulletin, NewsPage
from cms.rules.rich_text import paragraphs_of
from cms.words import NewsTier
from core.documents import Heading, Line, Paragraph, Part, Run, Title, write_document

NUMERALS = "一二三四五六七八九十"


def bulletin_document(bulletin: Bulletin, pages: Sequence[NewsPage]) -> bytes:
    """`pages` in the order of the issue; of a piece that was withdrawn, its title alone.

    The same issue of the same texts gives the same bytes.
    """
    on = bulletin.issued_on
    parts: list[Part] = [
        Title(bulletin.title),
        Line(
            _("%(year)s年第%(number)s期") % {"year": bulletin.year, "number": bulletin.number}, side="centre"
        ),
        Line(
            _("%(publisher)s　%(year)s年%(month)s月%(day)s日")
            % {"publisher": bulletin.publisher, "year": on.year, "month": on.month, "day": on.day},
            side="centre",
        ),
    ]
    for place, (tier, pieces) in enumerate(groupby(pages, key=lambda page: page.tier)):
        label = _(NewsTier(tier).label)
        parts.append(Heading(_("%(numeral)s、%(label)s") % {"numeral": NUMERALS[place], "label": label}))
        for page in pieces:
            parts += _piece(page)
    return write_document(parts, title=bulletin.title)


def _piece(page: NewsPage) -> Iterator[Part]:
    yield Heading(page.title, level=2)
    if not page.live:
        return
    for block in page.body:
        yield from _block(block)
    source = _("（来源：%(source)s）") % {"source": page.source}
    yield Line(source, side="right")


def _block(block: Any) -> Iterator[Part]:
    """Texts and points; a picture stays on the page, its note comes along."""
    kind, value = block.block_type, block.value
    if kind == "heading":
        yield Heading(str(value), level=3)
    elif kind == "paragraph":
        for paragraph in paragraphs_of(value.source):
            mark = (Run(paragraph.bullet + " "),) if paragraph.bullet else ()
            yield Paragraph(mark + tuple(Run(one.text, one.is_bold) for one in paragraph.stretches))
    elif kind == "key_points":
        for point in value:
            yield Paragraph((Run(f"• {point}"),))
    elif kind == "image":
        yield Line(_("（图：%(caption)s，见网页）") % {"caption": value["caption"]}, side="centre")
