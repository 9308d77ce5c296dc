"""Counts by organisation as the rows of a table: one of each city, county or unit, in the order of area codes.

Pure functions; whatever can be added can be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

from organisations.words import OrganisationKind
from reporting.rules.places import Gazetteer


class Summable(Protocol):
    def __add__(self, other: Self, /) -> Self: ...


Counts = TypeVar("Counts", bound=Summable)


@dataclass(frozen=True, slots=True)
class AreaRow(Generic[Counts]):
    """A city or county (`unit` is its bureau, 0 where it has none in the scope) or one unit; `county` is the code."""

    label: str
    unit: int
    county: str
    counts: Counts


def area_rows(counts: Mapping[int, Counts], places: Gazetteer, nothing: Counts) -> list[AreaRow[Counts]]:
    """By the tier below: by city where the scope has several, else by county, else by unit.

    `counts` by organisation; `nothing` is what stands where nobody is counted.
    """
    counties = {
        place.county for unit, place in places.places.items() if counts.get(unit) or _is_bureau(places, unit)
    }
    counties = {county for county in counties if not county.endswith("00")}
    if len({_city_of(county) for county in counties}) > 1:
        return sorted(_by_area(counts, places, nothing, _city_of), key=lambda row: row.county)
    if len(counties) > 1:
        return sorted(_by_area(counts, places, nothing, _itself), key=lambda row: row.county)
    return sorted(_by_unit(counts, places, nothing), key=lambda row: places.unit_order(row.unit))


def total(rows: list[AreaRow[Counts]], nothing: Counts) -> Counts:
    """Of counts in which everybody stands at one place alone: those rows may be added."""
    return sum((row.counts for row in rows), nothing)


def _city_of(county: str) -> str:
    return f"{county[:4]}00" if county else ""


def _itself(county: str) -> str:
    return county


def _by_area(
    counts: Mapping[int, Counts], places: Gazetteer, nothing: Counts, area_of: Callable[[str], str]
) -> Iterator[AreaRow[Counts]]:
    """Areas with a bureau of a county, and those without one in which somebody is counted."""
    found: dict[str, Counts] = {}
    bureaus: dict[str, int] = {}
    with_bureau: set[str] = set()
    for unit, place in places.places.items():
        area = area_of(place.county)
        if counts.get(unit):
            found[area] = found.get(area, nothing) + counts[unit]
        if _is_bureau(places, unit):
            if place.county == area:
                bureaus.setdefault(area, unit)
            if not place.county.endswith("00"):
                with_bureau.add(area)
    for area in found.keys() | with_bureau:
        yield AreaRow(places.county_name(area), bureaus.get(area, 0), area, found.get(area, nothing))


def _by_unit(counts: Mapping[int, Counts], places: Gazetteer, nothing: Counts) -> Iterator[AreaRow[Counts]]:
    """Stations (a point counts in its station) and whatever else has somebody counted."""
    found: dict[int, Counts] = {}
    for unit, place in places.places.items():
        if counts.get(unit) or places.units[unit].kind == OrganisationKind.STATION:
            found[place.unit] = found.get(place.unit, nothing) + counts.get(unit, nothing)
    for unit, counted in found.items():
        yield AreaRow(places.unit_name(unit), unit, places.places[unit].county, counted)


def _is_bureau(places: Gazetteer, unit: int) -> bool:
    return places.units[unit].kind == OrganisationKind.BUREAU
