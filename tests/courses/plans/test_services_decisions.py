"""Waivers, pauses and accepted evidence: who may, for whom, and what each does to the plan."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.errors import RuleBroken
from core.models import Event
from courses import plan_judging
from courses.models import Equivalent, Waiver
from courses.plan_querysets import all_pauses, all_plan_periods, all_waivers
from courses.plan_words import PauseKind, PlanState
from courses.rules.plans.evaluation import Evaluation
from courses.services import plan_decisions, plans
from courses.services.plan_decisions import Grounds
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from people.services import merging, persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.inbox.heard import told_to

GROUNDS = Grounds("照单位的证明", "东民〔2026〕3号")


@pytest.fixture
def worker(seeded: int, places: Places, cast: Cast, at: datetime) -> Person:
    """Forty days at the station: ten days late."""
    fresh = cast.worker("林晓雯", places.station, hired=at.date() - timedelta(days=40))
    plans.assign(by=SYSTEM, at=at)
    return fresh


def stands(person: Person, at: datetime, code: str = "pre-service") -> Evaluation:
    found = all_plan_periods().asked().current(at.date()).of_people([person.pk]).filter(plan__code=code)
    (line,) = plan_judging.judge(found, on=at.date())
    return line.evaluation


def about(worker: Person, at: datetime, **more: Any) -> dict[str, Any]:
    return {"person": worker, "grounds": GROUNDS, "by": SYSTEM, "at": at} | more


def test_a_waived_plan_is_done_until_the_waiver_is_withdrawn(worker: Person, at: datetime) -> None:
    assert stands(worker, at).state is PlanState.OVERDUE
    first_day = at.date() - timedelta(days=1)
    waiver = plan_decisions.waive(
        code="pre-service", key="", first_day=first_day, last_day=None, **about(worker, at)
    )
    assert stands(worker, at).state is PlanState.DONE
    assert told_to(worker) == [("主管为您登记了培训计划的豁免。", "/learn/plan/")]
    for _again in range(2):
        plan_decisions.withdraw(decision=waiver, by=SYSTEM, at=at)
    assert stands(worker, at).state is PlanState.OVERDUE
    assert Waiver.objects.get().reason == GROUNDS.reason
    assert Event.objects.filter(name="courses.plan.decision_withdrawn").count() == 1
    assert GROUNDS.reason not in str(Event.objects.get(name="courses.plan.waived").data)


def test_a_pause_stops_the_days_and_its_end_moves_them(worker: Person, at: datetime) -> None:
    hired: date = worker.hired_on  # type: ignore[assignment]
    pause = plan_decisions.pause(
        kind=PauseKind.LEAVE, first_day=hired + timedelta(days=10), last_day=None, **about(worker, at)
    )
    assert (stands(worker, at).state, stands(worker, at).due_on) == (PlanState.PAUSED, None)
    plan_decisions.end_pause(pause=pause, last_day=hired + timedelta(days=24), by=SYSTEM, at=at)
    found = stands(worker, at)
    assert (found.state, found.due_on) == (PlanState.OPEN, hired + timedelta(days=45))


def test_evidence_counts_whole_or_in_hours(worker: Person, at: datetime) -> None:
    day = at.date()
    plan_decisions.accept(
        code="pre-service", key="course", day=day, last_day=None, minutes=None, **about(worker, at)
    )
    plan_decisions.accept(
        code="pre-service", key="hours", day=day, last_day=None, minutes=1_800, **about(worker, at)
    )
    found = stands(worker, at)
    # What is left is the final test, which is not open yet.
    assert (found.state, found.settled) == (PlanState.BLOCKED, 2)


@pytest.mark.parametrize(
    ("key", "minutes", "days", "code"),
    [
        ("nothing", None, 0, "plan.not_asked"),
        ("course", 60, 0, "plan.minutes_not_asked"),
        ("hours", None, 0, "plan.minutes_missing"),
        ("course", None, 1, "plan.evidence_early"),
    ],
)
def test_what_cannot_be_accepted(
    worker: Person, at: datetime, key: str, minutes: int | None, days: int, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        plan_decisions.accept(
            code="pre-service", key=key, day=at.date() + timedelta(days=days), last_day=None, minutes=minutes,
            **about(worker, at),
        )  # fmt: skip
    assert refused.value.code == code


def test_nobody_decides_for_themselves_or_for_another_county(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    officer = cast.with_role("县主管", Role.OFFICER, places.county)
    stranger = cast.with_role("邻县主管", Role.OFFICER, places.other_county)
    head = cast.with_role("站长", Role.STATION_HEAD, places.station)
    plans.assign(by=SYSTEM, at=at)
    given = {
        "code": "in-service",
        "key": "",
        "first_day": at.date(),
        "last_day": None,
        "grounds": GROUNDS,
        "at": at,
    }
    for person, by in ((officer, officer), (worker, stranger), (worker, head)):
        with pytest.raises(RuleBroken):
            plan_decisions.waive(person=person, by=cast.by(by), **given)
    plan_decisions.waive(person=worker, by=cast.by(officer), **given)
    assert all_waivers().get().decided_by == officer.pk


def test_a_pause_is_ended_earlier_but_neither_lengthened_nor_ended_when_withdrawn(
    worker: Person, at: datetime
) -> None:
    day = at.date()
    kept = plan_decisions.pause(kind=PauseKind.LEAVE, first_day=day, last_day=None, **about(worker, at))
    for days in (9, 5):
        plan_decisions.end_pause(pause=kept, last_day=day + timedelta(days=days), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        plan_decisions.end_pause(pause=kept, last_day=day + timedelta(days=6), by=SYSTEM, at=at)
    assert refused.value.code == "plan.pause_longer"
    plan_decisions.withdraw(decision=kept, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        plan_decisions.end_pause(pause=kept, last_day=day, by=SYSTEM, at=at)
    assert refused.value.code == "plan.pause_withdrawn"
    assert [one.data for one in Event.objects.filter(name="courses.plan.pause_ended")] == [{}, {}]


def test_decisions_of_a_merged_record_are_managed_through_the_one_that_stays(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    twin = persons.add(details=PersonDetails(name="林晓雯"), organisation=places.station, by=SYSTEM, at=at)
    held = PostingDetails(organisation=places.station, starts_on=at.date())
    postings.start(person=twin, details=held, by=SYSTEM, at=at)
    kept = plan_decisions.pause(kind=PauseKind.LEAVE, first_day=at.date(), last_day=None, **about(twin, at))
    merging.merge(person=twin, into=worker, by=SYSTEM, at=at)
    officer = cast.with_role("县主管", Role.OFFICER, places.county)
    stranger = cast.with_role("邻县主管", Role.OFFICER, places.other_county)
    by = cast.by(officer)
    assert all_pauses().manageable_by(by, on=at.date()).get() == kept
    assert not all_pauses().manageable_by(cast.by(stranger), on=at.date()).exists()
    plan_decisions.end_pause(pause=kept, last_day=at.date(), by=by, at=at)
    for wrong in (cast.by(stranger), cast.by(worker)):
        with pytest.raises(RuleBroken):
            plan_decisions.withdraw(decision=kept, by=wrong, at=at)
    plan_decisions.withdraw(decision=kept, by=by, at=at)
    assert not all_pauses().standing().exists()


def finish(worker: Person, at: datetime) -> Equivalent:
    """Pre-service training: the course and the test waived, the hours accepted, 1,800 minutes of them."""
    for key in ("course", "exit-test"):
        plan_decisions.waive(
            code="pre-service", key=key, first_day=at.date(), last_day=None, **about(worker, at)
        )
    return plan_decisions.accept(
        code="pre-service", key="hours", day=at.date(), last_day=None, minutes=1_800, **about(worker, at)
    )


def longer_xueshi(at: datetime, jurisdiction: str = "") -> None:
    before = Rule.objects.filter(key="xueshi.minutes").latest("valid_from")
    Rule.objects.create(
        key=before.key, jurisdiction=jurisdiction, valid_from=at.date(), value=60, document="新通知"
    )


def test_what_was_found_met_stays_met_under_a_newer_rule_until_a_fact_is_taken_back(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    evidence = finish(worker, at)
    assert plans.recompute(by=SYSTEM, at=at) == 1
    later = at + timedelta(days=3)
    fresh = cast.worker("覃小梅", places.station, hired=at.date() - timedelta(days=40))
    plans.assign(by=SYSTEM, at=at)
    finish(fresh, at)
    longer_xueshi(at + timedelta(days=1))
    assert plans.recompute(by=SYSTEM, at=later) == 0
    assert (stands(worker, later).state, stands(worker, later).met_on) == (PlanState.DONE, at.date())
    # Nobody had found the other's met before the rule changed.
    assert stands(fresh, later).state is not PlanState.DONE
    plan_decisions.withdraw(decision=evidence, by=SYSTEM, at=later)
    assert plans.recompute(by=SYSTEM, at=later) == 1
    assert stands(worker, later).met_on is None


def test_everybody_is_judged_by_the_rules_of_their_own_place(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    there = cast.worker("黄建国", places.other_station, hired=at.date() - timedelta(days=40))
    plans.assign(by=SYSTEM, at=at)
    longer_xueshi(at, jurisdiction="990121")
    asked = [
        node.needed
        for person in (worker, there)
        for node in stands(person, at).nodes
        if node.requirement.key == "hours"
    ]
    assert asked == [40 * 60, 40 * 45]
