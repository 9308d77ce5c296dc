"""When a lesson may be finished, what follows next, and what a day still takes. Pure functions; all in minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.words import Word
from core.words import gettext_noop as _


class LessonState(Word):
    """Where a learner stands with a lesson."""

    NOT_STARTED = "not_started", _("未开始")
    STARTED = "started", _("学习中")
    CHECKED = "checked", _("测验已通过")  # not finished yet: the day was full
    FINISHED = "finished", _("已完成")


@dataclass(frozen=True)
class Step:
    """What the choice of the next lesson needs to know of one lesson, in the order of the course."""

    lesson_id: int
    is_finished: bool
    opened_at: datetime | None


def next_step(steps: Sequence[Step]) -> Step | None:
    """The unfinished lesson that was opened last; where none was opened, the first unfinished one."""
    unfinished = [step for step in steps if not step.is_finished]
    opened = [step for step in unfinished if step.opened_at is not None]
    if opened:
        return max(opened, key=lambda step: step.opened_at)  # type: ignore[arg-type,return-value]
    return unfinished[0] if unfinished else None


def left_today(*, credited_today: int, limit: int) -> int:
    """Minutes that today still takes (rule row `lesson.daily_minutes`); never negative."""
    return max(limit - credited_today, 0)
