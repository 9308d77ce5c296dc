"""The rows of the official table in their order: the whole, each county by area code, under it its stations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from core.sentences import Sentence, quote, say
from reporting.rules.figures import NOTHING, TOTAL, Figures, Table, Tier, shown
from reporting.words import Figure, Side, VisitsUnit

TOTAL_LABEL = say("合计")


class Names(Protocol):
    """What the rows are called: a live gazetteer or the names frozen in a filing."""

    def county_name(self, county: str) -> Sentence: ...

    def unit_name(self, unit: int) -> str: ...

    def unit_order(self, unit: int) -> tuple[str, str]: ...

    def counties(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `depth` 0 is the whole, 1 a county, 2 a station or bureau of it."""

    tier: Tier
    label: Sentence
    figures: Mapping[Side, Figures]

    @property
    def depth(self) -> int:
        return (self.tier.county is not None) + (self.tier.unit is not None)

    def value(self, side: Side, figure: Figure, unit: VisitsUnit) -> int:
        """As stored: hours are minutes."""
        return self.figures[side].value(figure, unit)

    def shown(self, side: Side, figure: Figure, unit: VisitsUnit) -> int | float:
        return shown(figure, self.value(side, figure, unit))


def rows(table: Table, names: Names) -> list[Row]:
    """Counties without a line have a row of zeros: nothing to report is a report. Stations without a line have none."""
    tiers = {tier for _, tier in table if tier != TOTAL} | {Tier(county) for county in names.counties()}
    found = [_row(table, TOTAL, TOTAL_LABEL)]
    for county in sorted(tier for tier in tiers if tier.unit is None):
        found.append(_row(table, county, names.county_name(county.county or "")))
        units = [tier for tier in tiers if tier.county == county.county and tier.unit is not None]
        for tier in sorted(units, key=lambda tier: (*names.unit_order(tier.unit or 0), tier.unit)):
            found.append(_row(table, tier, quote(names.unit_name(tier.unit or 0))))
    return found


def _row(table: Table, tier: Tier, label: Sentence) -> Row:
    return Row(tier, label, {side: table.get((side, tier), NOTHING) for side in Side})
