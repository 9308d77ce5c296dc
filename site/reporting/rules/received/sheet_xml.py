"""The XML of one sheet: where its cells are, and the same XML with numbers in some of them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.sheets.grid import column_letter
from reporting.rules.received.markup import (
    Edit,
    Element,
    NotReadable,
    edited,
    elements,
    opened,
    prefix_of,
    without,
)

Place = tuple[int, int]  # row and column, counted from 1
Number = int | float
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_OF_FORMULAS = ("cm", "vm")  # cells of spilled formulas and rich values
_PERCENT_BUILT_IN = frozenset({9, 10})


class NotWritable(Exception):
    """A cell that a number must not go into: it holds a formula."""


@dataclass(frozen=True, slots=True)
class CellAt:
    """One cell that the sheet names; `result` is what a formula came to when the file was saved."""

    place: Place
    element: Element
    is_formula: bool = False
    result: Element | None = None


@dataclass
class SheetXml:
    """One sheet as bytes with its landmarks."""

    xml: bytes
    data: Element
    rows: dict[int, Element] = field(default_factory=dict)
    cells: dict[Place, CellAt] = field(default_factory=dict)
    in_row: dict[int, list[Place]] = field(default_factory=dict)
    columns: list[tuple[int, int, str]] = field(default_factory=list)  # first, last, style

    @classmethod
    def of(cls, xml: bytes) -> SheetXml:
        """Raises NotReadable."""
        found = elements(xml, {"sheetData", "row", "c", "f", "v", "col"})
        data = next((one for one in found if one.name == "sheetData"), None)
        if data is None:
            raise NotReadable("a sheet without data")
        made = cls(xml, data)
        made._take(found)
        return made

    @property
    def formulas(self) -> frozenset[Place]:
        return frozenset(place for place, cell in self.cells.items() if cell.is_formula)

    def formula_texts(self) -> str:
        """All formulas in one text: whether they speak of another sheet."""
        return html.unescape(
            "\n".join(
                self.xml[cell.element.tag_end : cell.element.inner_end].decode()
                for cell in self.cells.values()
                if cell.is_formula
            )
        )

    def style_of(self, place: Place) -> str:
        """The style that a cell has, or would have: its own, its row's, its column's."""
        cell = self.cells.get(place)
        if cell is not None:
            return cell.element.attributes.get("s", "")
        row = self.rows.get(place[0])
        if row is not None and row.attributes.get("customFormat") in {"1", "true"}:
            return row.attributes.get("s", "")
        return next((style for first, last, style in self.columns if first <= place[1] <= last), "")

    def filled(self, numbers: Mapping[Place, Number]) -> bytes:
        """With these numbers, and without the results that formulas remembered. Raises NotWritable."""
        if any(place in self.cells and self.cells[place].is_formula for place in numbers):
            raise NotWritable
        edits = [
            self._exchange(self.cells[place], number)
            for place, number in numbers.items()
            if place in self.cells
        ]
        missing: dict[int, list[Place]] = {}
        for place in sorted(numbers.keys() - self.cells.keys()):
            missing.setdefault(place[0], []).append(place)
        new_rows = [row for row in missing if row not in self.rows]
        for row in missing.keys() & self.rows.keys():
            edits += self._into_row(row, missing[row], numbers)
        if new_rows:
            edits += self._new_rows({row: missing[row] for row in new_rows}, numbers)
        return edited(self.xml, [*edits, *self._forget()])

    def forgetful(self) -> bytes:
        """Without the results that formulas remembered."""
        return edited(self.xml, self._forget())

    def _take(self, found: Iterable[Element]) -> None:
        row = column = 0
        cell: CellAt | None = None
        for one in found:
            if one.name == "col":
                self.columns.append(_column(one))
            elif one.name == "row" and one.parents[-1:] == ("sheetData",):
                row, column = _number(one.attributes.get("r"), row + 1, MOST_ROWS), 0
                self.rows[row] = one
            elif one.name == "c" and one.parents[-1:] == ("row",):
                place = place_of(one.attributes["r"]) if "r" in one.attributes else (row, column + 1)
                if place[0] != row or place in self.cells:
                    raise NotReadable("a cell outside its row, or twice")
                column = place[1]
                cell = CellAt(place, one, is_formula=any(name in one.attributes for name in _OF_FORMULAS))
                self.cells[place] = cell
                self.in_row.setdefault(row, []).append(place)
            elif cell is not None and one.name in {"f", "v"} and one.parents[-1:] == ("c",):
                cell = self._inside(cell, one)

    def _inside(self, cell: CellAt, one: Element) -> CellAt:
        is_formula = cell.is_formula or one.name == "f"
        result = one if one.name == "v" else cell.result
        self.cells[cell.place] = CellAt(cell.place, cell.element, is_formula, result)
        return self.cells[cell.place]

    def _exchange(self, cell: CellAt, number: Number) -> Edit:
        """The cell keeps its place and its style; what was in it goes."""
        one = cell.element
        tag = opened(without(self.xml[one.start : one.tag_end], "t", *_OF_FORMULAS))
        return Edit(one.start, one.end, tag + self._value(number) + self._closing("c"))

    def _into_row(self, row: int, places: list[Place], numbers: Mapping[Place, Number]) -> list[Edit]:
        one = self.rows[row]
        if one.is_empty_tag:
            cells = b"".join(self._new_cell(place, numbers[place]) for place in places)
            tag = opened(self.xml[one.start : one.tag_end])
            return [Edit(one.start, one.end, tag + cells + self._closing("row"))]
        edits = []
        for place in places:
            behind = [self.cells[at].element.start for at in self.in_row.get(row, []) if at > place]
            at = min(behind, default=one.inner_end)
            edits.append(Edit(at, at, self._new_cell(place, numbers[place])))
        return edits

    def _new_rows(self, missing: Mapping[int, list[Place]], numbers: Mapping[Place, Number]) -> list[Edit]:
        made = {
            row: b'<%srow r="%d">' % (self._prefix, row)
            + b"".join(self._new_cell(place, numbers[place]) for place in places)
            + self._closing("row")
            for row, places in sorted(missing.items())
        }
        if self.data.is_empty_tag:
            tag = opened(self.xml[self.data.start : self.data.tag_end])
            whole = tag + b"".join(made.values()) + self._closing("sheetData")
            return [Edit(self.data.start, self.data.end, whole)]
        edits = []
        for row, text in made.items():
            at = min(
                (one.start for number, one in self.rows.items() if number > row), default=self.data.inner_end
            )
            edits.append(Edit(at, at, text))
        return edits

    def _new_cell(self, place: Place, number: Number) -> bytes:
        style = self.style_of(place)
        looks = b' s="%s"' % style.encode() if style else b""
        start = b'<%sc r="%s"%s>' % (self._prefix, reference(place).encode(), looks)
        return start + self._value(number) + self._closing("c")

    def _forget(self) -> list[Edit]:
        """A formula without a result is calculated by whatever opens it; an old one might be read as the answer."""
        edits = []
        for cell in self.cells.values():
            if cell.is_formula and cell.result is not None:
                one = cell.element
                tag = without(self.xml[one.start : one.tag_end], "t")
                edits.append(Edit(one.start, one.tag_end, tag))
                edits.append(Edit(cell.result.start, cell.result.end, b""))
        return edits

    def _value(self, number: Number) -> bytes:
        return b"<%sv>%s</%sv>" % (self._prefix, repr(number).encode(), self._prefix)

    def _closing(self, name: str) -> bytes:
        return b"</%s%s>" % (self._prefix, name.encode())

    @property
    def _prefix(self) -> bytes:
        return prefix_of(self.xml, self.data)


def percent_styles(xml: bytes) -> frozenset[str]:
    """The styles under which 0.5 is shown as 50%."""
    found = elements(xml, {"numFmt", "xf"})
    formats = {one.attributes.get("numFmtId", "") for one in found if _is_percent(one)}
    formats |= {str(number) for number in _PERCENT_BUILT_IN}
    cells = [one for one in found if one.name == "xf" and one.parents[-1:] == ("cellXfs",)]
    return frozenset(str(at) for at, one in enumerate(cells) if one.attributes.get("numFmtId") in formats)


def reference(place: Place) -> str:
    """C5."""
    return f"{column_letter(place[1])}{place[0]}"


def place_of(text: str) -> Place:
    """Raises NotReadable for what is no cell."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise NotReadable("no cell")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match.group(2))
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise NotReadable("no cell")
    return row, column


def _is_percent(one: Element) -> bool:
    return one.name == "numFmt" and "%" in re.sub(r'"[^"]*"|\\.', "", one.attributes.get("formatCode", ""))


def _column(one: Element) -> tuple[int, int, str]:
    told = one.attributes
    first = _number(told.get("min"), 1, MOST_COLUMNS)
    return first, _number(told.get("max"), first, MOST_COLUMNS), told.get("style", "")


def _number(text: str | None, otherwise: int, most: int) -> int:
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise NotReadable("no row or column")
    return int(text)
