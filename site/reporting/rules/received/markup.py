"""Where things stand in the XML of a workbook part, byte by byte, so that a change touches those bytes and no others.

Expat only says where an element begins and ends: what is written back is cut out of the bytes that came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

# A tag of either edition of the format; a ">" may stand inside a quoted value.
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class NotReadable(Exception):
    """The part is not the XML that a workbook holds."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the main namespace: `tag_end` is where its start tag ends, `inner_end` where its content does."""

    name: str
    attributes: dict[str, str]
    start: int
    tag_end: int
    inner_end: int
    end: int
    parents: tuple[str, ...]

    @property
    def is_empty_tag(self) -> bool:
        return self.tag_end == self.end


@dataclass(frozen=True, slots=True)
class Edit:
    """These bytes are replaced; an insertion replaces none."""

    start: int
    end: int
    by: bytes


def elements(xml: bytes, wanted: Iterable[str]) -> list[Element]:
    """The elements of these names in the order in which they begin. Raises NotReadable."""
    return _Scan(xml, frozenset(wanted)).found()


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with every edit made; the order of several insertions at one place is that of `edits`."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [xml[at : edit.start], edit.by]
        at = edit.end
    return b"".join([*parts, xml[at:]])


def prefix_of(xml: bytes, element: Element) -> bytes:
    """What stands before the names of the part's own elements: nothing, or "x:"."""
    name = re.match(rb"<([\w.-]+:)?", xml[element.start : element.tag_end])
    return (name and name.group(1)) or b""


def without(tag: bytes, *names: str) -> bytes:
    """A start tag without these attributes."""
    wanted = b"|".join(name.encode() for name in names)
    return re.sub(rb"""\s+(?:%s)\s*=\s*(?:"[^"]*"|'[^']*')""" % wanted, b"", tag)


def opened(tag: bytes) -> bytes:
    """A start tag that content may follow."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


class _Scan:
    def __init__(self, xml: bytes, wanted: frozenset[str]) -> None:
        if xml.startswith(_OTHER_ENCODINGS):
            raise NotReadable("only UTF-8 is read")
        self.xml, self.wanted = xml, wanted
        self.path: list[str] = []
        self.open: list[tuple[str, dict[str, str], int, tuple[str, ...]]] = []
        self.done: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.XmlDeclHandler = _check_declaration
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def found(self) -> list[Element]:
        try:
            self.parser.Parse(self.xml, True)
        except expat.ExpatError as error:
            raise NotReadable(str(error)) from error
        return sorted(self.done, key=lambda element: element.start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = _plain(name)
        if plain in self.wanted:
            self.open.append((plain, attributes, self.parser.CurrentByteIndex, tuple(self.path)))
        self.path.append(plain)

    def _end(self, name: str) -> None:
        self.path.pop()
        if not self.open or _plain(name) not in self.wanted:
            return
        plain, attributes, start, parents = self.open.pop()
        tag = _TAG.match(self.xml, start)
        if tag is None:
            raise NotReadable(plain)
        if tag.group().endswith(b"/>"):
            self.done.append(Element(plain, attributes, start, tag.end(), tag.end(), tag.end(), parents))
            return
        inner_end = self.parser.CurrentByteIndex
        end = self.xml.index(b">", inner_end) + 1
        self.done.append(Element(plain, attributes, start, tag.end(), inner_end, end, parents))


def _plain(name: str) -> str:
    """The local name in the main namespace; whatever is of another keeps its namespace and is never wanted."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in _NAMESPACES or namespace.endswith("/relationships") else name


def _check_declaration(version: str, encoding: str | None, standalone: int) -> None:
    if encoding and encoding.lower() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
        raise NotReadable("only UTF-8 is read")


def _refuse_doctype(*told: object) -> None:
    raise NotReadable("a workbook has no document type")
