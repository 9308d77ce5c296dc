"""Whom a printed name means, and when one lecturer is in two places."""

from datetime import date, time

import pytest

from courses.rules.lecturers import Known, meant, name_and_unit
from courses.rules.timetables import Line, Taken, conflicts, pasted
from courses.words import HalfDay

DAY = date(2026, 3, 16)
WEN = Known(1, "温教员", "南岭省社科院")
NAMESAKE = Known(2, "温教员", "榕江市委党校")
BRANCH = Known(3, "温教员", "榕江市委党校东湖分校")
LI = Known(4, "李教员", "")
REGISTER = [WEN, NAMESAKE, BRANCH, LI]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("温教员", ("温教员", "")),
        ("温教员 省社科院", ("温教员", "省社科院")),
        ("温教员（省社科院）", ("温教员", "省社科院")),
        ("温教员 (省社科院)", ("温教员", "省社科院")),
        ("Mary Richmond", ("Mary Richmond", "")),
        ("", ("", "")),
    ],
)
def test_a_name_with_its_unit(text: str, expected: tuple[str, str]) -> None:
    assert name_and_unit(text) == expected


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("温教员", "", [WEN, NAMESAKE, BRANCH]),  # for the caller to refuse
        ("温教员", "社科院", [WEN]),
        ("温教员", "榕江市委党校", [NAMESAKE]),  # written in full
        ("温教员", "党校", [NAMESAKE, BRANCH]),
        ("温教员", "北京某校", []),
        ("李教员", "", [LI]),
        ("李教员", "党校", []),  # the register does not know the unit: not guessed
        ("", "", []),
        ("张教员", "", []),
    ],
)
def test_whom_a_name_means(name: str, unit: str, expected: list[Known]) -> None:
    assert meant(name, unit, REGISTER) == expected


def test_a_pasted_line_names_the_unit_in_a_column_or_beside_the_name() -> None:
    text = "2026-03-16\t上午\t\t伦理\t温教员\t教授\t省社科院\n下午 个案 温教员（党校） 副教授"
    found = pasted(text, first=DAY, last=DAY)
    assert not found.problems
    assert [(line.lecturer, line.lecturer_title, line.lecturer_unit) for line in found.lines] == [
        ("温教员", "教授", "省社科院"), ("温教员", "副教授", "党校"),
    ]  # fmt: skip


def line(entry: int | None = None) -> Line:
    return Line(DAY, HalfDay.MORNING, time(8, 30), time(9, 30), "伦理", "温教员", entry=entry)


def other(entry: int | None = None, begin: int = 10, half: HalfDay = HalfDay.MORNING) -> Taken:
    return Taken(DAY, time(begin), time(begin + 1), "政策", "温教员", "“云岭班”", half, entry)


def test_two_classes_of_one_half_day_are_a_conflict_even_one_after_the_other() -> None:
    assert ["同一半天在“云岭班”" in one for one in conflicts([line()], [other()])] == [True]
    assert conflicts([line()], [other(begin=15, half=HalfDay.AFTERNOON)]) == []


def test_entries_tell_namesakes_apart() -> None:
    assert conflicts([line(1)], [other(2)]) == []
    assert len(conflicts([line(1)], [other(1)])) == 1
    assert len(conflicts([line(1)], [other(None)])) == 1  # by name, where one has no entry
