"""Random roll-call: who is called follows from a seed that is written down, so that anybody may check the draw."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draw(candidates: Iterable[int], *, count: int, seed: str) -> list[int]:
    """At most `count` of the candidates, in the order of the hash of "seed:id". The order they come in is no matter."""
    return sorted(set(candidates), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:count]
