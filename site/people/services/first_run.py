"""The first organisation of an installation with its first officer and editor: nobody is there to let them in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from core import clock
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from people.services import accounts, grants, postings
from people.services.persons import PersonDetails
from people.services.postings import PostingDetails

ONE_AT_A_TIME = 4_090_090  # an advisory lock: two first runs at once make one first organisation


@dataclass(frozen=True)
class FirstPerson:
    """Somebody who gets an account and a role at once."""

    name: str
    username: str
    role: Role


@transaction.atomic
def set_up(
    *, details: OrganisationDetails, people: list[FirstPerson], by: Authority, at: datetime
) -> dict[str, str]:
    """Make the organisation, its people and their accounts; one-time passwords by user name.

    Raises RuleBroken where any organisation exists already, or a user name is taken twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    if all_organisations().exists():
        raise RuleBroken("first_run.done", "本站已有单位，首次设置只能做一次。请由已有的主管登录后添加。")
    organisation = organisations.add(details=details, parent=None, by=by, at=at)
    return {person.username: _let_in(person, organisation, by=by, at=at) for person in people}


def _let_in(first: FirstPerson, organisation: Organisation, *, by: Authority, at: datetime) -> str:
    today = clock.date_of(at)
    person = postings.hire(
        person=PersonDetails(name=first.name),
        posting=PostingDetails(organisation=organisation, starts_on=today),
        by=by,
        at=at,
    )
    password = secrets.token_urlsafe(12)
    accounts.open_account(person=person, username=first.username, password=password, by=by, at=at)
    grants.grant(
        person=person, role=first.role, organisation=organisation, starts_on=today, ends_on=None, by=by, at=at
    )
    return password
