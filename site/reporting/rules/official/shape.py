"""What an official form is, and what a computed one holds. Plain data: every rendering reads the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.sentences import NOTHING, Sentence, say
from organisations.roles import Permission

Plain = str | int | float | None

SIGN_OFF = (
    say("填表人："), say("审核人："), say("单位负责人："), say("单位（盖章）："), say("填报日期："), say("联系电话："),
)  # fmt: skip
ONE_BY_ONE = "＊"  # behind the heading of a column whose rows must not be added
ONE_BY_ONE_NOTE = say("带＊的各行分别统计，不能相加。")
BY_HAND_NOTE = say("空白的栏平台没有数据，请手填。")


class Asks(StrEnum):
    """What somebody chooses before a form can be computed."""

    PERIOD = "period"
    CLASS = "class"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Neighbours with the same `group` stand under one merged heading.

    `metric` is the code of what it counts; `by_hand` is left blank, because the platform does not know it.
    """

    key: str
    heading: Sentence
    group: Sentence = NOTHING
    width: float = 9
    metric: str = ""
    is_number: bool = False
    by_hand: bool = False
    is_distinct: bool = False

    @property
    def mark(self) -> str:
        return ONE_BY_ONE if self.is_distinct else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table of a form."""

    key: str
    caption: Sentence
    columns: tuple[Column, ...]

    @property
    def groups(self) -> list[tuple[Sentence, int]]:
        """The first line of headings: each group with how many columns it spreads over; no group is one of its own."""
        found: list[tuple[Sentence, int]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found

    @property
    def is_grouped(self) -> bool:
        return any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """`number` is its place in the list of forms; `permission` is what somebody needs to open it.

    `has_words`: it says its numbers in sentences too, and can be taken away as a .docx file.
    """

    code: str
    number: int
    title: Sentence
    about: Sentence
    asks: Asks
    tables: tuple[Table, ...]
    permission: Permission = Permission.VIEW_FIGURES
    landscape: bool = True
    has_words: bool = False

    @property
    def holds_identities(self) -> bool:
        """Whether identity numbers stand in it, masked as a rule."""
        return any(column.key == "identity" for table in self.tables for column in table.columns)

    def table(self, key: str) -> Table:
        """Raises KeyError."""
        return {table.key: table for table in self.tables}[key]


@dataclass(frozen=True, slots=True)
class Opens:
    """The page with the rows of a number: its name and what it is asked, as pairs of the address."""

    page: str
    asked: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, page: str, **asked: str) -> Opens:
        return cls(page, tuple(asked.items()))


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a cell, and where its rows are."""

    shown: Plain = None
    opens: Opens | None = None


EMPTY = Value()


@dataclass(frozen=True, slots=True)
class Row:
    """One line, a value for each column; `depth` 0 is the whole or a plain line, 1 and 2 are parts of it."""

    values: tuple[Value, ...]
    depth: int = 0
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table with its rows."""

    table: Table
    caption: Sentence
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """A form as it is: everything that any rendering needs, computed once."""

    form: OfficialForm
    title: Sentence
    facts: tuple[tuple[Sentence, Sentence], ...]
    parts: tuple[Part, ...]
    counted_at: datetime
    notes: tuple[Sentence, ...] = ()
    rule_version: str = ""
    paragraphs: tuple[Sentence, ...] = ()  # what a brief says in words, before its tables
    sign_off: tuple[Sentence, ...] = field(default=SIGN_OFF)
    behind: tuple[tuple[str, str], ...] = ()  # unit and name of whoever is late, for a chat group

    @property
    def length(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def names_people(self) -> bool:
        """Whether somebody's name stands in it: taking such a file away is recorded."""
        named = any(column.key == "name" for part in self.parts for column in part.table.columns)
        return named or self.form.asks is Asks.PERSON

    @property
    def all_notes(self) -> tuple[Sentence, ...]:
        columns = [column for part in self.parts for column in part.table.columns]
        marks = (ONE_BY_ONE_NOTE,) if any(column.is_distinct for column in columns) else ()
        by_hand = (BY_HAND_NOTE,) if any(column.by_hand for column in columns) else ()
        return (*self.notes, *marks, *by_hand)


def row(table: Table, values: Mapping[str, Value | Plain], *, depth: int = 0, is_total: bool = False) -> Row:
    """By the keys of columns; what is not there stays blank. Raises KeyError for a key that is no column."""
    unknown = values.keys() - {column.key for column in table.columns}
    if unknown:
        raise KeyError(*unknown)
    found = (values.get(column.key) for column in table.columns)
    return Row(tuple(map(_value, found)), depth, is_total)


def _value(given: Value | Plain) -> Value:
    if given is None:
        return EMPTY
    return given if isinstance(given, Value) else Value(given)


def numbered(table: Table, lines: Iterable[Mapping[str, Value | Plain]]) -> tuple[Row, ...]:
    """Lines under 序号, from 1."""
    return tuple(row(table, {"number": at, **line}) for at, line in enumerate(lines, start=1))
