"""Whose share of a class's seats a person takes, and who moves up when a seat becomes free. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiter:
    """One person on the waiting list. `quota`: whose share the seat comes from; None where nobody's is his."""

    enrolment: int
    quota: int | None = None


def nearest(path: str, sharing: Collection[int]) -> int | None:
    """Of the organisations that have a share, the nearest at or above the one with this path ("1/5/12/")."""
    above = [int(part) for part in path.split("/") if part]
    return next((one for one in reversed(above) if one in sharing), None)


def moving_up(
    waiting: Iterable[Waiter], *, free: int | None, free_of: Mapping[int, int] | None
) -> list[Waiter]:
    """Who gets the seats that are free now, first come first served.

    `free`: seats of the class, None without a limit. `free_of`: seats of each share, None where nothing is shared
    out: then everybody competes for the class's seats. Whose share is used up stays where he is and holds up nobody.
    """
    left = dict(free_of) if free_of is not None else None
    chosen: list[Waiter] = []
    for one in waiting:
        if free is not None and len(chosen) >= free:
            break
        if left is not None:
            if one.quota is None or left.get(one.quota, 0) < 1:
                continue
            left[one.quota] -= 1
        chosen.append(one)
    return chosen
