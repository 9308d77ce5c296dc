"""The organisations that a figure counts in."""

from __future__ import annotations

from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.scope import Scope
from reporting.rules.places import Gazetteer, Unit


def gazetteer(scope: Scope) -> Gazetteer:
    """Every organisation of the scope, ended and withdrawn ones too: lines of the ledger may name them."""
    return Gazetteer.of(_unit(one) for one in all_organisations().in_scope(scope).order_by("pk"))


def units_by_id(ids: set[int]) -> dict[int, Unit]:
    """Organisations inside or outside any scope, e.g. where guests of a class come from."""
    return {one.pk: _unit(one) for one in all_organisations().filter(pk__in=ids)}


def _unit(one: Organisation) -> Unit:
    return Unit(one.pk, one.name, one.kind, one.line, one.area_code, one.path, str(one.public_id))
