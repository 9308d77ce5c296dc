"""Which questions are open, which answers still hold, and what a filing freezes of them."""

import pytest

from reporting.rules.filing_sheet import asked
from reporting.rules.questions import Answer, Doubt, carried, questions_record, unanswered
from reporting.words import Disposition, QuestionKind

LATE, HEADS = QuestionKind.AFTER_END, QuestionKind.HEAD_COUNT
ROWS = {LATE: [Doubt(person=2, session=5), Doubt(person=1, session=5)], HEADS: [Doubt(session=7)]}
SAID = Answer(Disposition.EXPLAINED, "核对过签到表")


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({}, [LATE, HEADS]),
        ({LATE: SAID}, [HEADS]),
        ({LATE: SAID, HEADS: Answer(Disposition.WAIVED, "  ")}, [HEADS]),
        ({LATE: SAID, HEADS: SAID}, []),
    ],
)
def test_a_question_with_rows_wants_an_answer_with_a_remark(answers: dict, left: list) -> None:
    assert unanswered(ROWS, answers) == left


def test_a_question_without_rows_is_none() -> None:
    assert unanswered({LATE: []}, {}) == []
    assert questions_record({LATE: []}, {}) == []


def test_what_is_frozen_has_the_rows_in_order_and_says_who_was_not_asked() -> None:
    late, heads = questions_record(ROWS, {LATE: SAID})
    assert late["rows"] == [[1, 5, 0, 0, 0], [2, 5, 0, 0, 0]]
    assert (late["answer"], late["remark"]) == ("explained", "核对过签到表")
    assert (heads["answer"], heads["remark"]) == ("not_asked", "")
    assert asked(late) == "下课以后才签到（2条）已核实，情况属实：核对过签到表"
    assert asked(heads) == "清点人数与签到人数不同（1条）未答复"


def test_an_answer_holds_for_a_correction_while_the_rows_are_the_same() -> None:
    filed = questions_record(ROWS, {LATE: SAID})
    assert carried(ROWS, filed) == {LATE: SAID}  # the other one was never answered
    assert carried({LATE: ROWS[LATE][:1], HEADS: ROWS[HEADS]}, filed) == {}
    assert carried({}, filed) == {}
