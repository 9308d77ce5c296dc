"""A timetable as it is typed or pasted, and what in it cannot be at the same time. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from core.sentences import Sentence, say
from courses.rules.lecturers import name_and_unit
from courses.words import HalfDay

Times = tuple[time, time]
USUAL_TIMES: Mapping[HalfDay, Times] = {
    HalfDay.MORNING: (time(9, 0), time(12, 0)),
    HalfDay.AFTERNOON: (time(14, 30), time(17, 30)),
    HalfDay.EVENING: (time(19, 0), time(21, 0)),
}
MOST_LINES = 200
_LONGEST = 120
_LONGEST_NAME = 60
_DAY = re.compile(r"^(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[（(].*[)）])?$")
_TIMES = re.compile(r"^(\d{1,2})[:：](\d{2})\s*(?:[-–—~～至到]+)\s*(\d{1,2})[:：](\d{2})$")
_NOON, _EVENING = 12, 18


@dataclass(frozen=True)
class Line:
    """One session of a timetable."""

    held_on: date
    half_day: HalfDay
    starts_at: time
    ends_at: time
    topic: str
    lecturer: str = ""
    lecturer_title: str = ""
    lecturer_unit: str = ""
    entry: int | None = None  # of the register

    @property
    def minutes(self) -> int:
        """From begin to end, in minutes."""
        return minutes_between(self.starts_at, self.ends_at)


@dataclass(frozen=True)
class Taken:
    """A session that stands already; `class_name` is empty within the same class."""

    held_on: date
    starts_at: time
    ends_at: time
    topic: str
    lecturer: str = ""
    class_name: Sentence | str = ""
    half_day: HalfDay | None = None
    entry: int | None = None


@dataclass(frozen=True)
class Pasted:
    """What was understood, and for each line that was not why."""

    lines: list[Line]
    problems: list[Sentence]


def minutes_between(begin: time, end: time) -> int:
    """Negative or nothing where the end does not come after the begin."""
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute


def pasted(text: str, *, first: date, last: date, times: Mapping[HalfDay, Times] = USUAL_TIMES) -> Pasted:
    """Lines of 日期 时段 时间 课程 授课人 职称 单位, in columns or with spaces; a date left out is that of the line above.

    `times` are those of a half day whose line names none; the year is that in which the day lies in the class.
    """
    lines: list[Line] = []
    problems: list[Sentence] = []
    day: date | None = None
    half: HalfDay | None = None
    for number, raw in enumerate(text.splitlines()[:MOST_LINES], start=1):
        cells = _cells(raw)
        if not any(cells):
            continue
        found = _day_of(cells, first, last)
        if found is not None:
            day, half, cells = found, None, cells[1:]
        cells = _left(cells)
        if cells and (word := HalfDay.labelled(cells[0])):
            half, cells = word, _left(cells[1:])
        span = _times_of(cells)
        cells = _left(cells[1:]) if span else cells
        line = _line(day, half, span, cells, times)
        why = _why_not(day, line, cells, first, last)
        if line is None or why:
            problems.append(say("第%(number)s行：%(why)s", number=number, why=why))
        else:
            lines.append(line)
            half = line.half_day
    return Pasted(lines, problems)


def conflicts(lines: Sequence[Line], standing: Iterable[Taken]) -> list[Sentence]:
    """What of the new lines happens at the same time as something else of the class, or with the same lecturer."""
    found: list[Sentence] = []
    known = list(standing)
    for line in lines:
        for other in known:
            if line.held_on == other.held_on:
                found.extend(_said(line, other))
        known.append(Taken(line.held_on, line.starts_at, line.ends_at, line.topic, line.lecturer))
    return list(dict.fromkeys(found))


def _said(line: Line, other: Taken) -> Iterable[Sentence]:
    when = f"{line.held_on:%m-%d} {line.starts_at:%H:%M}"
    if not other.class_name:
        if _meet(line, other):
            yield say(
                "%(when)s“%(topic)s”与本班“%(other)s”同一时间",
                when=when, topic=line.topic, other=other.topic,
            )  # fmt: skip
    elif _same_lecturer(line, other) and _meet(line, other):
        yield say(
            "%(when)s“%(topic)s”的授课人同一时间在%(other)s授课",
            when=when, topic=line.topic, other=other.class_name,
        )  # fmt: skip
    elif _same_lecturer(line, other) and line.half_day == other.half_day:
        yield say(
            "%(when)s“%(topic)s”的授课人同一半天在%(other)s授课",
            when=when, topic=line.topic, other=other.class_name,
        )  # fmt: skip


def _same_lecturer(line: Line, other: Taken) -> bool:
    """By their entries where both have one: namesakes are two people. By name otherwise."""
    if line.entry is not None and other.entry is not None:
        return line.entry == other.entry
    return bool(line.lecturer) and line.lecturer == other.lecturer


def _meet(line: Line, other: Taken) -> bool:
    return line.starts_at < other.ends_at and other.starts_at < line.ends_at


def _cells(raw: str) -> list[str]:
    """Columns where the line has tabs (they come from a sheet), words otherwise."""
    parts = raw.split("\t") if "\t" in raw else raw.split()
    return [part.strip() for part in parts]


def _left(cells: list[str]) -> list[str]:
    """Without the empty columns in front."""
    while cells and not cells[0]:
        cells = cells[1:]
    return cells


def _day_of(cells: Sequence[str], first: date, last: date) -> date | None:
    found = _DAY.match(cells[0])
    if found is None:
        return None
    year, month, number = found.groups()
    years = [int(year)] if year else sorted({first.year, last.year})
    days = [day for each in years if (day := _a_day(each, int(month), int(number)))]
    inside = [day for day in days if first <= day <= last]
    return next(iter(inside or days), None)


def _a_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _times_of(cells: Sequence[str]) -> Times | None:
    found = _TIMES.match(cells[0]) if cells else None
    if found is None:
        return None
    begin_hour, begin_minute, end_hour, end_minute = (int(part) for part in found.groups())
    try:
        return time(begin_hour, begin_minute), time(end_hour, end_minute)
    except ValueError:
        return None


def _line(
    day: date | None,
    half: HalfDay | None,
    span: Times | None,
    cells: Sequence[str],
    times: Mapping[HalfDay, Times],
) -> Line | None:
    if day is None or not cells or (span is None and half is None):
        return None
    if half is None or (span and half_day_of(span[0]) != half):
        half = half_day_of(span[0]) if span else half
    if half is None:
        return None
    begin, end = span or times[half]
    topic, lecturer, title, unit = [*cells, "", "", ""][:4]
    name, beside = name_and_unit(lecturer)
    return Line(
        day, half, begin, end, topic, name[:_LONGEST_NAME], title[:_LONGEST_NAME], (unit or beside)[:_LONGEST]
    )


def half_day_of(begin: time) -> HalfDay:
    if begin.hour < _NOON:
        return HalfDay.MORNING
    return HalfDay.AFTERNOON if begin.hour < _EVENING else HalfDay.EVENING


def _why_not(
    day: date | None, line: Line | None, cells: Sequence[str], first: date, last: date
) -> Sentence | str:
    if day is None:
        return say("没有日期，请写成“4月1日”或“2026-04-01”")
    if not first <= day <= last:
        return say("日期不在开班与结班日期之间，请核对")
    if not cells:
        return say("没有课程名称，请补上")
    if line is None:
        return say("没有时段或时间，请写“上午”或“09:00-12:00”")
    if len(line.topic) > _LONGEST:
        return say("课程名称太长，请缩短到120字以内")
    return "" if line.minutes > 0 else say("结束时间要晚于开始时间，请核对")
