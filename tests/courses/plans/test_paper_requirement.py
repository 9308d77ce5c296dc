"""The seeded plan's 结业测验: open once its paper is, met by passing it, and kept in the period."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from assessment.models import PaperVersion
from assessment.paper_querysets import all_paper_versions, versions_asked
from assessment.services import paper_content, sittings
from assessment.services.sittings import Given
from core import events
from courses.plan_overview import cards_of
from courses.plan_words import NodeState
from courses.services import course_content, plans
from organisations.authority import SYSTEM
from people.models import Person
from tests.assessment.papers import begun, by
from tests.cast import Cast, Places

PRE_SERVICE = settings.ROOT / "courses" / "content" / "pre_service"
PAPERS = settings.ROOT / "courses" / "papers"


@pytest.fixture
def worker(places: Places, cast: Cast, at: datetime) -> Person:
    course_content.load(folder=PRE_SERVICE, by=SYSTEM, at=at)
    person = cast.worker("陈小燕", places.station, hired=at.date() - timedelta(days=10))
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    return person


def exit_test(person: Person, at: datetime) -> tuple[NodeState, str, list[str]]:
    """Its state, what is missing, and the ways to it."""
    card = next(
        one for one in cards_of(person, by(person, at), on=at.date()) if one.plan.code == "pre-service"
    )
    branch = next(one for one in card.branches if one.key == "exit-test")
    return branch.state, str(branch.missing), [way.url for way in branch.ways]


def sit(version: PaperVersion, person: Person, at: datetime, *, right: int) -> None:
    sitting = begun(version, person, at)
    given = [Given(one.pk, "".join(sorted(one.right_keys))) for one in versions_asked(version)[:right]]
    sittings.save(sitting=sitting.public_id, answers=given, sequence=None, by=by(person, at), at=at)
    sittings.hand_in(sitting=sitting, by=by(person, at), at=at)
    events.deliver_pending()


def test_the_exit_test_opens_with_its_paper_and_is_met_by_passing_it(worker: Person, at: datetime) -> None:
    assert exit_test(worker, at)[0] is NodeState.BLOCKED
    paper_content.load(folder=PAPERS, by=SYSTEM, at=at)
    version = all_paper_versions().open_to_everybody().get()
    state, missing, ways = exit_test(worker, at)
    assert (state, missing) == (NodeState.OPEN, "还没有参加测验")
    assert ways == [f"/papers/{version.paper.public_id}/sit/"]
    sit(version, worker, at, right=5)
    state, missing, _ways = exit_test(worker, at)
    assert (state, "最好成绩" in missing) == (NodeState.OPEN, True)
    sit(version, worker, at, right=24)
    assert exit_test(worker, at)[0] is NodeState.MET


def test_a_paper_out_of_its_window_is_not_open(worker: Person, at: datetime) -> None:
    paper_content.load(folder=PAPERS, by=SYSTEM, at=at)
    version = all_paper_versions().open_to_everybody().get()
    version.paper.retired_at = at
    version.paper.save()
    assert exit_test(worker, at)[0] is NodeState.BLOCKED
