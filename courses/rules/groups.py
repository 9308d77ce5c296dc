"""Groups of a class: who sits with whom. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable


def deal(people: Iterable[tuple[int, Hashable]], count: int) -> dict[int, int]:
    """Group by person, from (person, unit) pairs: colleagues are dealt one after another, so they sit apart.

    The groups differ by at most one person. The largest units are dealt first; within a unit the given order stays.
    """
    known = list(people)
    size = Counter(unit for _person, unit in known)
    first = {unit: position for position, (_person, unit) in reversed(list(enumerate(known)))}
    ordered = sorted(known, key=lambda one: (-size[one[1]], first[one[1]]))
    return {person: position % count + 1 for position, (person, _unit) in enumerate(ordered)}
