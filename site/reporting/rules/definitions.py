"""口径: what each figure means, as data. The same text stands on the page, in the command's answer and under a filing."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.words import Figure, Side, VisitsUnit

VERSION = "figures@1"

COUNTED = "只计出勤、迟到、早退、补签、补课，按课次的排定时长足额计入，不论实际签到、签退时间，迟到、早退另有标记；请假、缺勤不计"
UNIT_TEXTS: dict[VisitsUnit, str] = {
    VisitsUnit.PERSON_DAY: "一人一天计1人次（当天到过任何一课次即计）",
    VisitsUnit.SESSION: "一人到一课次（半天）计1人次",
    VisitsUnit.COURSE: "一人在一个班次里学一门课程计1人次，不论这门课分几次上",
    VisitsUnit.CLASS: "一人到一个班次计1人次，不论到了几天",
}
SIDE_TEXTS: dict[Side, str] = {
    Side.ORGANISER: "统计范围内的单位主办的班次，不论参训人员来自哪里",
    Side.PARTICIPANT: "课次当天任职在统计范围内的人员，不论班次由谁主办",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """`adds_up` names the sides on which the rows of a table may be added to their total; else it is counted anew."""

    figure: Figure
    unit: str
    text: str
    adds_up: frozenset[Side] = frozenset()

    def as_record(self) -> dict[str, str | list[str]]:
        return {
            "name": self.figure.label,
            "unit": self.unit,
            "text": self.text,
            "adds_up": sorted(side.value for side in self.adds_up),
        }


_OWNED = frozenset({Side.ORGANISER})
_BOTH = frozenset(Side)


def definitions(unit: VisitsUnit) -> tuple[Definition, ...]:
    """In the order of `Figure`."""
    return (
        Definition(
            Figure.ROUNDS, "期",
            "有人到课的不同的期：同一主办、同一年度、同一期号计1期；没有期号的班次合计1期", _OWNED,
        ),
        Definition(Figure.CLASSES, "个", "有人到课的班次数", _OWNED),
        Definition(
            Figure.PEOPLE, "人",
            "不同的人，一个人不论参加几次只计1人；各级分别重新去重，下级相加不等于上级；并档的人员按1人计",
        ),
        Definition(
            Figure.VISITS, unit.label, UNIT_TEXTS[unit],
            {VisitsUnit.SESSION: _BOTH, VisitsUnit.PERSON_DAY: frozenset[Side]()}.get(unit, _OWNED),
        ),
        Definition(Figure.HALF_DAY_SIGN_INS, "人·课次", "一人到一课次（半天）计1次", _BOTH),
        Definition(
            Figure.HOURS_DELIVERED, "小时",
            "授课时长：有人到课的课次的排定时长之和，每课次只计一次，不乘人数；按参训人员统计时为这些人员到过的课次", _OWNED,
        ),
        Definition(Figure.PERSON_HOURS, "小时", "每人到课的课次时长之和（时长乘以到课的人）", _BOTH),
    )  # fmt: skip


def definitions_record(unit: VisitsUnit) -> dict[str, dict[str, str | list[str]]]:
    return {definition.figure.value: definition.as_record() for definition in definitions(unit)}
