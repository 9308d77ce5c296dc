"""A report: the figures of a scope and a period with what they mean and under which rules they were counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from organisations.models import Rule
from organisations.querysets import all_rules
from organisations.scope import Scope
from reporting.querysets import figures
from reporting.querysets.places import gazetteer
from reporting.querysets.sql import Selection
from reporting.rules import definitions
from reporting.rules.figures import NOTHING, TOTAL, Figures, Table, shown
from reporting.rules.periods import Period
from reporting.rules.places import Gazetteer
from reporting.words import Figure, Side, VisitsUnit

UNIT_RULE = "visits.unit"


@dataclass(frozen=True)
class Report:
    """What the database counted. `unit` is the unit of 人次; it changes no other figure."""

    period: Period
    unit: VisitsUnit
    gazetteer: Gazetteer
    table: Table
    rule_version: str

    def total(self, side: Side) -> Figures:
        return self.table.get((side, TOTAL), NOTHING)

    def as_json(self) -> dict[str, Any]:
        """By organiser on top, by participant below it; hours are numbers, 390 and not 390.0."""
        answer = self._side(Side.ORGANISER)
        answer["by_participant"] = self._side(Side.PARTICIPANT)
        return answer

    def _side(self, side: Side) -> dict[str, Any]:
        total = self.total(side)
        numbers: dict[str, Any] = {
            figure.value: shown(figure, total.value(figure, self.unit)) for figure in Figure
        }
        return numbers | {
            "definitions": side_definitions(self.unit, side),
            "rule_version": self.rule_version,
        }


def report(scope: Scope, period: Period, unit: VisitsUnit | None = None) -> Report:
    """Three questions to the database, whatever the number of lines. Without a unit the rule's default counts."""
    places = gazetteer(scope)
    selection = Selection(places, period)
    rule = unit_rule(period)
    unit = unit or VisitsUnit(rule.value)
    return Report(period, unit, places, figures.table(selection), rule_version(selection, rule))


def rule_version(selection: Selection, rule: Rule) -> str:
    """The definitions, the rule of the unit, and the rules under which the lines were credited."""
    return "; ".join([definitions.VERSION, rule.version, *figures.credit_rules(selection)])


def unit_rule(period: Period) -> Rule:
    """The rule row that says what 人次 counts where nobody chooses."""
    return all_rules().in_force(UNIT_RULE, on=period.days()[1])


def side_definitions(unit: VisitsUnit, side: Side) -> dict[str, Any]:
    texts: dict[str, Any] = {"scope": definitions.SIDE_TEXTS[side], "counted": definitions.COUNTED}
    return texts | definitions.definitions_record(unit)
