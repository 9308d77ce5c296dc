"""Half points of an answer, by the rule of the national exam."""

import dataclasses
from typing import Any

import pytest

from assessment.rules import Marks, has_passed, problem_of, score, shown_points
from assessment.rules.wording import QuestionDetails, trouble_with
from assessment.words import QuestionKind, TagKind

MARKS = Marks(single=2, multiple=4, each_right=1)


@pytest.mark.parametrize(
    ("key", "chosen", "points"),
    [
        ("ABD", "ABD", "2"),
        ("ABD", "AB", "1"),
        ("ABD", "A", "0.5"),
        ("ABD", "ABC", "0"),
        ("ABD", "C", "0"),
        ("ABD", "", "0"),
        ("ABCD", "ABC", "1.5"),
        ("ABCD", "ABCDE", "0"),
        ("AB", "B", "0.5"),
    ],
)
def test_a_multiple_answer_earns_half_a_point_for_each_right_option_and_nothing_with_a_wrong_one(
    key: str, chosen: str, points: str
) -> None:
    scored = score(QuestionKind.MULTIPLE, right=frozenset(key), chosen=frozenset(chosen), marks=MARKS)
    assert shown_points(scored) == points


@pytest.mark.parametrize(("chosen", "halves"), [("C", 2), ("A", 0), ("", 0), ("AC", 0)])
def test_a_single_answer_is_right_or_worth_nothing(chosen: str, halves: int) -> None:
    assert score(QuestionKind.SINGLE, right=frozenset("C"), chosen=frozenset(chosen), marks=MARKS) == halves


@pytest.mark.parametrize(
    ("scored", "full", "passed"), [(6, 10, True), (5, 10, False), (7, 12, False), (0, 0, False)]
)
def test_sixty_percent_is_enough_and_nothing_below_is_rounded_up(
    scored: int, full: int, passed: bool
) -> None:
    assert has_passed(scored, full=full, percent=60) is passed


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        (QuestionKind.SINGLE, [("甲", True), ("乙", False)], ""),
        (QuestionKind.SINGLE, [("甲", True), ("乙", True)], "只能有一个"),
        (QuestionKind.SINGLE, [("甲", True)], "2至6个"),
        (QuestionKind.SINGLE, [], "2至6个"),
        (QuestionKind.MULTIPLE, [("甲", True), ("乙", False), ("丙", False)], "两个以上"),
        (QuestionKind.MULTIPLE, [("甲", True), ("乙", True)], "至少有一个不对"),
        (QuestionKind.MULTIPLE, [("甲", True), ("甲 ", True), ("丙", False)], "相同"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_with_the_way_to_mend_it(
    kind: QuestionKind, options: list[tuple[str, bool]], says: str
) -> None:
    found = problem_of(kind, options)
    assert (says in found) if says else not found


@pytest.mark.parametrize("changed", [
    {"code": "甲\n乙"}, {"title": "甲\n乙"}, {"category": "甲\n乙"}, {"tags": ((TagKind.FREE, "甲\n乙"),)},
])  # fmt: skip
def test_names_stand_on_one_line(changed: dict[str, Any]) -> None:
    plain = QuestionDetails("", QuestionKind.SHORT, "题干\n第二行", (), explanation="甲\n乙")
    assert not trouble_with(plain)
    assert "换行" in trouble_with(dataclasses.replace(plain, **changed))
