"""应训、完成、完成率 of the pre-service training: what they mean, and the rows of their table. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.sentences import NOTHING, Sentence, say
from organisations.words import OrganisationKind
from reporting.rules.places import Gazetteer

REQUIRED = say("应训：当天主要岗位在统计范围内、入职不满一年的人员，一人只计一次")
COMPLETED = say("完成：应训人员中，学完岗前培训全部章节的人数")
RATE = say("完成率：完成除以应训，四舍五入到千分之一；没有应训人员的不计算")
DEFINITIONS = (REQUIRED, COMPLETED, RATE)


@dataclass(frozen=True, slots=True)
class Completion:
    """Counts of persons; `completed` is part of `required`."""

    required: int = 0
    completed: int = 0

    def __add__(self, other: Completion) -> Completion:
        return Completion(self.required + other.required, self.completed + other.completed)

    @property
    def rate(self) -> Sentence:
        """94.6%（440/465）; empty where nobody is required."""
        if not self.required:
            return NOTHING
        percent = Decimal(100) * self.completed / self.required
        shown = percent.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        return say("%(percent)s%%（%(done)s/%(all)s）", percent=shown, done=self.completed, all=self.required)

    @property
    def is_behind(self) -> bool:
        return self.completed < self.required


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """A county (`unit` is its bureau, 0 where it has none in the scope) or one unit."""

    label: str
    unit: int
    county: str
    counts: Completion


def completion_rows(counts: Mapping[int, Completion], places: Gazetteer) -> list[CompletionRow]:
    """By county where the scope has several, else by unit; in the order of area codes. `counts` by organisation."""
    counties = {
        place.county for unit, place in places.places.items() if counts.get(unit) or _is_bureau(places, unit)
    }
    if len({county for county in counties if not county.endswith("00")}) > 1:
        return sorted(_by_county(counts, places), key=lambda row: row.county)
    return sorted(_by_unit(counts, places), key=lambda row: places.unit_order(row.unit))


def total(rows: list[CompletionRow]) -> Completion:
    """Every person counts once, at the primary posting: rows may be added."""
    return sum((row.counts for row in rows), Completion())


def _by_county(counts: Mapping[int, Completion], places: Gazetteer) -> Iterator[CompletionRow]:
    """Counties with a bureau, and areas without one in which somebody is required."""
    found: dict[str, Completion] = {}
    bureaus: dict[str, int] = {}
    for unit, place in places.places.items():
        if counts.get(unit):
            found[place.county] = found.get(place.county, Completion()) + counts[unit]
        if _is_bureau(places, unit):
            bureaus.setdefault(place.county, unit)
    for county in found.keys() | {one for one in bureaus if not one.endswith("00")}:
        yield CompletionRow(
            places.county_name(county), bureaus.get(county, 0), county, found.get(county, Completion())
        )


def _by_unit(counts: Mapping[int, Completion], places: Gazetteer) -> Iterator[CompletionRow]:
    """Stations (a point counts in its station) and whatever else has somebody required."""
    found: dict[int, Completion] = {}
    for unit, place in places.places.items():
        if counts.get(unit) or places.units[unit].kind == OrganisationKind.STATION:
            found[place.unit] = found.get(place.unit, Completion()) + counts.get(unit, Completion())
    for unit, counted in found.items():
        yield CompletionRow(places.unit_name(unit), unit, places.places[unit].county, counted)


def _is_bureau(places: Gazetteer, unit: int) -> bool:
    return places.units[unit].kind == OrganisationKind.BUREAU
