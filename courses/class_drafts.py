"""Further files about a class that apps above this one write: each registers its address, the page of a class names it."""

from __future__ import annotations

from dataclasses import dataclass

from core.sentences import Sentence


@dataclass(frozen=True)
class Draft:
    """`address`: the name of an address that takes the class's `public_id`."""

    label: Sentence
    address: str


_drafts: list[Draft] = []


def register(draft: Draft) -> None:
    if draft not in _drafts:
        _drafts.append(draft)


def all_drafts() -> tuple[Draft, ...]:
    """In the order in which they were registered."""
    return tuple(_drafts)
