"""What only an import does with organisations: bring withdrawn ones back, fill in codes, take its own ones away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.services.organisations import (
    BESIDE_THE_TREE,
    OrganisationDetails,
    lock_tree,
    refuse_area,
)


@transaction.atomic
def revive_many(
    *,
    rows: Sequence[tuple[Organisation, OrganisationDetails, Organisation | None]],
    by: Authority,
    at: datetime,
) -> list[Organisation]:
    """Let organisations of an undone import stand again, as the new rows describe them; parents first.

    Raises RuleBroken where the importer may not write there, or the name was given to another one meanwhile.
    """
    lock_tree()
    revived = []
    for organisation, details, parent in rows:
        _require(details, parent, by=by)
        refuse_area(details.kind, details.area_code, parent, by=by)
        found = all_organisations().exclude(withdrawn_at=None).get(pk=organisation.pk)
        found.kind, found.tier, found.line = details.kind, details.tier, details.line
        found.area_code, found.parent, found.withdrawn_at = details.area_code, parent, None
        found.path = f"{parent.path if parent else ''}{found.pk}/"
        _save(found)
        revived.append(found)
    ids = [organisation.pk for organisation in revived]
    events.record("organisations.organisations.revived", by=by, at=at, data={"ids": ids})
    return revived


@transaction.atomic
def fill_in_codes(*, rows: Sequence[tuple[Organisation, str]], by: Authority, at: datetime) -> None:
    """Give area codes to organisations without one. Raises RuleBroken for a code outside the area above."""
    lock_tree()
    for organisation, code in rows:
        found = all_organisations().current().get(pk=organisation.pk)
        require(by, Permission.IMPORT_TRAINING, found.parent)
        refuse_area(found.kind, code, found.parent, by=by)
        found.area_code = code
        found.save(update_fields=["area_code"])
    ids = [organisation.pk for organisation, _ in rows]
    events.record("organisations.codes.filled_in", by=by, at=at, data={"ids": ids})


@transaction.atomic
def take_back_codes(*, ids: Collection[int], by: Authority, at: datetime) -> None:
    """Undo of `fill_in_codes`."""
    lock_tree()
    _require_all(ids, by=by)
    all_organisations().filter(pk__in=ids).update(area_code="")
    events.record("organisations.codes.taken_back", by=by, at=at, data={"ids": sorted(ids)})


@transaction.atomic
def take_back(*, delete: Collection[int], withdraw: Collection[int], by: Authority, at: datetime) -> None:
    """Undo an import's organisations: those that nothing names are deleted, those that ledger lines name withdrawn."""
    lock_tree()
    _require_all({*delete, *withdraw}, by=by)
    all_organisations().filter(pk__in=withdraw).update(withdrawn_at=at)
    # A child keeps its parent from being deleted, so the lowest go first.
    for organisation in all_organisations().filter(pk__in=delete).order_by("-path"):
        organisation.delete()
    data = {"deleted": sorted(delete), "withdrawn": sorted(withdraw)}
    events.record("organisations.organisations.taken_back", by=by, at=at, data=data)


def _require_all(ids: Collection[int], *, by: Authority) -> None:
    for organisation in all_organisations().filter(pk__in=ids):
        if organisation.kind not in BESIDE_THE_TREE:
            require(by, Permission.IMPORT_TRAINING, organisation)


def _require(details: OrganisationDetails, parent: Organisation | None, *, by: Authority) -> None:
    if parent is not None or details.kind not in BESIDE_THE_TREE:
        require(by, Permission.IMPORT_TRAINING, parent)


def _save(organisation: Organisation) -> None:
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise RuleBroken("organisation.name_taken", "已有同名的在用单位，请核对后重新导入。") from error
