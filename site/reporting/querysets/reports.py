"""A report: the figures of a scope and a period with what they mean and under which rules they were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    unposted: int = 0  # people without a unit on the date: they count by organiser alone
    months: Mapping[str, int] = field(
        default_factory=dict
    )  # person-minutes by organiser, "2026-03" and so on

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
    found = figures.counted(selection)
    return Report(
        period=period,
        unit=unit or rule.unit,
        gazetteer=places,
        table=found.table,
        rule_version=rule_version(rule, found.provenance.rules),
        unposted=found.provenance.unposted,
        months=found.provenance.months,
    )


@dataclass(frozen=True)
class UnitRule:
    """What 人次 counts where nobody chooses, and the version of the rule row that says so."""

    unit: VisitsUnit
    version: str


def unit_rule(period: Period) -> UnitRule:
    """The rule row in force on the period's last day; before the first row the person-day, as sign-in sheets are kept."""
    try:
        row = all_rules().in_force(UNIT_RULE, on=period.days()[1])
    except Rule.DoesNotExist:
        return UnitRule(VisitsUnit.PERSON_DAY, "")
    return UnitRule(VisitsUnit(row.value), row.version)


def rule_version(rule: UnitRule, credited: Sequence[str]) -> str:
    """The definitions, the rule of the unit, and the rules under which the lines were credited."""
    return "; ".join(version for version in (definitions.VERSION, rule.version, *credited) if version)


def side_definitions(unit: VisitsUnit, side: Side) -> dict[str, Any]:
    texts: dict[str, Any] = {"scope": definitions.SIDE_TEXTS[side], "counted": definitions.COUNTED}
    return texts | definitions.definitions_record(unit)
