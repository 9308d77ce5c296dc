"""Scoring. Points are counted in halves, as integers: 0.5 point is 1. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from assessment.words import QuestionKind

HALVES_PER_POINT = 2


@dataclass(frozen=True)
class Marks:
    """What an answer is worth, in half points (rule row `check.marks`)."""

    single: int
    multiple: int
    each_right: int  # for every right option of an incomplete multiple answer

    def full(self, kind: QuestionKind) -> int:
        return self.single if kind is QuestionKind.SINGLE else self.multiple


def score(kind: QuestionKind, *, right: Set[str], chosen: Set[str], marks: Marks) -> int:
    """Half points of one answer.

    A multiple answer is worth everything where it is complete, nothing where it holds a wrong option, and
    `each_right` for every right option where it is incomplete. A blank answer is worth nothing.
    """
    if chosen == right:
        return marks.full(kind)
    if kind is QuestionKind.SINGLE or not chosen <= right:
        return 0
    return min(len(chosen) * marks.each_right, marks.multiple)


def has_passed(scored: int, *, full: int, percent: int) -> bool:
    """At least so many percent of the full marks; halves of a point are not rounded."""
    return full > 0 and scored * 100 >= full * percent


def shown_points(halves: int) -> str:
    """5 half points read as 2.5, 4 as 2."""
    return f"{halves / HALVES_PER_POINT:g}"


def problem_of(kind: QuestionKind, options: Iterable[tuple[str, bool]]) -> str:
    """Why a question can't be asked like this (a Chinese sentence that says how to mend it), or an empty text."""
    texts, rights = zip(*options, strict=True) if (options := list(options)) else ((), ())
    if not 2 <= len(texts) <= 6:
        return "选项要有2至6个。请增减选项。"
    if len({text.strip() for text in texts}) < len(texts):
        return "有两个选项的文字相同。请改成不同的说法。"
    right = sum(rights)
    if kind is QuestionKind.SINGLE and right != 1:
        return "单选题只能有一个正确选项。请重新勾选。"
    if kind is QuestionKind.MULTIPLE and not 2 <= right < len(texts):
        return "多选题要有两个以上正确选项，并且至少有一个不对的选项。请重新勾选。"
    return ""
