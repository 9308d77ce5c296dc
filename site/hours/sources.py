"""What a ledger line came from, in words. Apps above register how their own sources read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """`address` is empty where there is no page to open."""

    title: str
    address: str = ""


Describe = Callable[[Collection[int]], dict[int, Source]]
_described: dict[str, Describe] = {}


def register(source_type: str, describe: Describe) -> None:
    """`describe` gets the ids of many sources and answers with one query; what it does not find it leaves out."""
    _described[source_type] = describe


def describe_all(sources: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Source]:
    """One question for each type of source that occurs."""
    ids: dict[str, set[int]] = {}
    for source_type, source_id in sources:
        ids.setdefault(source_type, set()).add(source_id)
    return {
        (source_type, source_id): source
        for source_type, wanted in ids.items()
        if source_type in _described
        for source_id, source in _described[source_type](wanted).items()
    }
