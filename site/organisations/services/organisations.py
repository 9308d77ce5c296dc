"""Add, rename, move and end organisations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation, OrganisationAlias
from organisations.permissions import require
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import Line, OrganisationKind, Tier


@dataclass(frozen=True)
class OrganisationDetails:
    """What is known of an organisation that is added; `tier` and `area_code` may be empty for external ones."""

    name: str
    kind: OrganisationKind
    tier: Tier | str = ""
    line: Line = Line.CIVIL_AFFAIRS
    area_code: str = ""


@transaction.atomic
def add(
    *, details: OrganisationDetails, parent: Organisation | None, by: Authority, at: datetime
) -> Organisation:
    """Raises RuleBroken where the name is taken or the parent is outside the actor's tree."""
    require(by, Permission.MANAGE_ORGANISATIONS, parent)
    organisation = _create(details, parent)
    events.record("organisations.organisation.added", by=by, at=at, subject=organisation)
    return organisation


@transaction.atomic
def add_many(
    *, rows: Iterable[tuple[OrganisationDetails, Organisation | None]], by: Authority, at: datetime
) -> list[Organisation]:
    """Add in the given order (parents first) with one event for all. Only for imports and set-up by the system."""
    made = []
    for details, parent in rows:
        require(by, Permission.IMPORT_TRAINING, parent) if parent else None
        made.append(_create(details, parent))
    events.record(
        "organisations.organisations.added",
        by=by,
        at=at,
        data={"ids": [organisation.pk for organisation in made]},
    )
    return made


@transaction.atomic
def rename(*, organisation: Organisation, name: str, by: Authority, at: datetime) -> Organisation:
    """The former name stays as an alias, so that old sheets still find the organisation."""
    require(by, Permission.MANAGE_ORGANISATIONS, organisation)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if locked.name == name:
        return locked
    _refuse_taken(name)
    OrganisationAlias.objects.update_or_create(
        organisation=locked, name=locked.name, defaults={"until": clock.date_of(at)}
    )
    locked.name = name
    locked.save(update_fields=["name"])
    events.record("organisations.organisation.renamed", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def move(*, organisation: Organisation, parent: Organisation, by: Authority, at: datetime) -> Organisation:
    """Hang an organisation with all below it under another parent. Both places must be the actor's."""
    require(by, Permission.MANAGE_ORGANISATIONS, organisation)
    require(by, Permission.MANAGE_ORGANISATIONS, parent)
    # One lock order for every move keeps two opposite moves from making a ring.
    locked = {
        found.pk: found
        for found in Organisation.objects.select_for_update()
        .filter(pk__in=[organisation.pk, parent.pk])
        .order_by("pk")
    }
    moving, target = locked[organisation.pk], locked[parent.pk]
    if target.path.startswith(moving.path):
        raise RuleBroken("organisation.ring", "不能把一个单位移到它自己的下级之下。请另选上级单位。")
    old, new = moving.path, f"{target.path}{moving.pk}/"
    Organisation.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    Organisation.objects.filter(pk=moving.pk).update(parent=target)
    moving.refresh_from_db()
    events.record(
        "organisations.organisation.moved",
        by=by,
        at=at,
        subject=moving,
        data={"parent": target.pk, "from_path": old},
    )
    return moving


@transaction.atomic
def end(*, organisation: Organisation, on: date, by: Authority, at: datetime) -> Organisation:
    """End an organisation from that day on. Raises RuleBroken while current ones hang below it."""
    require(by, Permission.MANAGE_ORGANISATIONS, organisation)
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if all_organisations().current().below(locked).exclude(pk=locked.pk).exists():
        raise RuleBroken("organisation.has_children", "它下面还有在用的单位。请先移走或撤销下级单位。")
    locked.ended_on = on
    locked.save(update_fields=["ended_on"])
    events.record(
        "organisations.organisation.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()}
    )
    return locked


def _create(details: OrganisationDetails, parent: Organisation | None) -> Organisation:
    _refuse_taken(details.name)
    organisation = Organisation.objects.create(
        name=details.name, kind=details.kind, tier=details.tier, line=details.line, area_code=details.area_code,
        parent=parent,
    )  # fmt: skip
    organisation.path = f"{parent.path if parent else ''}{organisation.pk}/"
    organisation.save(update_fields=["path"])
    return organisation


def _refuse_taken(name: str) -> None:
    if all_organisations().current().filter(name=name).exists():
        raise RuleBroken(
            "organisation.name_taken", "已有同名的在用单位。请核对，或写上县（市、区）全称加以区别。"
        )
