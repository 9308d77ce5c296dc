"""Which state of a class may follow which. Pure functions.

The order is that of a bureau's files: planned, filed with the authority, open, running, closed, assessed, completed,
archived. Filing and assessment may be left out; a step too far is taken back one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.sentences import NOTHING, Sentence, listed, say
from courses.words import ClassState

BEFORE_RUNNING = frozenset({ClassState.PLANNED, ClassState.FILING, ClassState.FILED, ClassState.OPEN})
OVER = frozenset({ClassState.CLOSED, ClassState.ASSESSING, ClassState.COMPLETED, ClassState.ARCHIVED})
LOCKED = frozenset({ClassState.CANCELLED, ClassState.ARCHIVED})  # nothing of the class may change


@dataclass(frozen=True)
class Facts:
    """What a move depends on; `seats_taken` counts places in the class."""

    seats_taken: int = 0
    has_filing_number: bool = False


@dataclass(frozen=True)
class Move:
    """One step, with the verb of its button."""

    to: ClassState
    label: Sentence
    is_back: bool = False


# The first step of each state is the usual one.
_MOVES: Mapping[ClassState, tuple[Move, ...]] = {
    ClassState.PLANNED: (
        Move(ClassState.OPEN, say("开放报名")),
        Move(ClassState.FILING, say("提交备案")),
    ),
    ClassState.FILING: (
        Move(ClassState.FILED, say("备案已通过")),
        Move(ClassState.PLANNED, say("撤回备案"), is_back=True),
    ),
    ClassState.FILED: (
        Move(ClassState.OPEN, say("开放报名")),
        Move(ClassState.FILING, say("重新备案"), is_back=True),
    ),
    ClassState.OPEN: (
        Move(ClassState.RUNNING, say("开班，停止报名")),
        Move(ClassState.FILED, say("收回报名"), is_back=True),
        Move(ClassState.PLANNED, say("收回报名"), is_back=True),
    ),
    ClassState.RUNNING: (
        Move(ClassState.CLOSED, say("结课")),
        Move(ClassState.OPEN, say("重新开放报名"), is_back=True),
    ),
    ClassState.CLOSED: (
        Move(ClassState.ASSESSING, say("开始考核")),
        Move(ClassState.COMPLETED, say("结业，不设考核")),
        Move(ClassState.RUNNING, say("重新开班"), is_back=True),
    ),
    ClassState.ASSESSING: (
        Move(ClassState.COMPLETED, say("结业")),
        Move(ClassState.CLOSED, say("退回结课"), is_back=True),
    ),
    ClassState.COMPLETED: (
        Move(ClassState.ARCHIVED, say("归档")),
        Move(ClassState.CLOSED, say("退回结课"), is_back=True),
    ),
    ClassState.ARCHIVED: (Move(ClassState.COMPLETED, say("撤销归档"), is_back=True),),
    ClassState.CANCELLED: (),
}


def moves(state: ClassState, facts: Facts) -> list[Move]:
    """What is offered: the usual next step first, steps back last. A class that people joined is not taken back."""
    return [move for move in _MOVES[state] if not (move.is_back and _why_not(state, move.to, facts))]


def refusal(state: ClassState, wanted: ClassState, facts: Facts) -> Sentence:
    """Why the class may not take this step, and what to do instead; empty where it may."""
    if any(move.to is wanted for move in _MOVES[state]):
        return _why_not(state, wanted, facts)
    offered = [move.to.label for move in moves(state, facts)]
    if not offered:
        return say("这个班次已经取消，状态不能再改。需要时请另开一个班次。")
    return say(
        "班次现在是“%(state)s”，不能直接改为“%(wanted)s”。可以改为：%(offered)s。",
        state=state, wanted=wanted, offered=listed(dict.fromkeys(offered)),
    )  # fmt: skip


def is_back(state: ClassState, wanted: ClassState) -> bool:
    """Whether the step takes something back, and so brings nothing new with it."""
    return any(move.to is wanted and move.is_back for move in _MOVES[state])


def may_cancel(state: ClassState) -> bool:
    """Only before it runs: what has begun is closed instead."""
    return state in BEFORE_RUNNING


def _why_not(state: ClassState, wanted: ClassState, facts: Facts) -> Sentence:
    if wanted is ClassState.FILED and not facts.has_filing_number:
        return say("还没有备案号。请先在“修改班次”里填写，再改为“已备案”。")
    if state is ClassState.OPEN and wanted in BEFORE_RUNNING:
        if facts.seats_taken:
            return say("已有学员报名，不能收回。请先为他们办理退班，或取消班次。")
        if wanted is ClassState.PLANNED and facts.has_filing_number:
            return say("这个班次有备案号，收回报名后是“已备案”。请刷新页面后再试。")
    return NOTHING
