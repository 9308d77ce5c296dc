"""The organisations that a figure counts in."""

from __future__ import annotations

from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.scope import Scope
from reporting.rules.places import Gazetteer, Unit

_FIELDS = ("pk", "name", "kind", "line", "area_code", "path", "public_id")


def gazetteer(scope: Scope) -> Gazetteer:
    """Every organisation of the scope, ended and withdrawn ones too: lines of the ledger may name them."""
    rows = all_organisations().in_scope(scope).order_by("pk").values_list(*_FIELDS)
    return Gazetteer.of(Unit(*row[:-1], public_id=str(row[-1])) for row in rows)


def units_by_id(ids: set[int]) -> dict[int, Unit]:
    """Organisations inside or outside any scope, e.g. where guests of a class come from."""
    rows = Organisation.objects.filter(pk__in=ids).values_list(*_FIELDS)
    return {row[0]: Unit(*row[:-1], public_id=str(row[-1])) for row in rows}
