"""Marks that other systems give to single options, as right and wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessment.formats.findings import Unfit
from assessment.words import QuestionKind
from core.sentences import NOTHING, Sentence, say

_NEAR = 0.5  # percent: thirds are written as 33.333


@dataclass(frozen=True)
class Weighed:
    """One option of a file with its share of the marks, in percent, and the feedback on it."""

    text: str
    percent: float
    why: str = ""


def choices(
    kind: QuestionKind, given: Sequence[Weighed]
) -> tuple[tuple[tuple[str, bool], ...], tuple[str, ...]]:
    """Options and whys of a choice question.

    Raises Unfit for marks in between: the bank knows right and wrong, its rule rows give the marks.
    """
    if kind is QuestionKind.MULTIPLE:
        shares = [one.percent for one in given if one.percent > 0]
        if shares and (max(shares) - min(shares) > _NEAR or abs(sum(shares) - 100) > _NEAR):
            raise Unfit(
                say(
                    "多选题各正确选项的分值不相等，或合计不是满分，题库按统一规则计分，存不下。请改成相等的分值。"
                )
            )
    elif any(0 < one.percent < 100 - _NEAR for one in given):
        raise Unfit(say("单选题有得部分分的选项，题库存不下。请把每个选项改成全对或全错。"))
    return tuple((one.text, one.percent > 0) for one in given), whys([one.why for one in given])


def fined(percents: Iterable[float], *, is_multiple: bool) -> Sentence:
    """What is left out where wrong options cost marks of their own, or nothing.

    In a multiple choice a wrong option that takes all is what the rules of the bank say themselves.
    """
    costs = [one for one in percents if one < 0]
    if is_multiple:
        costs = [one for one in costs if one > -100 + _NEAR]
    return say("不带入错选项的倒扣分值") if costs else NOTHING


def answers(given: Sequence[Weighed]) -> tuple[tuple[tuple[str, bool], ...], tuple[str, ...], Sentence]:
    """Accepted answers of a short written question, their whys, and what is left out: answers worth nothing."""
    if any(0 < one.percent < 100 - _NEAR for one in given):
        raise Unfit(say("简答题有得部分分的答案，题库存不下。请只留全对的答案。"))
    kept = [one for one in given if one.percent > 0]
    if any("*" in one.text.replace("\\*", "") for one in kept):
        raise Unfit(say("答案里用了通配符 *，题库按原文比对，存不下。请列出每个可接受的答案。"))
    if not kept:
        raise Unfit(say("没有一个答案算对。请补上可接受的答案。"))
    note = say("不带入：不得分的答案和它的反馈") if len(kept) < len(given) else NOTHING
    return (
        tuple((one.text.replace("\\*", "*"), True) for one in kept), whys([one.why for one in kept]), note
    )  # fmt: skip


def whys(texts: Sequence[str]) -> tuple[str, ...]:
    """Nothing where no option has a word of its own."""
    return tuple(texts) if any(texts) else ()
