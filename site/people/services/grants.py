"""Role grants: who is trusted with what, where, from when to when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import GRANTED_BY_OFFICERS, Permission, Role
from people.models import Person, RoleGrant


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
    """Raises RuleBroken where the role is not the actor's to give, or is held there on those days already."""
    require(by, Permission.GRANT_ROLES, organisation)
    if not by.is_system and (role not in GRANTED_BY_OFFICERS or by.person_id == person.pk):
        raise RuleBroken("grant.not_yours", "这个角色不由您授予，也不能授给自己。请联系上级主管。")
    made = RoleGrant(
        person=person, role=role, organisation=organisation, starts_on=starts_on, ends_on=ends_on,
        granted_by=by.person_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise RuleBroken(
            "grant.overlap", "这个人在这段日期已有同样的授权，或日期先后颠倒。请核对日期。"
        ) from error
    events.record("people.role.granted", by=by, at=at, subject=made, data={"role": role.value})
    return made


@transaction.atomic
def end(*, grant: RoleGrant, on: date, by: Authority, at: datetime) -> RoleGrant:
    """`on` is the first day without the role; the same day as it began means it never held."""
    locked = RoleGrant.objects.select_for_update().select_related("organisation").get(pk=grant.pk)
    require(by, Permission.GRANT_ROLES, locked.organisation)
    locked.ends_on = max(on, locked.starts_on)
    locked.save(update_fields=["ends_on"])
    events.record("people.role.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()})
    return locked
