"""May this authority change this person? Asked by services and by pages."""

from __future__ import annotations

from collections.abc import Collection
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
    require_people(by, [person], on=on)


def require_people(by: Authority, people: Collection[Person], *, on: date) -> None:
    """Raises RuleBroken unless the actor manages all of them; asked with one question."""
    wanted = {person.pk for person in people}
    if all_people().manageable_by(by, on=on).filter(pk__in=wanted).count() != len(wanted):
        raise RuleBroken(
            "permission.missing",
            f"您没有对这个人“{Permission.MANAGE_PEOPLE.label}”的权限。请联系其所在单位或上级主管。",
        )
