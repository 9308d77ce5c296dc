"""The one writer of .docx files: the same parts give the same bytes, set as an official document is set.

A document is plain data, so that whoever lays one out stays pure. Body 仿宋 of 16 points, headings 黑体, A4 with the
margins of an official letter; Word and WPS fall back to their own fonts where a machine lacks these.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FIXED = datetime(2000, 1, 1)  # noqa: DTZ001  # a file knows no clock
FIXED_IN_ZIP = (2000, 1, 1, 0, 0, 0)
BODY, HEADING, TITLE = "仿宋", "黑体", "宋体"
BODY_POINTS, CELL_POINTS, TITLE_POINTS = 16, 12, 22
LINE_POINTS = 28
BLACK = RGBColor(0, 0, 0)
TWO_CHARACTERS = Pt(2 * BODY_POINTS)
CELL_MILLIMETRES = 10
# What XML cannot hold: a text pasted from elsewhere may carry it.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Run:
    """A stretch of text, bold or not."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True)
class Title:
    """The centred name of the document."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside the text; level 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its first line set in by two characters, as official texts have it."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Line:
    """A line of its own without indent: a source, a date, a place to sign. `side`: left, centre or right."""

    text: str
    side: str = "left"


@dataclass(frozen=True)
class Listed:
    """Points, one a paragraph, numbered or not."""

    items: tuple[tuple[Run, ...], ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A grid with black borders. `widths` are shares of the page; rows of empty cells are room to write in.

    `height` is the least height of a row in millimetres.
    """

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    heading_rows: int = 0
    height: int = CELL_MILLIMETRES


Part = Title | Heading | Paragraph | Line | Listed | Table


def write_document(parts: Sequence[Part], *, title: str) -> bytes:
    """The .docx file of these parts; the same parts give the same bytes. `title` stands in the file's properties."""
    document = docx.Document()
    _set_page(document)
    _set_body(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _writable(title), "", ""
    properties.created = properties.modified = FIXED
    for part in parts:
        _WRITERS[type(part)](document, part)
    raw = io.BytesIO()
    document.save(raw)
    return _timeless(raw.getvalue())


def _set_page(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(30), Mm(25)
    page.left_margin, page.right_margin = Mm(27), Mm(25)


def _set_body(document: Any) -> None:
    normal = document.styles["Normal"]
    _set_font(normal, BODY, BODY_POINTS)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_POINTS)


def _set_font(styled: Any, name: str, points: int) -> None:
    styled.font.name, styled.font.size = name, Pt(points)
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _title(document: Any, part: Title) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(2 * BODY_POINTS + 4)
    paragraph.paragraph_format.space_after = Pt(BODY_POINTS)
    _run(paragraph, Run(part.text, is_bold=True), name=TITLE, points=TITLE_POINTS)


def _heading(document: Any, part: Heading) -> None:
    paragraph = document.add_paragraph(style=f"Heading {part.level}")
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(BODY_POINTS // 2), Pt(0), True
    _run(paragraph, Run(part.text), name=HEADING, points=BODY_POINTS)


def _paragraph(document: Any, part: Paragraph) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = TWO_CHARACTERS
    for run in part.runs:
        _run(paragraph, run)


_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip


def _line(document: Any, part: Line) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _SIDES[part.side]
    _run(paragraph, Run(part.text))


def _listed(document: Any, part: Listed) -> None:
    """Numbers are written, not counted by Word: a second list would go on counting from the first."""
    for number, runs in enumerate(part.items, start=1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = TWO_CHARACTERS
        _run(paragraph, Run(f"{number}．" if part.is_numbered else "• "))
        for run in runs:
            _run(paragraph, run)


def _table(document: Any, part: Table) -> None:
    table = document.add_table(rows=0, cols=len(part.widths), style="Table Grid")
    table.autofit = False
    room = Mm(210 - 27 - 25)
    for number, texts in enumerate(part.rows):
        row = table.add_row()
        row.height = Mm(part.height)
        for cell, text, share in zip(row.cells, texts, part.widths, strict=True):
            cell.width = int(room * share / sum(part.widths))
            _fill(cell, text, is_heading=number < part.heading_rows)


def _fill(cell: Any, text: str, *, is_heading: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if is_heading:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, Run(text, is_bold=is_heading), points=CELL_POINTS)


def _run(paragraph: Any, run: Run, *, name: str = BODY, points: int = BODY_POINTS) -> None:
    written = paragraph.add_run(_writable(run.text))
    written.bold = run.is_bold or None
    _set_font(written, name, points)
    written.font.color.rgb = BLACK


_WRITERS: dict[type[Any], Any] = {
    Title: _title, Heading: _heading, Paragraph: _paragraph, Line: _line, Listed: _listed, Table: _table,
}  # fmt: skip


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _timeless(content: bytes) -> bytes:
    """The same archive without the time at which it was packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            target.writestr(zipfile.ZipInfo(name, FIXED_IN_ZIP), source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
