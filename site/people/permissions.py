"""May this authority change this person? Asked by services and by pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_grants, all_people


def can_manage(by: Authority, person: Person, *, on: date) -> bool:
    """The person's primary posting, held or last, lies in the actor's tree."""
    return all_people().manageable_by(by, on=on).filter(pk=person.pk).exists()


def require_person(by: Authority, person: Person, *, on: date) -> None:
    """Raises RuleBroken unless the actor manages the person; people merged or withdrawn are managed by nobody."""
    require_people(by, [person], on=on)


def require_people(by: Authority, people: Collection[Person], *, on: date) -> None:
    """Raises RuleBroken unless the actor manages all of them; asked with one question."""
    wanted = {person.pk for person in people}
    if all_people().manageable_by(by, on=on).filter(pk__in=wanted).count() != len(wanted):
        raise RuleBroken(
            "permission.missing",
            "您没有对这个人“%(permission)s”的权限。请联系其所在单位或上级主管。",
            permission=Permission.MANAGE_PEOPLE,
        )


def require_ordinary(by: Authority, person: Person, *, on: date) -> None:
    """Raises RuleBroken where letting this person in would let somebody act with rights that are not the actor's to give.

    Whoever opens a door for another could walk through it: so never one's own, and for people with roles only by
    whoever could have given those roles.
    """
    if by.person_id == person.pk:
        raise RuleBroken("access.self", "不能为自己办理。请由同事或上级主管办理。")
    held = all_grants().not_over(on).filter(person=person)
    if held.exclude(pk__in=held.givable_by(by).values("pk")).exists():
        raise RuleBroken("access.roles", "这个人有上级授予的角色。请由上级主管或平台管理员办理。")
