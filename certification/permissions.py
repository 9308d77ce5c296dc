"""Whose certificates and registration periods may this authority change?"""

from __future__ import annotations

from datetime import date

from certification.querysets import manageable_people
from core.errors import RuleBroken
from organisations.authority import Authority
from people.models import Person


def can_manage(by: Authority, person: Person, *, on: date) -> bool:
    """The actor manages people where this person is posted that day, and is somebody else."""
    if by.is_system:
        return True
    return by.person_id != person.pk and manageable_people(by, on=on).filter(pk=person.pk).exists()


def require_manage(by: Authority, person: Person, *, on: date) -> None:
    """Raises RuleBroken unless the actor manages this person and is somebody else."""
    if not can_manage(by, person, on=on):
        raise RuleBroken(
            "certification.not_yours", "证书和登记周期由其所在单位的主管维护，本人不能自己改。请联系主管。"
        )
