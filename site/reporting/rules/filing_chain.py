"""The way of a filing up the tiers: which body takes which step, and where a filing stands. Pure functions.

The way is 待审 → 县审 → 市审 → 省汇总 → 归档. Where one officer files, the filing is the body's own review; a tier that a body
does not have above it takes no step.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from organisations.words import Tier
from reporting.words import FilingState, FilingStep

_STEPS = list(FilingStep)
STEP_OF: dict[str, FilingStep] = {Tier.CITY: FilingStep.CITY_REVIEW, Tier.PROVINCE: FilingStep.GATHER}
_AFTER = {
    FilingStep.CITY_REVIEW: FilingState.CITY_PASSED,
    FilingStep.GATHER: FilingState.GATHERED,
    FilingStep.ARCHIVE: FilingState.ARCHIVED,
}
REVIEWS_ABOVE = tuple(_AFTER)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation on the way; `pk` is its id."""

    pk: int
    tier: str


@dataclass(frozen=True, slots=True)
class Rung:
    """A step and the id of the body that takes it."""

    step: FilingStep
    body: int


def ladder(own: Body, above: Sequence[Body], *, needs_check: bool = False) -> tuple[Rung, ...]:
    """The whole way of what `own` files; `above` is nearest first. With `needs_check` a second officer of the own body
    reviews first. Whoever takes the last review keeps the file:
    a body with nobody above keeps its own."""
    rungs = [Rung(FilingStep.OWN_REVIEW, own.pk)] if needs_check else []
    for body in above:
        step = STEP_OF.get(body.tier)
        if step is not None and (not rungs or _STEPS.index(step) > _STEPS.index(rungs[-1].step)):
            rungs.append(Rung(step, body.pk))
    return (*rungs, Rung(FilingStep.ARCHIVE, rungs[-1].body if rungs else own.pk))


def next_rung(way: Sequence[Rung], taken: Collection[FilingStep]) -> Rung | None:
    """The first step behind those that were taken; None at the end."""
    last = max((_STEPS.index(step) for step in taken), default=-1)
    return next((rung for rung in way if _STEPS.index(rung.step) > last), None)


def state_of(
    tier: str,
    taken: Collection[FilingStep],
    *,
    is_returned: bool,
    is_superseded: bool,
    needs_check: bool = False,
) -> FilingState:
    """A correction and a return outweigh every step: the filing goes no further."""
    if is_superseded:
        return FilingState.SUPERSEDED
    if is_returned:
        return FilingState.RETURNED
    last = max(taken, key=_STEPS.index, default=None)
    if last in _AFTER:
        return _AFTER[last]
    if needs_check and last is None:
        return FilingState.PENDING
    return FilingState.COUNTY_PASSED if tier == Tier.COUNTY else FilingState.FILED


def may_go_on(state: FilingState) -> bool:
    """Whether a step may be taken at all."""
    return state not in {FilingState.SUPERSEDED, FilingState.RETURNED, FilingState.ARCHIVED}


def step_of(state: FilingState) -> FilingStep | None:
    """The step of a body above that led to the state; None where none was taken."""
    return next((step for step, after in _AFTER.items() if after is state), None)


def later_steps(state: FilingState) -> list[FilingStep]:
    """The steps of bodies above that lead beyond a state of the way: a filing in it has taken none of them."""
    step = step_of(state)
    return _STEPS[_STEPS.index(step) + 1 :] if step is not None else list(_AFTER)
