"""Which kinds of long work there are: each app registers its own in its `apps.ready`.

The inbox runs them and knows none of them. What a kind does is one transaction: it is committed together with the
mark that the job is done, so a job that is taken up twice has one effect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.progress import Progress
from organisations.authority import Authority
from organisations.roles import Permission


@dataclass(frozen=True)
class Work:
    """What a kind gets: the authority that the owner has now, the moment, the parameters of the start."""

    by: Authority
    at: datetime
    parameters: Mapping[str, Any]
    progress: Progress


def nothing_to_clear(parameters: Mapping[str, Any], at: datetime) -> None:
    """The usual case: what was rolled back needs no broom."""


@dataclass(frozen=True)
class Kind:
    """`run` does the work inside the runner's transaction and returns the path of the page that shows the result.

    It raises RuleBroken where a rule says no, and lets core.progress.Stopped pass. `permission` is asked of the owner
    again when the job runs. `clear_up` puts away what was kept for a job that has failed or was cancelled; it gets
    the parameters and the moment. `label` is a Chinese message id, `seconds` what the work usually takes.
    """

    name: str
    label: str
    run: Callable[[Work], str]
    seconds: int
    permission: Permission | None = None
    clear_up: Callable[[Mapping[str, Any], datetime], None] = nothing_to_clear


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    """Raises KeyError for a kind that no app registers (any more)."""
    return _kinds[name]


def label_of(name: str) -> str:
    """The kind's label; its name where the product has outgrown the kind."""
    return _kinds[name].label if name in _kinds else name


def seconds_of(name: str) -> int:
    """What work of this kind usually takes; 0 for a kind that the product has outgrown."""
    return _kinds[name].seconds if name in _kinds else 0
