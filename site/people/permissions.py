"""May this authority change this person? Asked by services and by pages."""

from __future__ import annotations

from datetime import date

from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_people


def can_manage(by: Authority, person: Person, *, on: date) -> bool:
    """The person's primary posting, held or last, lies in the actor's tree."""
    return all_people().manageable_by(by, on=on).filter(pk=person.pk).exists()


def require_person(by: Authority, person: Person, *, on: date) -> None:
    """Raises RuleBroken unless the actor manages the person; people merged or withdrawn are managed by nobody."""
    if not can_manage(by, person, on=on):
        raise RuleBroken(
            "permission.missing",
            f"您没有对这个人“{Permission.MANAGE_PEOPLE.label}”的权限。请联系其所在单位或上级主管。",
        )
