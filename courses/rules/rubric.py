"""A rubric as it is typed, one criterion a line, and what marks add up to. Pure; points are whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_CRITERIA = 12
MOST_POINTS = 100
_LINE = re.compile(
    r"^(?P<name>[^|｜]{1,60})[|｜]\s*(?P<points>\d{1,3})\s*(?:[|｜](?P<descriptor>.{0,200}))?$"
)


@dataclass(frozen=True)
class Criterion:
    """What is looked at, what it earns at most, and what earns it."""

    name: str
    points: int
    descriptor: str = ""


class BadLine(ValueError):
    """A line that names no criterion; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def read_rubric(text: str) -> list[Criterion]:
    """Lines "评分项 | 满分 | 说明", the last part optional, empty lines skipped. Raises BadLine."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.match(line.strip())
        if match is None or not 0 < int(match["points"]) <= MOST_POINTS or not match["name"].strip():
            raise BadLine(number)
        descriptor = (match["descriptor"] or "").strip()
        found.append(Criterion(match["name"].strip(), int(match["points"]), descriptor))
        if len(found) > MOST_CRITERIA:
            raise BadLine(number)
    return found


def total(marks: Mapping[int, int], criteria: Sequence[tuple[int, int]]) -> int | None:
    """The sum of the marks by position; None where one is missing, too high or for no criterion.

    `criteria`: position and highest points of each.
    """
    most = dict(criteria)
    if set(marks) != set(most) or any(not 0 <= points <= most[place] for place, points in marks.items()):
        return None
    return sum(marks.values())
