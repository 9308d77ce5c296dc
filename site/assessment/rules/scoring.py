"""Scoring. Points are counted in halves, as integers: 0.5 point is 1. Pure functions."""

from __future__ import annotations

from collections.abc import Set
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
        """A true/false or short written question is worth what a single choice is: one thing is to be known."""
        return self.multiple if kind is QuestionKind.MULTIPLE else self.single


def score(kind: QuestionKind, *, right: Set[str], chosen: Set[str], marks: Marks) -> int:
    """Half points of one answer.

    A multiple answer is worth everything where it is complete, nothing where it holds a wrong option, and
    `each_right` for every right option where it is incomplete. A blank answer is worth nothing.
    """
    if chosen == right:
        return marks.full(kind)
    if kind is not QuestionKind.MULTIPLE or not chosen <= right:
        return 0
    return min(len(chosen) * marks.each_right, marks.multiple)


def has_passed(scored: int, *, full: int, percent: int) -> bool:
    """At least so many percent of the full marks; halves of a point are not rounded."""
    return full > 0 and scored * 100 >= full * percent


def shown_points(halves: int) -> str:
    """5 half points read as 2.5, 4 as 2."""
    return f"{halves / HALVES_PER_POINT:g}"
