"""Which desks a person has, what their menus mark, and what comes next for a mentoring group. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import Enum

from core.words import gettext_noop as _
from desks.words import Desk
from organisations.roles import Role
from organisations.words import OrganisationKind

# The first of these that somebody holds is what the switch calls them at the office desk.
OFFICE_ROLES = (
    Role.OFFICER, Role.STATION_HEAD, Role.CLASS_TEACHER, Role.READER, Role.OPERATOR, Role.REVIEWER, Role.EDITOR,
)  # fmt: skip
LEARNER_NAME = _("学员")
STUDIO_NAME = _("工作室成员")


def desks_of(roles: Collection[Role], *, records_meetings: bool, works_at: str) -> tuple[Desk, ...]:
    """The desks of a person, the one to begin with first.

    `records_meetings`: holds a studio role that writes meetings down. `works_at`: the kind of organisation of the
    primary posting, empty without one. Whoever works at a bureau and holds a role there is no learner by trade;
    whoever has no other desk always is.
    """
    found = []
    if any(role in roles for role in OFFICE_ROLES):
        found.append(Desk.OFFICE)
    if records_meetings or Role.SUPERVISOR in roles:
        found.append(Desk.MENTOR)
    if not found or works_at not in {"", OrganisationKind.BUREAU}:
        found.append(Desk.LEARNER)
    return tuple(found)


def name_at(desk: Desk, roles: Collection[Role]) -> str:
    """What the switch calls the person at this desk: the role, since that is how people know themselves."""
    if desk is Desk.OFFICE:
        return next(role.label for role in OFFICE_ROLES if role in roles)
    if desk is Desk.MENTOR:
        return Role.SUPERVISOR.label if Role.SUPERVISOR in roles else STUDIO_NAME
    return LEARNER_NAME


def current_item(path: str, prefixes: Sequence[Collection[str]]) -> int | None:
    """The index of the item with the longest prefix of the page's address; None where none fits."""
    matches = [
        (len(prefix), -index)
        for index, covered in enumerate(prefixes)
        for prefix in covered
        if path.startswith(prefix)
    ]
    return -max(matches)[1] if matches else None


USUAL_PAUSE = timedelta(days=30)  # between two meetings of a group; a habit that the card reminds of, no rule


class GroupStep(Enum):
    """What a mentoring group needs next, the most urgent first."""

    OBJECTIONS = "objections"
    EMPTY = "empty"
    RECORD = "record"
    WAIT = "wait"
    FINE = "fine"


def group_step(
    *, workers: int, last_held_on: date | None, pending: int, objected: int, on: date
) -> GroupStep:
    """`pending` and `objected` are answers of participants to standing meetings."""
    if objected:
        return GroupStep.OBJECTIONS
    if not workers:
        return GroupStep.EMPTY
    if last_held_on is None or on - last_held_on > USUAL_PAUSE:
        return GroupStep.RECORD
    return GroupStep.WAIT if pending else GroupStep.FINE


def by_rate(rows: Sequence[tuple[int, int]]) -> list[int]:
    """The places of pairs of completed and required, the lowest rate first; nobody required comes last."""
    return sorted(range(len(rows)), key=lambda at: (rows[at][1] == 0, rows[at][0] / (rows[at][1] or 1), at))
