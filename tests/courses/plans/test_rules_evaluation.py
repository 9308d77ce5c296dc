"""The tree of what is met, open and cannot be met yet: one table of facts a kind of requirement."""

from datetime import date
from typing import Any

import pytest

from courses.plan_words import NodeState, PlanState
from courses.rules.plans.audience import Standing, fits, in_force
from courses.rules.plans.definition import Audience, Definition, DefinitionWrong, parse, resolved, rule_keys
from courses.rules.plans.evaluation import (
    Accepted,
    Answer,
    ClassTaken,
    Evaluation,
    Facts,
    Marked,
    MinutesLine,
    Node,
    Offer,
    Waived,
    evaluate,
)
from courses.rules.plans.periods import Span

TODAY = date(2026, 3, 16)
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
OFFER = Offer(courses=frozenset({"basics", "law"}), tests=frozenset({"exit"}))
COURSE = {"key": "a", "kind": "course", "title": "基础课", "course": "basics"}
HOURS = {
    "key": "h",
    "kind": "minutes",
    "title": "学时",
    "amount": {"xueshi": 8},
    "class_kinds": ["pre_service"],
}
CLASS = {"key": "c", "kind": "class", "title": "班", "class_kinds": ["pre_service"], "percent": 80}
TEST = {"key": "t", "kind": "test", "title": "测验", "test": "exit", "percent": 60}
PLEDGE = {"key": "p", "kind": "evidence", "title": "承诺书"}
TUTOR = {
    "key": "s",
    "kind": "evidence",
    "title": "督导",
    "source": "mentorship.tagged",
    "until": "督导功能开通后核对",
}


def plan(*requirements: dict[str, Any], **more: Any) -> Definition:
    return parse({"shape": 1, "requirements": list(requirements)} | more)


def judged(
    definition: Definition, facts: Facts | None = None, *, on: date = TODAY, offer: Offer = OFFER
) -> Evaluation:
    period = YEAR if definition.recurrence else Span(date(2026, 3, 1))
    return evaluate(definition, facts or Facts(), code="plan", period=period, offer=offer, on=on)


def only(definition: Definition, facts: Facts, **more: Any) -> Node:
    (node,) = judged(definition, facts, **more).nodes
    return node


