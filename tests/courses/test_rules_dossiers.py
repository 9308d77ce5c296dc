"""What of a class's file is due when."""

import pytest

from courses.dossier_words import DossierItem, DossierState
from courses.rules.dossiers import OPTIONAL, judge
from courses.words import ClassState

S, D = ClassState, DossierState


@pytest.mark.parametrize(
    ("item", "state", "is_assessed", "expected"),
    [
        (DossierItem.NOTICE, S.PLANNED, False, D.NOT_DUE),
        (DossierItem.NOTICE, S.OPEN, False, D.MISSING),
        (DossierItem.ROSTER, S.OPEN, False, D.NOT_DUE),
        (DossierItem.ROSTER, S.RUNNING, False, D.MISSING),
        (DossierItem.SIGN_IN, S.RUNNING, False, D.NOT_DUE),
        (DossierItem.SIGN_IN, S.CLOSED, False, D.MISSING),
        (DossierItem.TEST, S.COMPLETED, False, D.NOT_DUE),
        (DossierItem.TEST, S.ASSESSING, True, D.MISSING),
        (DossierItem.MARKS, S.ASSESSING, True, D.NOT_DUE),
        (DossierItem.MARKS, S.ARCHIVED, True, D.MISSING),
        (DossierItem.SUMMARY, S.COMPLETED, False, D.MISSING),
        (DossierItem.SUMMARY, S.CANCELLED, False, D.NOT_DUE),
        (DossierItem.PHOTOS, S.ARCHIVED, True, D.OPTIONAL),
    ],
)
def test_an_item_is_missing_from_the_state_in_which_it_is_due(
    item: DossierItem, state: ClassState, is_assessed: bool, expected: DossierState
) -> None:
    assert judge(item, state, is_there=False, is_assessed=is_assessed) is expected


@pytest.mark.parametrize("state", list(ClassState))
@pytest.mark.parametrize("item", list(DossierItem))
def test_what_is_there_is_there_in_every_state(item: DossierItem, state: ClassState) -> None:
    assert judge(item, state, is_there=True, is_assessed=False) is DossierState.PRESENT


def test_nobody_owes_photographs() -> None:
    assert {DossierItem.PHOTOS} == OPTIONAL
