"""Whom a lead or liaison mentors: the workers of the groups whose meetings they may write down."""

from __future__ import annotations

from datetime import date
from typing import Any

from mentorship.querysets import all_group_members, all_groups
from organisations.authority import Authority


def mentees(by: Authority, on: date) -> Any:
    """Ids of persons, as a subquery."""
    groups = all_groups().recorded_by(by, on=on)
    return all_group_members().in_force(on).filter(group__in=groups).values("person")
