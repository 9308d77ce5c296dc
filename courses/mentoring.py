"""Whom somebody mentors, told by the apps above that keep such relations. Registered from their `apps.ready`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q

from organisations.authority import Authority

# Ids of the persons whom the actor mentors that day, as a subquery.
Source = Callable[[Authority, date], Any]
_sources: list[Source] = []


def register(source: Source) -> Source:
    if source not in _sources:
        _sources.append(source)
    return source


def mentored_by(by: Authority, *, on: date, via: str = "person") -> Q:
    """Rows whose `via` is mentored by the actor that day."""
    found = Q(pk__in=[])
    if by.person_id is not None:
        for source in _sources:
            found |= Q(**{f"{via}__in": source(by, on)})
    return found
