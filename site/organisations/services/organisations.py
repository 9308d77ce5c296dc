"""Add, rename, move and end organisations.

Whoever changes the tree holds the one lock of the tree: paths are written from other rows' paths, so two changes at
once would leave paths that lie. Changes are rare, readers never wait.

Bureaus read across the lines of their *area*, so an area code is a right: nobody may add or move a bureau into an
area that the bureau above it does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation, OrganisationAlias
from organisations.permissions import require
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.rules import is_area_code, lies_inside, moved_code
from organisations.words import Line, OrganisationKind, Tier

# Kinds that an import may add beside the tree: they hold no area and nobody above reads through them.
BESIDE_THE_TREE = frozenset({OrganisationKind.EXTERNAL, OrganisationKind.AGENCY, OrganisationKind.SCHOOL})


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
    """Raises RuleBroken where the name is taken, the parent is outside the actor's tree or has ended, or the area
    is not the parent's.
    """
    lock_tree()
    above = _fresh(parent) if parent else None
    require(by, Permission.MANAGE_ORGANISATIONS, above)
    organisation = _create(details, above, by=by)
    events.record("organisations.organisation.added", by=by, at=at, subject=organisation)
    return organisation


@transaction.atomic
def add_many(
    *, rows: Iterable[tuple[OrganisationDetails, Organisation | None]], by: Authority, at: datetime
) -> list[Organisation]:
    """Add in the given order (parents first) with one event for all: for imports and set-up.

    Without a parent only outside bodies are added, by whoever may import somewhere.
    """
    lock_tree()
    made = []
    for details, parent in rows:
        above = _fresh(parent) if parent else None
        _require_import(details, above, by=by)
        made.append(_create(details, above, by=by))
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
    lock_tree()
    found = _fresh(organisation)
    require(by, Permission.MANAGE_ORGANISATIONS, found)
    name = name.strip()
    if found.name == name:
        return found
    _refuse_name(name)
    OrganisationAlias.objects.update_or_create(
        organisation=found, name=found.name, defaults={"until": clock.date_of(at)}
    )
    found.name = name
    found.save(update_fields=["name"])
    events.record("organisations.organisation.renamed", by=by, at=at, subject=found)
    return found


@transaction.atomic
def move(
    *,
    organisation: Organisation,
    parent: Organisation,
    by: Authority,
    at: datetime,
    area_code: str | None = None,
) -> Organisation:
    """Hang an organisation with all below it under another parent; both parents must be the actor's.

    `area_code` is its code from now on, where that changes too; codes inside the old one follow. Raises RuleBroken
    for a ring, an ended parent, or a code below it that would lie outside the new parent's area.
    """
    lock_tree()
    moving, target = _fresh(organisation), _fresh(parent)
    _require_above(moving, by=by)
    require(by, Permission.MANAGE_ORGANISATIONS, target)
    if target.path.startswith(moving.path):
        raise RuleBroken("organisation.ring", "不能把一个单位移到它自己的下级之下。请另选上级单位。")
    code = moving.area_code if area_code is None else area_code
    if (moving.parent_id, moving.area_code) == (target.pk, code):
        return moving
    old_path, old_parent = moving.path, moving.parent_id
    _move_codes(moving, code=code, target=target, by=by)
    _move_paths(moving, target=target)
    moving.refresh_from_db()
    events.record(
        "organisations.organisation.moved", by=by, at=at, subject=moving,
        data={"parent": target.pk, "from_parent": old_parent, "from_path": old_path},
    )  # fmt: skip
    return moving


@transaction.atomic
def end(*, organisation: Organisation, on: date, by: Authority, at: datetime) -> Organisation:
    """End an organisation from that day on, today or before.

    Raises RuleBroken while current ones hang below it. Who works there is asked by `people.services.places`.
    """
    lock_tree()
    found = _fresh(organisation)
    _require_above(found, by=by)
    if on > clock.date_of(at):
        raise RuleBroken("organisation.end_later", "撤销日期不能晚于今天。请到那一天再办，或改填日期。")
    if all_organisations().current().below(found).exclude(pk=found.pk).exists():
        raise RuleBroken("organisation.has_children", "它下面还有在用的单位。请先移走或撤销下级单位。")
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    events.record(
        "organisations.organisation.ended", by=by, at=at, subject=found, data={"on": on.isoformat()}
    )
    return found


def lock_tree() -> None:
    """One writer of the tree at a time, until its transaction ends; the rows read after this are the newest."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Organisation._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _fresh(organisation: Organisation) -> Organisation:
    found = all_organisations().get(pk=organisation.pk)
    if found.ended_on is not None or found.withdrawn_at is not None:
        raise RuleBroken("organisation.ended", "这个单位已经撤销，不能再改动。请选在用的单位。")
    return found


