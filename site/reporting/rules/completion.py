"""应训、完成、完成率 of the pre-service training, and the month's 督导 beside them: what they mean. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.sentences import NOTHING, Sentence, say

REQUIRED = say("应训：当天主要岗位在统计范围内、入职不满一年的人员，一人只计一次")
COMPLETED = say("完成：应训人员中，学完岗前培训全部章节的人数")
RATE = say("完成率：完成除以应训，四舍五入到千分之一；没有应训人员的不计算")
SUPERVISED = say("本月督导：当天主要岗位在此的人员中，本月有督导经本人确认的人数，一人计一次")
DEFINITIONS = (REQUIRED, COMPLETED, RATE, SUPERVISED)


@dataclass(frozen=True, slots=True)
class Completion:
    """Counts of persons; `completed` is part of `required`."""

    required: int = 0
    completed: int = 0

    def __add__(self, other: Completion) -> Completion:
        return Completion(self.required + other.required, self.completed + other.completed)

    @property
    def rate(self) -> Sentence:
        """94.6%（440/465）; empty where nobody is required."""
        if not self.required:
            return NOTHING
        percent = Decimal(100) * self.completed / self.required
        shown = percent.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        return say("%(percent)s%%（%(done)s/%(all)s）", percent=shown, done=self.completed, all=self.required)

    @property
    def is_behind(self) -> bool:
        return self.completed < self.required
