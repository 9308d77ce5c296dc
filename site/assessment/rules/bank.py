"""The way of a question through the bank. Pure."""

from __future__ import annotations

from assessment.words import QuestionState

_STEPS = {
    QuestionState.DRAFT: (QuestionState.REVIEW, QuestionState.RETIRED),
    QuestionState.REVIEW: (QuestionState.LIVE, QuestionState.DRAFT),
    QuestionState.LIVE: (QuestionState.RETIRED, QuestionState.REVIEW),
    QuestionState.RETIRED: (QuestionState.DRAFT,),
}


def next_states(state: QuestionState) -> tuple[QuestionState, ...]:
    """Where a question may go from here, the usual step first."""
    return _STEPS[state]
