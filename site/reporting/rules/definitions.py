"""口径: what each figure means, as data. The same text stands on the page, in the command's answer and under a filing."""

from __future__ import annotations

from core.sentences import Sentence, say
from reporting.rules.metrics import UNIT_TEXTS, VERSION, Metric, of_figure
from reporting.words import Figure, Side, VisitsUnit

__all__ = ["COUNTED", "SIDE_TEXTS", "UNIT_TEXTS", "VERSION", "definitions", "definitions_record"]

COUNTED = say(
    "只计出勤、迟到、早退、补签、补课，按课次的排定时长足额计入，"
    "不论实际签到、签退时间，迟到、早退另有标记；请假、缺勤不计"
)
SIDE_TEXTS: dict[Side, Sentence] = {
    Side.ORGANISER: say("统计范围内的单位主办的班次，不论参训人员来自哪里"),
    Side.PARTICIPANT: say("课次当天任职在统计范围内的人员，不论班次由谁主办"),
}


def definitions(unit: VisitsUnit) -> tuple[Metric, ...]:
    """In the order of `Figure`."""
    return tuple(of_figure(figure, unit) for figure in Figure)


def definitions_record(unit: VisitsUnit) -> dict[str, dict[str, str | list[str]]]:
    return {figure.value: of_figure(figure, unit).as_record() for figure in Figure}
