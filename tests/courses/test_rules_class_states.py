"""Which state of a class may follow which."""

import pytest

from courses.rules.class_states import LOCKED, OVER, Facts, may_cancel, moves, refusal
from courses.words import ClassState

S = ClassState
FILED = Facts(has_filing_number=True)
TAKEN = Facts(seats_taken=3)
ALLOWED = {
    (S.PLANNED, S.OPEN), (S.PLANNED, S.FILING), (S.FILING, S.PLANNED), (S.FILED, S.OPEN), (S.FILED, S.FILING),
    (S.OPEN, S.RUNNING), (S.OPEN, S.PLANNED), (S.RUNNING, S.CLOSED), (S.RUNNING, S.OPEN), (S.CLOSED, S.ASSESSING),
    (S.CLOSED, S.COMPLETED), (S.CLOSED, S.RUNNING), (S.ASSESSING, S.COMPLETED), (S.ASSESSING, S.CLOSED),
    (S.COMPLETED, S.ARCHIVED), (S.COMPLETED, S.CLOSED), (S.ARCHIVED, S.COMPLETED),
}  # fmt: skip


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_every_pair_of_states_is_allowed_or_refused_with_what_to_do(state: S, wanted: S) -> None:
    said = refusal(state, wanted, Facts())
    assert (not said) == ((state, wanted) in ALLOWED)
    if said and state is not S.CANCELLED and (state, wanted) not in {(S.FILING, S.FILED), (S.OPEN, S.FILED)}:
        assert f"现在是“{state.label}”" in said
        assert all(move.to.label in said for move in moves(state, Facts()))


def test_a_filed_class_has_a_filing_number_and_gives_enrolment_back_to_the_filed_state() -> None:
    assert "备案号" in refusal(S.FILING, S.FILED, Facts())
    assert not refusal(S.FILING, S.FILED, FILED)
    assert [move.to for move in moves(S.OPEN, FILED)] == [S.RUNNING, S.FILED]
    assert [move.to for move in moves(S.OPEN, Facts())] == [S.RUNNING, S.PLANNED]
    assert "已备案" in refusal(S.OPEN, S.PLANNED, FILED)


def test_enrolment_is_not_taken_back_from_those_who_have_a_place() -> None:
    assert [move.to for move in moves(S.OPEN, TAKEN)] == [S.RUNNING]
    assert "办理退班" in refusal(S.OPEN, S.PLANNED, TAKEN)
    assert not refusal(S.RUNNING, S.OPEN, TAKEN)


def test_every_state_but_the_two_last_has_a_step_on_and_it_comes_first() -> None:
    for state in set(S) - LOCKED:
        assert not moves(state, FILED)[0].is_back
    assert [move.is_back for move in moves(S.ARCHIVED, Facts())] == [True]
    assert moves(S.CANCELLED, Facts()) == []


def test_a_class_is_cancelled_only_before_it_runs() -> None:
    assert {state for state in S if may_cancel(state)} == {S.PLANNED, S.FILING, S.FILED, S.OPEN}
    assert not {state for state in OVER if may_cancel(state)}
