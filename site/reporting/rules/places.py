"""Where an organisation stands in a table: its county, and the station (or bureau) that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.sentences import Sentence, quote, say
from organisations.rules import COUNTY_DIGITS
from organisations.words import Line, OrganisationKind
from reporting.rules.figures import Place

# What the name of a bureau adds to the name of its area.
_BUREAU_ENDINGS = ("民政局", "民政厅", "委社会工作部", "社会工作部", "委社工部", "社会事务局", "社会事务办")


@dataclass(frozen=True, slots=True)
class Unit:
    """What the table needs to know of an organisation; `path` is the chain of ids down to it."""

    id: int
    name: str
    kind: str
    line: str
    area_code: str
    path: str
    public_id: str = ""


@dataclass
class Gazetteer:
    """All organisations of a scope with the rows that they count in."""

    units: dict[int, Unit] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    county_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Gazetteer:
        known = {unit.id: unit for unit in units}
        places = {unit.id: _place(unit, known) for unit in known.values()}
        return cls(known, places, _county_names(known.values(), places))

    def county_name(self, county: str) -> Sentence:
        return quote(self.county_names.get(county) or county) or say("未列区划")

    def unit_name(self, unit: int) -> str:
        return self.units[unit].name if unit in self.units else f"#{unit}"

    def unit_order(self, unit: int) -> tuple[str, str]:
        """Bureaus before stations, stations in the order of their area codes."""
        found = self.units.get(unit)
        return (found.area_code, found.name) if found else ("", "")

    def counties(self) -> list[str]:
        """The counties that have a bureau of their own; cities and provinces are no counties."""
        return sorted(county for county in self.county_names if not county.endswith("00"))


def county_of(area_code: str) -> str:
    """The six digits of the county (or city, or province) that a code of any length lies in."""
    return area_code[:COUNTY_DIGITS]


def area_name(bureau: str) -> str:
    """云城区民政局 → 云城区; a name without a known ending stays whole."""
    for ending in _BUREAU_ENDINGS:
        if bureau.endswith(ending) and len(bureau) > len(ending):
            return bureau.removesuffix(ending)
    return bureau


def _place(unit: Unit, known: dict[int, Unit]) -> Place:
    """A point counts in its station, and whoever has no area code counts where its superior does."""
    chain = [known[pk] for pk in _ids(unit.path) if pk in known] or [unit]
    chain.reverse()  # from itself upwards
    code = next((one.area_code for one in chain if one.area_code), "")
    station = next((one.id for one in chain if one.kind == OrganisationKind.STATION), unit.id)
    return Place(county_of(code), station)


def _ids(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def _county_names(units: Iterable[Unit], places: dict[int, Place]) -> dict[str, str]:
    """A county is called as its bureau is, by preference that of 民政; without a bureau the code must do."""
    names: dict[str, tuple[bool, int, str]] = {}
    for unit in units:
        county = places[unit.id].county
        if unit.kind == OrganisationKind.BUREAU and unit.area_code == county:
            name = area_name(unit.name)
            rank = (unit.line != Line.CIVIL_AFFAIRS, len(name), name)
            names[county] = min(names.get(county, rank), rank)
    return {county: name for county, (_, _, name) in names.items()}
