"""Judge periods of plans by the facts of the moment, for many people with a fixed number of questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length

from courses import plan_facts
from courses.models.plans import TrainingPlan
from courses.plan_querysets import PlanPeriodQuerySet
from courses.plan_words import PlanState
from courses.rules.plans.definition import Definition, parse, resolved, rule_keys
from courses.rules.plans.evaluation import Evaluation, Facts, evaluate
from courses.rules.plans.periods import Span
from hours.showing import XUESHI_KEYS, XueshiRule, xueshi_rule_of
from organisations.models import Rule
from organisations.querysets import all_rules
from people.querysets import all_postings

_COLUMNS = (
    "pk", "plan", "assignment__person", "assignment__person__hired_on", "first_day", "last_day", "met_on",
    "area_code",
)  # fmt: skip
_OF_PLAN = (
    "code", "title", "purpose", "jurisdiction", "valid_from", "valid_to", "document", "article", "is_verified",
    "definition",
)  # fmt: skip


@dataclass(frozen=True)
class PlanLine:
    """A person in one period of a plan. `is_verified`: the plan's own rule and every rule row that it names."""

    person_id: int
    period_id: int
    plan: TrainingPlan
    span: Span
    evaluation: Evaluation
    is_verified: bool


@dataclass(frozen=True)
class Judged:
    """The lines, and by which rule minutes are shown as 学时."""

    lines: tuple[PlanLine, ...]
    xueshi: XueshiRule
    facts: Mapping[int, Facts]


def definitions_of(plans: Iterable[TrainingPlan], *, on: date) -> dict[int, Definition]:
    """By plan; one question for each jurisdiction."""
    found: dict[int, Definition] = {}
    listed = list(plans)
    for jurisdiction in {plan.jurisdiction for plan in listed}:
        mine = [plan for plan in listed if plan.jurisdiction == jurisdiction]
        rules = _rules({key for plan in mine for key in rule_keys(plan.definition)}, jurisdiction, on)
        found |= {plan.pk: _parsed(plan, rules) for plan in mine}
    return found


def judge(periods: PlanPeriodQuerySet, *, on: date) -> list[PlanLine]:
    """Where everybody stands in these periods that day."""
    return list(judge_all(periods, on=on).lines)


def judge_all(periods: PlanPeriodQuerySet, *, on: date, area_code: str = "") -> Judged:
    """Three questions, and one for each registered kind that is asked.

    Everybody is judged by the rules of their own place, so that every page and the night say the same; `area_code`
    is whose 学时 the page shows. A period that was found met stays so by the rules of that day, until a fact is
    taken back; one that is over is judged by the rules of its last day.
    """
    rows = list(
        periods.annotate(area_code=_area_code(on))
        .order_by("first_day", "pk")
        .values_list(*_COLUMNS, *(f"plan__{name}" for name in _OF_PLAN))
    )
    plans: dict[int, TrainingPlan] = {}
    for row in rows:
        if row[1] not in plans:
            fields = dict(zip(_OF_PLAN, row[len(_COLUMNS) :], strict=True))
            plans[row[1]] = TrainingPlan(pk=row[1], **fields)
    book = _RuleBook({*XUESHI_KEYS, *(key for plan in plans.values() for key in rule_keys(plan.definition))})
    asked = []
    for pk, plan_id, person, _hired_on, first_day, last_day, met_on, place, *_plan in rows:
        plan, span = plans[plan_id], Span(first_day, last_day)
        asked.append((pk, person, plan, span, book.terms_of(plan, span, met_on=met_on, place=place, on=on)))
    xueshi = xueshi_rule_of(book.holding(XUESHI_KEYS, on=on, area_code=area_code))
    known = plan_facts.facts_of(
        {row[2]: row[3] for row in rows},
        book.parsed.values(),
        on=on,
        xueshi_minutes=xueshi.minutes_each,
    )
    lines = []
    for pk, person, plan, span, several in asked:
        for terms in several:
            offer = replace(known.offer, xueshi_minutes=terms.xueshi_minutes)
            found = evaluate(
                terms.definition, known.facts[person], code=plan.code, period=span, offer=offer, on=on
            )
            if found.state is PlanState.DONE:
                break
        lines.append(PlanLine(person, pk, plan, span, found, terms.is_verified))
    return Judged(tuple(lines), xueshi, known.facts)


@dataclass(frozen=True)
class _Terms:
    """What a plan asks in one place by the rules of one day."""

    definition: Definition
    xueshi_minutes: int
    is_verified: bool


class _RuleBook:
    """The rows of some keys, of every place and day: one question, whatever the number of people and days."""

    def __init__(self, keys: Collection[str]) -> None:
        rows = all_rules().filter(key__in=sorted(keys)).order_by(Length("jurisdiction"), "valid_from")
        self.rows = list(rows)
        self.known: dict[tuple[int, str, date], _Terms] = {}
        self.parsed: dict[tuple[int, ...], Definition] = {}  # by the plan and the rows that it names

    def holding(self, keys: Collection[str], *, on: date, area_code: str) -> dict[str, Rule]:
        """As `all_in_force`, of the rows at hand. Raises Rule.DoesNotExist."""
        found = {
            row.key: row
            for row in self.rows
            if row.key in keys and area_code.startswith(row.jurisdiction)
            if row.valid_from <= on and (row.valid_to is None or on < row.valid_to)
        }  # the last of a key is the most local and the latest
        for key in keys:
            if key not in found:
                raise Rule.DoesNotExist(key)
        return found

    def terms_of(
        self, plan: TrainingPlan, span: Span, *, met_on: date | None, place: str | None, on: date
    ) -> list[_Terms]:
        """By which to judge, one after the other until one is met: never empty. Raises Rule.DoesNotExist."""
        last = min(on, span.last_day or on)
        days = [last] if met_on is None else [min(met_on, last), last]
        found = []
        for day in days:
            try:
                found.append(self._terms(plan, place or "", day))
            except Rule.DoesNotExist:  # the rule was written down after that day
                continue
        return found or [self._terms(plan, place or "", on)]

    def _terms(self, plan: TrainingPlan, place: str, day: date) -> _Terms:
        at = (plan.pk, place, day)
        if at not in self.known:
            keys = rule_keys(plan.definition)
            rules = self.holding(keys, on=day, area_code=plan.jurisdiction or place)
            xueshi = xueshi_rule_of(self.holding(XUESHI_KEYS, on=day, area_code=place))
            is_verified = plan.is_verified and all(rules[key].is_verified for key in keys)
            which = (plan.pk, *sorted(row.pk for row in rules.values()))
            if which not in self.parsed:
                self.parsed[which] = _parsed(plan, rules)
            self.known[at] = _Terms(self.parsed[which], xueshi.minutes_each, is_verified)
        return self.known[at]


def _area_code(on: date) -> Subquery:
    """Of the person's primary posting of the day; none for whoever holds none."""
    held = all_postings().held_on(on).primary().filter(person=OuterRef("assignment__person"))
    return Subquery(held.order_by("pk").values("organisation__area_code")[:1])


def _rules(keys: Iterable[str], area_code: str, on: date) -> dict[str, Rule]:
    wanted = sorted(keys)
    return all_rules().all_in_force(wanted, on=on, area_code=area_code) if wanted else {}


def _parsed(plan: TrainingPlan, rules: Mapping[str, Rule]) -> Definition:
    return parse(resolved(plan.definition, {key: rule.value for key, rule in rules.items()}))
