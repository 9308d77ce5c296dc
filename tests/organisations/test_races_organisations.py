"""Two changes of the tree at one moment leave a tree."""

from datetime import datetime

import pytest

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind
from tests.threads import race

pytestmark = pytest.mark.usefixtures("truncatable_ledger")


def _bureau(name: str, parent: Organisation | None, at: datetime) -> Organisation:
    details = OrganisationDetails(name=name, kind=OrganisationKind.AGENCY)
    return organisations.add(details=details, parent=parent, by=SYSTEM, at=at)


def _move(moving: Organisation, under: Organisation, at: datetime) -> object:
    return organisations.move(organisation=moving, parent=under, by=SYSTEM, at=at)


def _paths_tell_the_truth() -> bool:
    return all(
        one.path == f"{one.parent.path if one.parent else ''}{one.pk}/"
        for one in Organisation.objects.select_related("parent")
    )


def test_two_opposite_moves_make_no_ring(at: datetime) -> None:
    left, right = _bureau("甲", None, at), _bureau("乙", None, at)
    low_left, low_right = _bureau("甲一", left, at), _bureau("乙一", right, at)
    answers = race(lambda: _move(left, low_right, at), lambda: _move(right, low_left, at))
    assert sorted(isinstance(answer, RuleBroken) for answer in answers) == [False, True]
    assert _paths_tell_the_truth()


def test_what_is_moved_into_a_moving_branch_goes_along(at: datetime) -> None:
    top, branch, leaf = _bureau("甲", None, at), _bureau("乙", None, at), _bureau("丙", None, at)
    twig = _bureau("乙一", branch, at)
    race(lambda: _move(branch, top, at), lambda: _move(leaf, twig, at), lambda: _bureau("丁", twig, at))
    assert _paths_tell_the_truth()
    assert Organisation.objects.filter(path__startswith=f"{top.pk}/").count() == 5


def test_one_name_is_given_once(at: datetime) -> None:
    answers = race(lambda: _bureau("甲", None, at), lambda: _bureau("甲", None, at))
    refused = [answer for answer in answers if isinstance(answer, RuleBroken)]
    assert [answer.code for answer in refused] == ["organisation.name_taken"]
