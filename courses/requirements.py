"""Kinds of requirement that higher apps know: "has a supervisor with the juvenile tag" is no question for courses.

Such an app registers its kind in `apps.ready`; a plan names it as the `source` of a requirement of kind *evidence*.
Until somebody registered it, the requirement reads 暂不能满足 with the plan's own words, and makes nobody late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courses.rules.plans.evaluation import Answer


@dataclass(frozen=True)
class Asked:
    """One requirement: its key in the plan and what the plan says besides."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


# For all these people at once, with a number of questions that does not grow with them: by person and key.
Gather = Callable[[Collection[int], Collection[Asked], date], Mapping[tuple[int, str], Answer]]


@dataclass(frozen=True)
class Kind:
    """`name` is what plans call it, app first: "mentorship.tagged_supervisor"."""

    name: str
    gather: Gather


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Once for a name; the same function again changes nothing. Raises ValueError for a name that is another's."""
    if "." not in kind.name or _kinds.get(kind.name, kind).gather is not kind.gather:
        raise ValueError(f"{kind.name!r} is no free name of a kind")
    _kinds[kind.name] = kind
    return kind


def forget(name: str) -> None:
    """For tests."""
    _kinds.pop(name, None)


def known() -> Mapping[str, Kind]:
    return dict(_kinds)
