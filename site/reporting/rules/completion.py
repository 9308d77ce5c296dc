"""应训、完成、完成率 of the pre-service training: what they mean, and the rows of their table. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    """A city or county (`unit` is its bureau, 0 where it has none in the scope) or one unit; `county` is the code."""

    label: str
    unit: int
    county: str
    counts: Completion


def completion_rows(counts: Mapping[int, Completion], places: Gazetteer) -> list[CompletionRow]:
    """By the tier below: by city where the scope has several, else by county, else by unit; in the order of area codes.

    `counts` by organisation.
    """
    counties = {
        place.county for unit, place in places.places.items() if counts.get(unit) or _is_bureau(places, unit)
    }
    counties = {county for county in counties if not county.endswith("00")}
    if len({_city_of(county) for county in counties}) > 1:
        return sorted(_by_area(counts, places, _city_of), key=lambda row: row.county)
    if len(counties) > 1:
        return sorted(_by_area(counts, places, _itself), key=lambda row: row.county)
    return sorted(_by_unit(counts, places), key=lambda row: places.unit_order(row.unit))


def total(rows: list[CompletionRow]) -> Completion:
    """Every person counts once, at the primary posting: rows may be added."""
    return sum((row.counts for row in rows), Completion())


def _city_of(county: str) -> str:
    return f"{county[:4]}00" if county else ""


def _itself(county: str) -> str:
    return county


def _by_area(
    counts: Mapping[int, Completion], places: Gazetteer, area_of: Callable[[str], str]
) -> Iterator[CompletionRow]:
    """Areas with a bureau of a county, and those without one in which somebody is required."""
    found: dict[str, Completion] = {}
    bureaus: dict[str, int] = {}
    with_bureau: set[str] = set()
    for unit, place in places.places.items():
        area = area_of(place.county)
        if counts.get(unit):
            found[area] = found.get(area, Completion()) + counts[unit]
        if _is_bureau(places, unit):
            if place.county == area:
                bureaus.setdefault(area, unit)
            if not place.county.endswith("00"):
                with_bureau.add(area)
    for area in found.keys() | with_bureau:
        yield CompletionRow(
            places.county_name(area), bureaus.get(area, 0), area, found.get(area, Completion())
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