@pytest.mark.parametrize(
    ("requirement", "facts", "state", "missing"),
    [
        (COURSE, Facts(courses={"basics": date(2026, 3, 2)}), "met", ""),
        (COURSE, Facts(courses={"law": date(2026, 3, 2)}), "open", "还没有学完"),
        (COURSE | {"course": "unwritten"}, Facts(), "blocked", "课程还没有发布"),
        (COURSE | {"course": "unwritten", "until": "教材编好后"}, Facts(), "blocked", "教材编好后"),
        (HOURS, Facts(minutes=[MinutesLine(date(2026, 3, 2), "pre_service", "training", 360)]), "met", ""),
        (
            HOURS, Facts(minutes=[MinutesLine(date(2026, 3, 2), "pre_service", "training", 300)]), "open",
            "还差2学时（1.0小时）",
        ),
        (HOURS, Facts(minutes=[MinutesLine(date(2026, 3, 2), "policy", "training", 999)]), "open", "还差8学时（6.0小时）"),
        (
            HOURS | {"amount": {"hours": 6}, "sources": ["lesson"]},
            Facts(minutes=[MinutesLine(date(2026, 3, 2), "pre_service", "training", 999)]), "open", "还差6.0小时（8学时）",
        ),
        (CLASS, Facts(classes=[ClassTaken(date(2026, 3, 5), "pre_service", 80)]), "met", ""),
        (CLASS, Facts(classes=[ClassTaken(date(2026, 3, 5), "pre_service", 79)]), "open", "到课79%，要求80%"),
        (CLASS, Facts(classes=[ClassTaken(date(2026, 3, 5), "policy", 100)]), "open", "还没有参加"),
        (
            CLASS, Facts(classes=[ClassTaken(date(2026, 3, 5), "pre_service", 100, is_over=False)]), "open",
            "现在到课100%，结班以后才算",
        ),
        (TEST, Facts(tests={"exit": [Marked(date(2026, 3, 5), 55), Marked(date(2026, 3, 6), 60)]}), "met", ""),
        (TEST, Facts(tests={"exit": [Marked(date(2026, 3, 5), 55)]}), "open", "最好成绩55分，要求60分"),
        (TEST | {"test": "later"}, Facts(), "blocked", "测验还没有开放"),
        (PLEDGE, Facts(), "open", "还没有登记材料"),
        (PLEDGE, Facts(accepted=[Accepted("plan", "p", date(2026, 3, 3))]), "met", ""),
        (PLEDGE, Facts(accepted=[Accepted("other", "p", date(2026, 3, 3))]), "open", "还没有登记材料"),
        (
            PLEDGE | {"valid_days": 365}, Facts(accepted=[Accepted("plan", "p", date(2025, 3, 15))]), "open",
            "登记的材料已过有效期，材料日期2025年3月15日",
        ),
        (PLEDGE | {"valid_days": 366}, Facts(accepted=[Accepted("plan", "p", date(2025, 3, 15))]), "met", ""),
        (TUTOR, Facts(), "blocked", "督导功能开通后核对"),
        (COURSE, Facts(accepted=[Accepted("plan", "a", date(2026, 3, 3))]), "met", ""),
        (COURSE, Facts(waived=[Waived("plan", "a", Span(date(2026, 3, 1)))]), "waived", ""),
        (COURSE, Facts(waived=[Waived("plan", "", Span(date(2026, 3, 1)))]), "waived", ""),
        (COURSE, Facts(waived=[Waived("plan", "a", Span(date(2026, 3, 1), date(2026, 3, 15)))]), "open", "还没有学完"),
        (
            HOURS, Facts(
                minutes=[MinutesLine(date(2026, 3, 2), "pre_service", "training", 300)],
                accepted=[Accepted("plan", "h", date(2026, 3, 3), minutes=60)],
            ), "met", "",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_requirement(
    requirement: dict[str, Any], facts: Facts, state: str, missing: str
) -> None:
    node = only(plan(requirement), facts)
    assert (node.state, node.missing) == (NodeState(state), missing)


def test_a_registered_kind_answers_for_itself() -> None:
    offer = Offer(kinds=frozenset({"mentorship.tagged"}))
    assert only(plan(TUTOR), Facts(), offer=offer).state is NodeState.OPEN
    facts = Facts(answers={("mentorship.tagged", "s"): Answer(met_on=date(2026, 2, 1))})
    assert only(plan(TUTOR), facts, offer=offer).state is NodeState.MET


@pytest.mark.parametrize(
    ("done", "state", "missing"),
    [((), "open", "还差2项"), (("basics",), "open", "还差1项"), (("basics", "law"), "met", "")],
)
def test_n_of_m(done: tuple[str, ...], state: str, missing: str) -> None:
    parts = [
        {"key": code, "kind": "course", "title": code, "course": code}
        for code in ("basics", "law", "unwritten")
    ]
    group = {"key": "g", "kind": "n_of", "title": "三选二", "n": 2, "of": parts}
    facts = Facts(courses={code: date(2026, 3, 2 + place) for place, code in enumerate(done)})
    node = only(plan(group), facts)
    assert (node.state, node.missing) == (NodeState(state), missing)
    assert node.met_on == (date(2026, 3, 3) if state == "met" else None)
    assert [child.state for child in node.children][2] is NodeState.BLOCKED


def test_the_day_on_which_the_hours_sufficed_is_told() -> None:
    lines = [MinutesLine(date(2026, 3, day), "pre_service", "training", 180) for day in (9, 2, 12)]
    assert only(plan(HOURS), Facts(minutes=lines)).met_on == date(2026, 3, 9)
    taken_back = [*lines, MinutesLine(date(2026, 3, 13), "pre_service", "training", -360)]
    assert only(plan(HOURS), Facts(minutes=taken_back)).state is NodeState.OPEN


def test_a_recurring_plan_counts_its_own_period_alone_and_one_asked_once_counts_whatever_was_done() -> None:
    facts = Facts(courses={"basics": date(2025, 12, 31)})
    assert only(plan(COURSE), facts).state is NodeState.MET
    yearly = plan(COURSE, recurrence={"every_years": 1, "from": "calendar"})
    assert only(yearly, facts).state is NodeState.OPEN


HIRED = Facts(hired_on=date(2026, 2, 10))
SOON = {"due": {"days_after_hire": 30}}


@pytest.mark.parametrize(
    ("facts", "requirements", "state", "due", "days_over"),
    [
        (HIRED, (COURSE,), "overdue", date(2026, 3, 12), 4),
        (Facts(hired_on=date(2026, 3, 1)), (COURSE,), "open", date(2026, 3, 31), 0),
        (Facts(hired_on=date(2026, 2, 10), pauses=[Span(date(2026, 3, 1))]), (COURSE,), "paused", None, 0),
        (
            Facts(hired_on=date(2026, 2, 10), pauses=[Span(date(2026, 3, 14), date(2026, 3, 20))]), (COURSE,),
            "paused", date(2026, 3, 12), 0,
        ),
        (
            Facts(hired_on=date(2026, 2, 10), pauses=[Span(date(2026, 3, 1), date(2026, 3, 10))]), (COURSE,), "open",
            date(2026, 3, 22), 0,
        ),
        # What nobody can meet makes nobody late.
        (HIRED, (TUTOR,), "blocked", date(2026, 3, 12), 0),
        (HIRED, (TUTOR, COURSE), "overdue", date(2026, 3, 12), 4),
        (HIRED, (TUTOR, COURSE | {"due": {"on": "2026-06-30"}}), "open", date(2026, 6, 30), 0),
        (HIRED, (COURSE | {"due": {"on": "2026-06-30"}},), "open", date(2026, 6, 30), 0),
    ],
)  # fmt: skip
def test_where_the_plan_stands(
    facts: Facts, requirements: tuple[dict[str, Any], ...], state: str, due: date | None, days_over: int
) -> None:
    found = judged(plan(*requirements, **SOON), facts)
    assert (found.state, found.due_on, found.days_over) == (PlanState(state), due, days_over)


def test_done_tells_the_day_of_the_last_requirement() -> None:
    facts = Facts(courses={"basics": date(2026, 3, 2)}, accepted=[Accepted("plan", "p", date(2026, 3, 9))])
    found = judged(plan(COURSE, PLEDGE), facts)
    assert (found.state, found.met_on, found.settled) == (PlanState.DONE, date(2026, 3, 9), 2)


def test_what_is_waived_has_a_day_that_stays_the_same() -> None:
    yearly = plan(COURSE, PLEDGE, recurrence={"every_years": 1, "from": "calendar"})
    facts = Facts(waived=[Waived("plan", "", Span(date(2025, 11, 1)))])
    found = [judged(yearly, facts, on=on) for on in (TODAY, date(2027, 2, 1))]
    assert [(one.state, one.met_on, one.is_waived) for one in found] == [
        (PlanState.DONE, YEAR.first_day, True)
    ] * 2
    partly = Facts(courses={"basics": date(2026, 3, 2)}, waived=[Waived("plan", "p", Span(date(2026, 3, 9)))])
    done = judged(yearly, partly)
    assert (done.state, done.met_on, done.is_waived) == (PlanState.DONE, date(2026, 3, 9), False)


WORKER = Standing(
    person_id=1, hired_on=date(2026, 3, 1), post_kind="service", grade=8, title="专职司法社工", organisation_kind="station",
    organisation_path="1/5/12/", line="civil_affairs", area_code="990121101", qualification="none",
    roles=frozenset({"supervisor"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "is_for"),
    [
        ({}, True),
        ({"post_kinds": ["service"]}, True),
        ({"post_kinds": ["administrative"]}, False),
        ({"organisation_kinds": ["station", "point"]}, True),
        ({"organisations": ["named"]}, True),
        ({"lines": ["procuratorate"]}, False),
        ({"qualifications": ["worker", "senior"]}, False),
        ({"roles": ["supervisor", "officer"]}, True),
        ({"roles": ["officer"]}, False),
        ({"titles": ["司法社工"]}, True),
        ({"titles": ["全科社工"]}, False),
        ({"min_grade": 7, "max_grade": 18}, True),
        ({"min_grade": 9}, False),
        ({"hired_within_days": 15}, False),
        ({"hired_within_days": 16}, True),
    ],
)
def test_the_audience(asked: dict[str, Any], is_for: bool) -> None:
    audience = plan(COURSE, audience=asked).audience
    assert fits(audience, WORKER, on=TODAY, is_assigned=False, paths=["1/5/"]) is is_for


def test_the_first_days_decide_the_beginning_alone() -> None:
    audience = Audience(hired_within_days=15)
    assert fits(audience, WORKER, on=TODAY, is_assigned=True, paths=())
    assert not fits(
        Audience(organisations=frozenset({"x"})), WORKER, on=TODAY, is_assigned=True, paths=["1/6/"]
    )


def test_the_most_local_version_of_the_day_holds() -> None:
    class Row:
        def __init__(self, jurisdiction: str, valid_from: date, valid_to: date | None = None) -> None:
            self.code, self.jurisdiction = "plan", jurisdiction
            self.valid_from, self.valid_to = valid_from, valid_to

    country, newer = Row("", date(2009, 1, 1), date(2026, 1, 1)), Row("", date(2026, 1, 1))
    county, elsewhere = Row("990121", date(2020, 1, 1)), Row("990122", date(2020, 1, 1))
    rows = [county, newer, elsewhere, country]
    assert in_force(rows, area_code="990121101", on=TODAY) == {"plan": county}
    assert in_force(rows, area_code="440000", on=TODAY) == {"plan": newer}
    assert in_force(rows, area_code="440000", on=date(2025, 12, 31)) == {"plan": country}


@pytest.mark.parametrize(
    "wrong",
    [
        {"shape": 2, "requirements": [COURSE]},
        {"shape": 1, "requirements": []},
        {"shape": 1, "requirements": [COURSE, COURSE]},
        {"shape": 1, "requirements": [{"key": "a", "title": "x", "kind": "dance"}]},
        {"shape": 1, "requirements": [COURSE | {"course": ""}]},
        {"shape": 1, "requirements": [COURSE | {"colour": "red"}]},
        {"shape": 1, "requirements": [HOURS | {"amount": {"days": 5}}]},
        {"shape": 1, "requirements": [HOURS | {"amount": {"hours": -5}}]},
        {"shape": 1, "requirements": [TUTOR | {"until": ""}]},
        {"shape": 1, "requirements": [{"key": "g", "kind": "n_of", "title": "x", "n": 2, "of": [COURSE]}]},
        {"shape": 1, "requirements": [COURSE], "due": {"days_after_hire": 30, "period_end": True}},
        {"shape": 1, "requirements": [COURSE], "due": {"on": "31.12.2026"}},
        {"shape": 1, "requirements": [COURSE], "recurrence": {"every_years": 0, "from": "hire"}},
        {"shape": 1, "requirements": [COURSE], "audience": {"shoe_size": 40}},
    ],
)  # fmt: skip
def test_a_wrong_definition_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(DefinitionWrong):
        parse(wrong)


def test_numbers_come_from_the_rule_rows_that_they_name() -> None:
    data = {
        "shape": 1,
        "requirements": [COURSE],
        "due": {"days_after_hire": {"rule": "preservice.days_after_hire"}},
    }
    assert rule_keys(data) == {"preservice.days_after_hire"}
    due = parse(resolved(data, {"preservice.days_after_hire": 30})).due
    assert due is not None
    assert due.days_after_hire == 30