def _require_above(organisation: Organisation, *, by: Authority) -> None:
    """Taking an organisation away is a change of the one above it; the top of a tree is the system's."""
    require(by, Permission.MANAGE_ORGANISATIONS, organisation.parent)


def _require_import(details: OrganisationDetails, parent: Organisation | None, *, by: Authority) -> None:
    if parent is None and details.kind in BESIDE_THE_TREE and by.scope(Permission.IMPORT_TRAINING):
        return
    require(by, Permission.IMPORT_TRAINING, parent)


def _create(details: OrganisationDetails, parent: Organisation | None, *, by: Authority) -> Organisation:
    name = details.name.strip()
    _refuse_name(name)
    refuse_area(details.kind, details.area_code, parent, by=by)
    organisation = Organisation.objects.create(
        name=name, kind=details.kind, tier=details.tier, line=details.line, area_code=details.area_code, parent=parent,
    )  # fmt: skip
    organisation.path = f"{parent.path if parent else ''}{organisation.pk}/"
    organisation.save(update_fields=["path"])
    return organisation


def _refuse_name(name: str) -> None:
    if not name:
        raise RuleBroken("organisation.name_missing", "请填写单位名称。")
    if all_organisations().current().filter(name=name).exists():
        raise RuleBroken(
            "organisation.name_taken", "已有同名的在用单位。请核对，或写上县（市、区）全称加以区别。"
        )


def refuse_area(kind: str, code: str, parent: Organisation | None, *, by: Authority) -> None:
    """A code lies inside the area above; a bureau stands below a bureau. The system sets up what it likes."""
    if code and not is_area_code(code):
        raise RuleBroken("organisation.area_code", "区划代码应为6位、9位或12位数字。请核对后重新填写。")
    if by.is_system or parent is None:
        return
    if kind == OrganisationKind.BUREAU and parent.kind != OrganisationKind.BUREAU:
        raise RuleBroken("organisation.bureau_below", "主管部门只能设在上级主管部门之下。请另选上级或类别。")
    outside = bool(code) and bool(parent.area_code) and not lies_inside(code, parent.area_code)
    unbounded = bool(code) and not parent.area_code and kind == OrganisationKind.BUREAU
    if outside or unbounded:
        raise RuleBroken(
            "organisation.area_outside", "区划代码不在上级单位的区域之内。请核对代码，或由上级主管办理。"
        )


def _move_codes(moving: Organisation, *, code: str, target: Organisation, by: Authority) -> None:
    """Give the moved organisation its code and let those inside the old one follow."""
    changed = []
    for one in all_organisations().below(moving).order_by("pk"):
        fresh = code if one.pk == moving.pk else moved_code(one.area_code, old=moving.area_code, new=code)
        if one.pk == moving.pk:
            refuse_area(one.kind, fresh, target, by=by)
        elif fresh and target.area_code and not by.is_system and not lies_inside(fresh, target.area_code):
            raise RuleBroken(
                "organisation.area_below",
                "有下级单位的区划代码不在新上级的区域之内。请同时填写新的区划代码。",
            )
        if fresh != one.area_code:
            one.area_code = fresh
            changed.append(one)
    Organisation.objects.bulk_update(changed, ["area_code"], batch_size=500)


def _move_paths(moving: Organisation, *, target: Organisation) -> None:
    old, new = moving.path, f"{target.path}{moving.pk}/"
    Organisation.objects.filter(path__startswith=old).update(
        path=Concat(Value(new), Substr(F("path"), len(old) + 1))
    )
    Organisation.objects.filter(pk=moving.pk).update(parent=target)
