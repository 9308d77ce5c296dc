"""Rich text as plain data: paragraphs and list items made of runs, bold or not. Pure; for documents and for search."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "li", "h2", "h3", "h4", "blockquote", "div"})
BOLD = frozenset({"b", "strong"})


@dataclass(frozen=True)
class Stretch:
    """A piece of text in one weight."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True)
class TextParagraph:
    """`bullet`: empty, or the mark of the list that it stands in ("•", "1．")."""

    stretches: tuple[Stretch, ...]
    bullet: str = ""

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.stretches)


def paragraphs_of(html: str) -> list[TextParagraph]:
    """Everything that is read, in order; empty paragraphs are left out."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[TextParagraph] = []
        self._stretches: list[Stretch] = []
        self._bold = 0
        self._lists: list[int | None] = []  # the next number of each open list; None where it has none
        self._bullet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.finish()
        if tag in BOLD:
            self._bold += 1
        elif tag in ("ol", "ul"):
            self.finish()
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._bullet = self._next_bullet()
        elif tag == "br":
            self.finish()

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.finish()
        if tag in BOLD:
            self._bold = max(self._bold - 1, 0)
        elif tag in ("ol", "ul") and self._lists:
            self.finish()
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split()) if not data.strip() else data.replace("\n", "")
        if text:
            self._stretches.append(Stretch(text, self._bold > 0))

    def finish(self) -> None:
        """Close the paragraph that is open."""
        if "".join(one.text for one in self._stretches).strip():
            self.found.append(TextParagraph(tuple(self._stretches), self._bullet))
            self._bullet = ""
        self._stretches = []

    def _next_bullet(self) -> str:
        if not self._lists or (number := self._lists[-1]) is None:
            return "•"
        self._lists[-1] = number + 1
        return f"{number}．"
