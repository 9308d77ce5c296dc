"""Role grants: who is trusted with what, where, from when to when.

An officer gives officers' roles inside the own tree to people whom the officer can see, never to oneself, never for
days that are past; and ends only what an officer may give. Editors and readers are the system's to make.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import GRANTED_BY_OFFICERS, Permission, Role
from people.models import Person, RoleGrant
from people.querysets import all_grants, all_people


@transaction.atomic
def grant(
    *,
    person: Person,
    role: Role,
    organisation: Organisation,
    starts_on: date,
    ends_on: date | None,
    by: Authority,
    at: datetime,
) -> RoleGrant:
    """`ends_on` is the first day without the role.

    Raises RuleBroken where the role is not the actor's to give, or is held there on those days already.
    """
    require(by, Permission.GRANT_ROLES, organisation)
    if not by.is_system:
        _require_yours(person, role=role, starts_on=starts_on, by=by, on=clock.date_of(at))
    _require_dates(organisation, starts_on=starts_on, ends_on=ends_on)
    made = _insert(
        RoleGrant(
            person=person, role=role, organisation=organisation, starts_on=starts_on, ends_on=ends_on,
            granted_by=by.person_id,
        )
    )  # fmt: skip
    events.record("people.role.granted", by=by, at=at, subject=made, data={"role": role.value})
    return made


def bind(
    *,
    person: Person,
    role: Role,
    organisation: Organisation,
    to: Model,
    starts_on: date,
    ends_on: date,
    by: Authority,
    at: datetime,
) -> RoleGrant:
    """A role on one thing alone, for services that record what it is for and ask whether the person may have it.

    `organisation` is the one that answers for it, `ends_on` the first day without the role. Raises RuleBroken for a
    past or empty span, for oneself, and where the person holds the role there on those days already.
    """
    require(by, Permission.GRANT_ROLES, organisation)
    if role not in GRANTED_BY_OFFICERS or by.person_id == person.pk:
        raise _not_yours()
    if starts_on < clock.date_of(at):
        raise RuleBroken("grant.past", "生效日期不能早于今天。请填写今天或以后的日期。")
    _require_dates(organisation, starts_on=starts_on, ends_on=ends_on)
    made = RoleGrant(
        person=person, role=role, organisation=organisation, starts_on=starts_on, ends_on=ends_on,
        bound_type=to._meta.label_lower, bound_id=to.pk, granted_by=by.person_id,
    )  # fmt: skip
    return _insert(made)


@transaction.atomic
def end(*, grant: RoleGrant, on: date, by: Authority, at: datetime) -> RoleGrant:
    """`on` is the first day without the role: today stops it at the next request.

    A grant that had not begun on that day never holds. Raises RuleBroken for a day that would draw the grant out, and
    for a past day.
    """
    locked = end_bound(grant=grant, on=on, by=by, at=at)
    events.record("people.role.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()})
    return locked


def end_bound(*, grant: RoleGrant, on: date, by: Authority, at: datetime) -> RoleGrant:
    """`end` for services that record it themselves."""
    locked = all_grants().select_for_update(of=("self",)).select_related("organisation").get(pk=grant.pk)
    require(by, Permission.GRANT_ROLES, locked.organisation)
    if not by.is_system and Role(locked.role) not in GRANTED_BY_OFFICERS:
        raise _not_yours()
    if not by.is_system and on < clock.date_of(at):
        raise RuleBroken("grant.past", "失效日期不能早于今天。请填写今天或以后的日期。")
    if locked.ends_on is not None and on > locked.ends_on:
        raise RuleBroken("grant.over", "这项授权在更早的日期已经失效。如需继续，请另行授予。")
    locked.ends_on = max(on, locked.starts_on)
    locked.save(update_fields=["ends_on"])
    return locked


def _insert(made: RoleGrant) -> RoleGrant:
    # Two at once would each wait for the other's row in the exclusion constraint: a deadlock, not a refusal.
    all_people().select_for_update(no_key=True).get(pk=made.person_id)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise RuleBroken(
            "grant.overlap", "这个人在这段日期已有同样的授权。请先结束原授权，或改填日期。"
        ) from error
    return made


def _require_yours(person: Person, *, role: Role, starts_on: date, by: Authority, on: date) -> None:
    if role not in GRANTED_BY_OFFICERS or by.person_id == person.pk:
        raise _not_yours()
    if not all_people().visible_to(by, on=on).filter(pk=person.pk).exists():
        raise RuleBroken("grant.stranger", "这个人不在您的管理范围。请联系上级主管授权。")
    if starts_on < on:
        raise RuleBroken("grant.past", "生效日期不能早于今天。请填写今天或以后的日期。")


def _require_dates(organisation: Organisation, *, starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on <= starts_on:
        raise RuleBroken("grant.dates", "失效日期要晚于生效日期。请核对日期。")
    if organisation.withdrawn_at is not None or organisation.ended_on is not None:
        raise RuleBroken("grant.place_ended", "这个单位已经撤销，不能再授权。请选在用的单位。")


def _not_yours() -> RuleBroken:
    return RuleBroken("grant.not_yours", "这个角色不由您授予或收回，也不能授给自己。请联系上级主管。")
