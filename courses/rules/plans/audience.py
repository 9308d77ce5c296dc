"""Whom a plan is for, and which of several versions of one plan holds for somebody. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

from courses.rules.plans.definition import Audience


@dataclass(frozen=True)
class Standing:
    """What the roster says about a person on a day, of the primary posting."""

    person_id: int
    hired_on: date | None = None
    post_kind: str = ""
    grade: int | None = None
    title: str = ""
    organisation_kind: str = ""
    organisation_path: str = ""  # "1/5/12/"
    line: str = ""
    area_code: str = ""
    qualification: str = ""
    roles: frozenset[str] = frozenset()


class Version(Protocol):
    """What must be known of a plan's version to choose among several."""

    code: str
    jurisdiction: str
    valid_from: date
    valid_to: date | None


AnyVersion = TypeVar("AnyVersion", bound="Version")


def fits(
    audience: Audience, standing: Standing, *, on: date, is_assigned: bool, paths: Iterable[str]
) -> bool:
    """Whether the plan is for this person that day. `paths`: those of the organisations that the audience names.

    The first days after hire decide when a plan begins, not when it ends: who did not finish still owes it.
    """
    return (
        _is_in(standing.post_kind, audience.post_kinds)
        and _is_in(standing.organisation_kind, audience.organisation_kinds)
        and _is_in(standing.line, audience.lines)
        and _is_in(standing.qualification, audience.qualifications)
        and (not audience.roles or bool(audience.roles & standing.roles))
        and (not audience.titles or any(word in standing.title for word in audience.titles))
        and (not audience.organisations or any(standing.organisation_path.startswith(path) for path in paths))
        and _within(standing.grade, audience.min_grade, audience.max_grade)
        and (is_assigned or _is_new(standing.hired_on, audience.hired_within_days, on))
    )


def in_force(versions: Iterable[AnyVersion], *, area_code: str, on: date) -> dict[str, AnyVersion]:
    """Of each plan the most local version that holds that day, and of those the latest."""
    found: dict[str, AnyVersion] = {}
    for version in sorted(versions, key=lambda one: (len(one.jurisdiction), one.valid_from)):
        holds = version.valid_from <= on and (version.valid_to is None or on < version.valid_to)
        if holds and area_code.startswith(version.jurisdiction):
            found[version.code] = version
    return found


def _is_in(value: str, wanted: frozenset[str]) -> bool:
    return not wanted or value in wanted


def _within(grade: int | None, least: int | None, most: int | None) -> bool:
    if least is None and most is None:
        return True
    if grade is None:
        return False
    return (least is None or grade >= least) and (most is None or grade <= most)


def _is_new(hired_on: date | None, days: int | None, on: date) -> bool:
    if days is None:
        return True
    return hired_on is not None and on - timedelta(days=days) < hired_on <= on
