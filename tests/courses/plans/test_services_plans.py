"""Plans are loaded once, asked of whom their rules name, and their periods stand for ever."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core import events
from core.errors import RuleBroken
from courses import plan_judging
from courses.models import PlanAssignment, PlanPeriod, TrainingPlan
from courses.plan_overview import past_of
from courses.plan_querysets import all_assignments, all_plan_periods
from courses.plan_words import PlanState
from courses.rules.plans.texts import TEXTS
from courses.services import plan_decisions, plans
from courses.services.plan_decisions import Grounds
from organisations.authority import SYSTEM
from people.models import Person
from people.services import merging, persons, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails
from people.words import QualificationLevel
from tests.cast import Cast, Places


def asked(person: Person) -> dict[str, date | None]:
    """Code and end of each plan of the person."""
    return dict(all_assignments().filter(person=person).order_by("code").values_list("code", "ends_on"))


def states(person: Person, on: date) -> dict[str, PlanState]:
    found = all_plan_periods().asked().current(on).of_people([person.pk])
    return {line.plan.code: line.evaluation.state for line in plan_judging.judge(found, on=on)}


def test_loading_again_changes_nothing_and_every_seed_says_that_it_is_not_verified(
    seeded: int, at: datetime
) -> None:
    assert seeded == TrainingPlan.objects.count() == 5
    assert not TrainingPlan.objects.filter(is_verified=True).exists()
    assert plans.load(by=SYSTEM, at=at) == 0


def test_every_text_of_the_shipped_plans_is_in_the_catalogue() -> None:
    found = set()

    def walk(data: Any) -> None:
        if isinstance(data, dict):
            found.update(data[name] for name in ("title", "purpose", "until", "ask") if data.get(name))
        for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
            walk(value)

    for path in plans.FOLDER.glob("*.json"):
        walk(json.loads(path.read_text(encoding="utf-8")))
    assert found == TEXTS


def test_a_wrong_file_loads_nothing_at_all(tmp_path: Path, db: None, at: datetime) -> None:
    right = json.loads((plans.FOLDER / "in-service.json").read_text(encoding="utf-8"))
    (tmp_path / "a.json").write_text(json.dumps(right), encoding="utf-8")
    right["definition"]["requirements"][0]["amount"] = {"hours": 0}
    (tmp_path / "b.json").write_text(json.dumps(right | {"code": "wrong"}), encoding="utf-8")
    with pytest.raises(RuleBroken) as refused:
        plans.load(folder=tmp_path, by=SYSTEM, at=at)
    assert refused.value.code == "plan.file_wrong"
    assert not TrainingPlan.objects.exists()


def test_a_version_that_somebody_is_judged_by_is_not_rewritten(
    tmp_path: Path, seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    content = json.loads((plans.FOLDER / "in-service.json").read_text(encoding="utf-8"))
    content["definition"]["requirements"][0]["amount"] = {"hours": 12}
    (tmp_path / "changed.json").write_text(json.dumps(content), encoding="utf-8")
    cast.worker("陈小燕", places.station)
    plans.assign(by=SYSTEM, at=at)
    assert plans.load(folder=tmp_path, by=SYSTEM, at=at) == 0
    (tmp_path / "changed.json").write_text(
        json.dumps(content | {"valid_from": "2026-01-01"}), encoding="utf-8"
    )
    assert plans.load(folder=tmp_path, by=SYSTEM, at=at) == 1


def test_whoever_is_hired_is_asked_and_asking_again_changes_nothing(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    fresh = cast.worker("林晓雯", places.station, hired=at.date() - timedelta(days=18))
    old = cast.worker("老同事", places.station)
    officer = cast.worker("股长", places.county)
    justice = cast.worker("司法同事", places.station, title="专职司法社工")
    assert events.deliver_pending() > 0
    assert asked(fresh) == {"in-service": None, "pre-service": None}
    assert asked(old) == {"in-service": None}
    assert asked(officer) == {}
    assert asked(justice) == {"in-service": None, "justice-worker": None}
    rows = list(PlanPeriod.objects.order_by("pk").values_list("assignment__code", "first_day", "last_day"))
    assert ("pre-service", at.date() - timedelta(days=18), None) in rows
    assert ("in-service", date(2026, 1, 1), date(2026, 12, 31)) in rows
    assert not plans.assign(by=SYSTEM, at=at)
    assert (
        list(PlanPeriod.objects.order_by("pk").values_list("assignment__code", "first_day", "last_day"))
        == rows
    )


def test_the_year_of_hire_is_not_asked_and_the_next_years_get_their_rows(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    fresh = cast.worker("林晓雯", places.station, hired=date(2026, 2, 1))
    plans.assign(by=SYSTEM, at=at)
    mine = all_plan_periods().of_people([fresh.pk]).filter(plan__code="in-service").order_by("first_day")
    assert not mine.exists()
    for year in (2027, 2028, 2029):
        plans.assign(by=SYSTEM, at=at.replace(year=year))
    assert [row.first_day.year for row in mine] == [2027, 2028, 2029]


def test_a_move_ends_one_plan_and_coming_back_goes_on_with_the_same_row(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station)
    plans.assign(by=SYSTEM, at=at)
    before = PlanAssignment.objects.get(person=worker)
    office = PostingDetails(organisation=places.county, starts_on=at.date())
    postings.move(person=worker, details=office, by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    assert asked(worker) == {"in-service": at.date()}
    tomorrow = at + timedelta(days=1)
    back = PostingDetails(organisation=places.other_station, starts_on=tomorrow.date())
    postings.move(person=worker, details=back, by=SYSTEM, at=tomorrow)
    plans.assign(by=SYSTEM, at=tomorrow)
    assert asked(worker) == {"in-service": None}
    assert PlanAssignment.objects.get(person=worker).pk == before.pk
    assert PlanPeriod.objects.filter(assignment=before).count() == 1


def test_periods_that_are_over_tell_only_what_was_asked_to_their_end(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    stays, moved, waived = (cast.worker(name, places.station) for name in ("陈小燕", "李文", "覃小梅"))
    plans.assign(by=SYSTEM, at=at)
    plan_decisions.waive(
        person=waived, code="in-service", key="", first_day=at.date(), last_day=None,
        grounds=Grounds("照单位的证明", "东民〔2026〕3号"), by=SYSTEM, at=at,
    )  # fmt: skip
    plans.recompute(by=SYSTEM, at=at)
    office = PostingDetails(organisation=places.county, starts_on=at.date())
    postings.move(person=moved, details=office, by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    next_year = date(2027, 1, 1)

    def past(person: Person) -> list[tuple[date, date | None]]:
        return [(one.first_day, one.met_on) for one in past_of(person, on=next_year)]

    assert past(stays) == [(date(2026, 1, 1), None)]
    assert past(moved) == []
    assert past(waived) == [(date(2026, 1, 1), at.date())]
    PlanAssignment.objects.filter(person=stays).update(starts_on=next_year)
    assert past(stays) == []


def test_a_certificate_changes_the_yearly_plan(seeded: int, places: Places, cast: Cast, at: datetime) -> None:
    worker = cast.worker("陈小燕", places.station)
    plans.assign(by=SYSTEM, at=at)
    details = PersonDetails(
        name=worker.name, hired_on=worker.hired_on, qualification=QualificationLevel.WORKER
    )
    persons.edit(person=worker, details=details, by=SYSTEM, at=at)
    plans.assign(people=[worker.pk], by=SYSTEM, at=at)
    assert asked(worker) == {"in-service": at.date(), "in-service-certified": None}


def test_whoever_left_or_was_merged_is_asked_nothing(
    seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    left, stays = cast.worker("陈小燕", places.station), cast.worker("李文", places.station)
    twin = persons.add(details=PersonDetails(name="李文"), organisation=places.station, by=SYSTEM, at=at)
    held = PostingDetails(organisation=places.station, starts_on=date(2026, 1, 5))
    postings.start(person=twin, details=held, by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    postings.end(posting=left.postings.get(), on=at.date(), by=SYSTEM, at=at)
    merging.merge(person=twin, into=stays, by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    assert asked(left) == {"in-service": at.date()}
    assert asked(twin) == {"in-service": at.date()}
    assert asked(stays) == {"in-service": None}


def test_a_county_may_ask_for_more_than_the_country(
    tmp_path: Path, seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    content = json.loads((plans.FOLDER / "in-service.json").read_text(encoding="utf-8"))
    content["definition"]["requirements"][0]["amount"] = {"hours": 48}
    local = content | {"jurisdiction": "990121", "document": "东湖县通知"}
    (tmp_path / "local.json").write_text(json.dumps(local), encoding="utf-8")
    plans.load(folder=tmp_path, by=SYSTEM, at=at)
    here, there = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.other_station)
    plans.assign(by=SYSTEM, at=at)
    needed = {
        person.pk: plan_judging.judge(all_plan_periods().of_people([person.pk]), on=at.date())[0]
        .evaluation.nodes[0]
        .needed
        for person in (here, there)
    }
    assert needed == {here.pk: 48 * 60, there.pk: 24 * 60}


def test_assigning_takes_the_same_questions_for_one_and_for_many(
    seeded: int,
    places: Places,
    cast: Cast,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    cast.worker("甲", places.station)
    one = count_queries(lambda: plans.assign(by=SYSTEM, at=at))
    one_recomputed = count_queries(lambda: plans.recompute(by=SYSTEM, at=at))
    for number in range(12):
        cast.worker(f"社工{number}", places.station, hired=date(2025, 4 + number % 9, 1))
    assert count_queries(lambda: plans.assign(by=SYSTEM, at=at)) == one
    assert count_queries(lambda: plans.recompute(by=SYSTEM, at=at)) <= one_recomputed + 1


def test_only_the_platform_loads_plans(places: Places, cast: Cast, at: datetime) -> None:
    with pytest.raises(RuleBroken):
        plans.load(by=cast.by(cast.worker("陈小燕", places.station)), at=at)


def test_details_of_a_posting_decide(seeded: int, places: Places, cast: Cast, at: datetime) -> None:
    details = PostingDetails(organisation=places.station, starts_on=at.date(), title="全科社工")
    person = postings.hire(
        person=PersonDetails(name="新同事", hired_on=at.date()), posting=details, by=SYSTEM, at=at
    )
    plans.assign(by=SYSTEM, at=at)
    assert asked(person) == {"community-worker": None, "in-service": None, "pre-service": None}
    assert states(person, at.date())["community-worker"] is PlanState.OPEN
    assert replace(details, title="社工").title == "社工"
