"""Where lessons learn which forms there are to download. Whoever keeps forms registers how to find them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class FormLink:
    """A form to download, as a lesson names it: `url` leads to the page that shows and hands it out."""

    code: str
    title: str
    purpose: str
    url: str


Finder = Callable[[str], FormLink | None]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Called from `apps.ready`; again with the same finder changes nothing."""
    if finder not in _finders:
        _finders.append(finder)


def find(code: str) -> FormLink | None:
    """The form of that code; None where nobody has it, and then nothing is shown of it."""
    return next((found for finder in _finders if (found := finder(code)) is not None), None)
