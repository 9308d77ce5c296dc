"""The lines that a number is made of: all of them for a filing, or opened step by step for a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection

from reporting.querysets.sql import Selection
from reporting.words import Level, Side, VisitsUnit

_VISITS = {
    VisitsUnit.PERSON_DAY: "count(DISTINCT person * 100000 + (day - DATE '1970-01-01'))",  # numbers sort faster than pairs
    VisitsUnit.SESSION: "count(*)",
    VisitsUnit.COURSE: "count(DISTINCT (person, course))",
    VisitsUnit.CLASS: "count(DISTINCT (person, class))",
}
_KEYS = {
    Level.CLASSES: ("class", "min(day), class"),
    Level.SESSIONS: ("session", "min(day), min(half_day) DESC, session"),
    Level.DAYS: ("day", "day"),
    Level.PEOPLE: ("person", "min(sort_key), person"),
    Level.LINES: ("entry", "min(day), min(half_day) DESC, min(sort_key), entry"),
}
_FILTERS = {
    "county": "county = %(county)s",
    "unit": "unit = %(unit)s",
    "class_id": "class = %(class_id)s",
    "session_id": "session = %(session_id)s",
    "person_id": "person = %(person_id)s",
    "day": "day = %(day)s",
    "unposted": "organisation IS NULL",
    "tier": "class IN (SELECT id FROM courses_trainingclass WHERE tier = %(tier)s)",
    "audience": "class IN (SELECT id FROM courses_trainingclass WHERE audience = %(audience)s)",
    "kind": "class IN (SELECT id FROM courses_trainingclass WHERE courses_trainingclass.kind = %(of_kind)s)",
    "mode": "class IN (SELECT id FROM courses_trainingclass WHERE delivery_mode = %(mode)s)",
    "qualification": "person IN (SELECT id FROM people_person WHERE qualification = %(qualification)s)",
    "post": "coalesce((SELECT posting.post_kind FROM hours_hourentry credit JOIN people_posting posting"
    " ON posting.id = credit.posting_id WHERE credit.id = entry), 'other') = %(post)s",
    "new": "coalesce((SELECT hired.hired_on > day - 365 AND hired.hired_on <= day FROM people_person hired"
    " WHERE hired.id = lines.person), FALSE) = (%(new)s = 'new')",
}
_NAMED = "(SELECT sided.*, human.sort_key FROM sided JOIN people_person human ON human.id = sided.person)"
_NAMED_OTHERWISE = {"kind": "of_kind"}  # the lines have a parameter of this name already


@dataclass(frozen=True)
class Opened:
    """One group of lines. Which of the ids mean something depends on the level: a class has no single person."""

    key: int | date
    people: int
    visits: int
    sign_ins: int
    minutes: int  # received, summed over persons
    class_id: int
    session_id: int
    person_id: int
    organisation_id: int
    day: date
    state: str


@dataclass(frozen=True)
class Total:
    """What the groups of all pages come to; distinct people and visits are counted, not added."""

    groups: int
    people: int
    visits: int
    sign_ins: int
    minutes: int


@dataclass
class Opening:
    """A number opened down to a level: a sequence that the paginator cuts, one question a page."""

    selection: Selection
    side: Side
    level: Level
    unit: VisitsUnit
    filters: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.count()

    def count(self) -> int:
        return self.total.groups

    @cached_property
    def total(self) -> Total:
        key, _ = _KEYS[self.level]
        columns = f"SELECT count(DISTINCT {key}), count(DISTINCT person), {_VISITS[self.unit]}, count(*), sum(minutes)"
        [row] = self._ask(columns, "sided", "")
        return Total(*(int(number or 0) for number in row))

    def __getitem__(self, part: slice) -> list[Opened]:
        key, order = _KEYS[self.level]
        if self.total.groups == 0:
            return []
        columns = (
            f"SELECT {key}, count(DISTINCT person), {_VISITS[self.unit]}, count(*), sum(minutes), min(class), min(session), "
            "min(person), min(organisation), min(day), min(state)"
        )
        start, stop = part.start or 0, part.stop
        tail = f"GROUP BY {key} ORDER BY {order} LIMIT {int(stop - start)} OFFSET {int(start)}"
        return [Opened(*row) for row in self._ask(columns, _NAMED, tail)]

    def _ask(self, columns: str, lines: str, tail: str) -> list[tuple[Any, ...]]:
        conditions = ["side = %(side)s", *(_FILTERS[name] for name in self.filters)]
        question = (
            f"{self.selection.sided} {columns} FROM {lines} AS lines WHERE {' AND '.join(conditions)} {tail}"
        )
        with connection.cursor() as cursor:
            asked = {_NAMED_OTHERWISE.get(name, name): value for name, value in self.filters.items()}
            cursor.execute(question, self.selection.parameters | {"side": self.side.value} | asked)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
