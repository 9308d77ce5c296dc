"""One data row, read field by field; what is missing or unreadable is collected, never raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from core.sentences import Sentence, say, together
from core.sheets.grid import Cell, column_letter
from core.words import Word
from reporting.rules.workbooks.cells import TimeUnit, Unreadable, is_blank, text, words
from reporting.rules.workbooks.headings import Column, Field
from reporting.rules.workbooks.rows import Clue, ParsedRow, Source, doubtful, in_column
from reporting.rules.workbooks.vocabulary import word

T = TypeVar("T")
W = TypeVar("W", bound=Word)

LONGEST_NOTE = 200
# As many signs as are kept; nothing is cut off in silence.
_LONGEST: Mapping[Field, int] = {
    Field.NAME: 60,
    Field.ORGANISATION: 100,
    Field.ORGANISATION_NAME: 100,
    Field.PARENT: 100,
    Field.DUTY: 60,
    Field.MAJOR: 60,
    Field.CLASS_CODE: 40,
    Field.CLASS_NAME: 120,
    Field.ORGANISER: 100,
    Field.PROVIDER: 100,
    Field.FILING_NUMBER: 60,
    Field.PLACE: 120,
    Field.TOPIC: 120,
    Field.LECTURER: 60,
    Field.LECTURER_TITLE: 60,
    Field.LECTURER_ORGANISATION: 100,
}


class Line:
    """Hands out the fields of a row and remembers what was wrong with them."""

    def __init__(self, columns: Mapping[Field, Column], cells: Sequence[Cell]) -> None:
        self._columns = columns
        self._cells = cells
        self._problems: list[tuple[int | None, Sentence]] = []
        self._notes: list[str] = []

    def cell(self, field: Field) -> Cell:
        """The raw cell, None where the sheet has no such column."""
        column = self._columns.get(field)
        return self._cells[column.index] if column and column.index < len(self._cells) else None

    def has(self, field: Field) -> bool:
        """Whether the sheet has the column at all."""
        return field in self._columns

    def unit(self, field: Field) -> TimeUnit | None:
        """The unit in the heading of a column of durations."""
        column = self._columns.get(field)
        return column.unit if column else None

    def optional(self, field: Field, reader: Callable[[Cell], T | Unreadable | None]) -> T | None:
        """The field's value; blank gives None, unreadable gives None and makes the row doubtful."""
        value = reader(self.cell(field))
        if isinstance(value, Unreadable):
            self.blame(field, value.reason)
            return None
        return value

    def required(self, field: Field, reader: Callable[[Cell], T | Unreadable | None]) -> T | None:
        """As `optional`, and a blank cell or a missing column makes the row doubtful, too."""
        known = len(self._problems)
        value = self.optional(field, reader)
        if value is None and len(self._problems) == known:
            blank, missing = say("没有填写，请补填后重新上传"), say("表里没有这一列，请加上后重新上传")
            self.blame(field, blank if self.has(field) else missing)
        if isinstance(value, str):
            self._check_length(field, value)
        return value

    def named(self, field: Field) -> str:
        """Free text; blank gives an empty text, what is too long to keep makes the row doubtful."""
        said = words(self.cell(field)) or ""
        self._check_length(field, said)
        return said

    def word(self, field: Field, synonyms: Mapping[W, str], *, blank: W, other: W) -> W:
        """A word that moves no figure: an unknown one becomes `other` and is kept in the note."""
        found = word(self.cell(field), synonyms, blank=blank)
        if found is None:
            self.keep(field)
            return other
        return found

    def keep(self, field: Field) -> None:
        """Keep the raw text of a field in the note."""
        if not is_blank(self.cell(field)):
            self._notes.append(f"{field}：{text(self.cell(field))}")

    def _check_length(self, field: Field, said: str) -> None:
        longest = _LONGEST.get(field)
        if longest and len(said) > longest:
            self.blame(field, say("超过%(most)s个字，请缩短", most=longest))

    def blame(self, field: Field, reason: Sentence) -> None:
        """Make the row doubtful because of this field."""
        column = self._columns.get(field)
        if column is None:
            self._problems.append((None, say("%(field)s：%(reason)s", field=Sentence(field), reason=reason)))
        else:
            letter = column_letter(column.index + 1)
            self._problems.append((column.index, in_column(Sentence(field), letter, reason)))

    def note(self, extra: str = "") -> str:
        """The sheet's own remark and what was kept beside it."""
        parts = (words(self.cell(Field.NOTE)), extra, *self._notes)
        return "；".join(part for part in parts if part)[:LONGEST_NOTE]

    @property
    def troubled(self) -> bool:
        """Whether anything was missing or unreadable so far."""
        return bool(self._problems)

    def doubts(self, source: Source, row: int, clue: Clue | None = None) -> ParsedRow:
        """The row with all that was wrong with it."""
        reason = together(reason for _, reason in self._problems)
        column = self._problems[0][0] if self._problems else None
        return replace(doubtful(source, row, reason, column), clue=clue)
