"""For whom a class that is open for enrolment is held: the people at its organiser, below it and in its area."""

from __future__ import annotations

from organisations.rules import area_prefix

_PREFIXES = (2, 4, 6, 9, 12)
_CODE_LENGTHS = (6, 9, 12)


def areas_around(code: str) -> frozenset[str]:
    """The codes of every area that this one lies in, itself included; a bureau with one of them serves it.

    990121101 lies in 990000 (province), 990100 (city), 990121 (county) and itself (town). Towns written with 12 digits
    are met as well. Nothing lies around an empty code.
    """
    inner = area_prefix(code)
    prefixes = {inner[:length] for length in _PREFIXES if len(inner) >= length}
    return frozenset(
        prefix.ljust(length, "0") for prefix in prefixes for length in _CODE_LENGTHS if length >= len(prefix)
    )


def organisations_above(path: str) -> frozenset[int]:
    """The ids in an organisation's path: itself and everything above it."""
    return frozenset(int(part) for part in path.split("/") if part)
