"""Lines of people put together by the unit of their post, as the tables 按单位汇总 show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from organisations.words import OrganisationKind
from reporting.rules.official.shape import Opens
from reporting.rules.places import Gazetteer

Line = TypeVar("Line")


def by_unit(
    lines: Iterable[Line], organisation_of: Callable[[Line], int], places: Gazetteer
) -> list[tuple[str, Opens | None, Sequence[Line]]]:
    """Units in the order of area codes: the name, where its rows are, and its lines."""
    units: dict[int, list[Line]] = {}
    for line in lines:
        units.setdefault(places.places[organisation_of(line)].unit, []).append(line)
    ordered = sorted(units, key=lambda unit: (*places.unit_order(unit), unit))
    return [(places.unit_name(unit), rows_of(places, unit), units[unit]) for unit in ordered]


def rows_of(places: Gazetteer, unit: int) -> Opens | None:
    """The same form of one station. A bureau's own row has none: its scope reaches over its stations."""
    if unit not in places.units or places.units[unit].kind != OrganisationKind.STATION:
        return None
    return Opens.of("form", scope=places.units[unit].public_id)
