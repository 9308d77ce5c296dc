"""A pasted timetable is understood line by line, and what cannot be at the same time is named."""

from datetime import date, time

import pytest

from courses.rules.timetables import Line, Taken, conflicts, half_day_of, pasted
from courses.words import HalfDay

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 3)
M, A, E = HalfDay.MORNING, HalfDay.AFTERNOON, HalfDay.EVENING


def read(text: str, first: date = FIRST, last: date = LAST) -> list[Line]:
    found = pasted(text, first=first, last=last)
    assert found.problems == []
    return found.lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2026-04-01 上午 09:00-12:00 入户走访 温教员 副教授",
         Line(FIRST, M, time(9), time(12), "入户走访", "温教员", "副教授")),
        ("4月1日 下午 个案记录", Line(FIRST, A, time(14, 30), time(17, 30), "个案记录")),
        ("4/2\t\t19：00～20：30\t小组 工作\t温教员", Line(date(2026, 4, 2), E, time(19), time(20, 30), "小组 工作", "温教员")),
        ("04-03（周五） 8:30至11:30 督导", Line(LAST, M, time(8, 30), time(11, 30), "督导")),
        ("4月1日 上午 14:30-17:30 伦理", Line(FIRST, A, time(14, 30), time(17, 30), "伦理")),
    ],
)  # fmt: skip
def test_a_line_is_read_in_the_ways_people_write_it(text: str, line: Line) -> None:
    assert read(text) == [line]


def test_a_sheet_with_merged_dates_is_read_on() -> None:
    text = "4月1日\t上午\t入户走访\t温教员\n\t下午\t个案记录\t温教员\n\n4月2日\t上午\t伦理\t"
    assert [(line.held_on.day, line.half_day, line.topic) for line in read(text)] == [
        (1, M, "入户走访"), (1, A, "个案记录"), (2, M, "伦理"),
    ]  # fmt: skip


def test_the_year_is_that_of_the_class() -> None:
    lines = read("12月31日 上午 总结\n1月2日 上午 开题", date(2026, 12, 30), date(2027, 1, 3))
    assert [line.held_on for line in lines] == [date(2026, 12, 31), date(2027, 1, 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("上午 入户走访", "没有日期"),
        ("4月9日 上午 入户走访", "不在开班与结班日期之间"),
        ("4月1日 上午", "没有课程名称"),
        ("4月1日 入户走访", "没有时段或时间"),
        ("4月1日 12:00-09:00 入户走访", "结束时间要晚于开始时间"),
        ("2月30日 上午 入户走访", "没有日期"),
        ("4月1日 上午 " + "长" * 121, "太长"),
    ],
)
def test_a_line_that_is_not_understood_is_named_with_the_remedy(text: str, words: str) -> None:
    found = pasted("4月1日 下午 个案\n" + text if "没有日期" not in words else text, first=FIRST, last=LAST)
    assert len(found.problems) == 1
    assert words in found.problems[0]
    assert ("第1行" if "没有日期" in words else "第2行") in found.problems[0]


def test_minutes_are_from_begin_to_end_and_the_half_day_from_the_begin() -> None:
    assert read("4月1日 9:00-10:45 课")[0].minutes == 105
    assert [half_day_of(time(hour)) for hour in (8, 11, 12, 17, 18)] == [M, M, A, A, E]


def test_the_same_time_in_the_class_and_the_same_lecturer_elsewhere_are_conflicts() -> None:
    line = Line(FIRST, M, time(9), time(12), "入户走访", "温教员")
    later = Line(FIRST, A, time(12), time(13), "个案", "温教员")
    own = Taken(FIRST, time(11), time(12, 30), "伦理", "李教员")
    theirs = Taken(FIRST, time(11), time(13), "政策", "温教员", "“云岭班”")
    nobody = Taken(FIRST, time(9), time(12), "政策", "", "“云岭班”")
    assert conflicts([line], []) == []
    assert conflicts([line], [Taken(LAST, time(9), time(12), "伦理")]) == []
    assert ["本班“伦理”" in one for one in conflicts([line], [own])] == [True]
    assert ["在“云岭班”授课" in one for one in conflicts([line], [theirs])] == [True]
    assert conflicts([line], [nobody]) == []
    assert conflicts([line, later], []) == []
    assert len(conflicts([line, line], [])) == 1
