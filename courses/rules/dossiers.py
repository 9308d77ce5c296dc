"""一期一档: which items of a class's file are due in which of its states. Pure functions."""

from __future__ import annotations

from courses.dossier_words import DossierItem, DossierState
from courses.words import ClassState

_ORDER = (
    ClassState.PLANNED, ClassState.FILING, ClassState.FILED, ClassState.OPEN, ClassState.RUNNING, ClassState.CLOSED,
    ClassState.ASSESSING, ClassState.COMPLETED, ClassState.ARCHIVED,
)  # fmt: skip
# The first state in which an item ought to be there.
_DUE = {
    DossierItem.NOTICE: ClassState.OPEN,
    DossierItem.PLAN: ClassState.OPEN,
    DossierItem.TIMETABLE: ClassState.OPEN,
    DossierItem.ROSTER: ClassState.RUNNING,
    DossierItem.SIGN_IN: ClassState.CLOSED,
    DossierItem.COURSEWARE: ClassState.CLOSED,
    DossierItem.TEST: ClassState.ASSESSING,
    DossierItem.MARKS: ClassState.COMPLETED,
    DossierItem.EVALUATION: ClassState.COMPLETED,
    DossierItem.SUMMARY: ClassState.COMPLETED,
    DossierItem.EXPENSES: ClassState.COMPLETED,
    DossierItem.CERTIFICATES: ClassState.COMPLETED,
}
# Nobody is made to take photographs of people at work: they may lie in the file, and are never missing.
OPTIONAL = frozenset({DossierItem.PHOTOS})
_OF_AN_ASSESSMENT = frozenset({DossierItem.TEST, DossierItem.MARKS})


def judge(item: DossierItem, state: ClassState, *, is_there: bool, is_assessed: bool) -> DossierState:
    """Where an item stands. A class that is completed without an assessment owes neither test nor marks.

    A cancelled class owes nothing.
    """
    if is_there:
        return DossierState.PRESENT
    if item in OPTIONAL:
        return DossierState.OPTIONAL
    if state is ClassState.CANCELLED or (item in _OF_AN_ASSESSMENT and not is_assessed):
        return DossierState.NOT_DUE
    is_due = _ORDER.index(state) >= _ORDER.index(_DUE[item])
    return DossierState.MISSING if is_due else DossierState.NOT_DUE
