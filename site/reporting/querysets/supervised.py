"""Who of the people in post has been supervised, and which stations had no supervision, in a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from mentorship.querysets import all_confirmations
from organisations.scope import Scope
from organisations.words import OrganisationKind
from people.querysets import PostingQuerySet, all_postings
from reporting.querysets.places import gazetteer
from reporting.rules.places import Gazetteer, Unit


def supervised_by_organisation(scope: Scope, *, first_day: date, last_day: date) -> dict[int, int]:
    """Of the people whose primary posting lies in the scope on the last day: how many had a confirmed part in a meeting
    between these days, both included. One question; organisations without any are not in it."""
    counted = (
        _in_post(last_day).in_scope(scope).filter(person__in=_took_part(first_day, last_day))
        .order_by().values("organisation").annotate(many=Count("person", distinct=True))
    )  # fmt: skip
    return dict(counted.values_list("organisation", "many"))


def stations_without_supervision(scope: Scope, *, first_day: date, last_day: date) -> list[Unit]:
    """Stations of the scope with people in post, at the station or at a point of it, none of whom was supervised.

    In the order of area codes; three questions, whatever the number of stations.
    """
    places = gazetteer(scope)
    posted = _in_post(last_day).in_scope(scope).order_by().values_list("organisation", flat=True).distinct()
    supervised = supervised_by_organisation(scope, first_day=first_day, last_day=last_day)
    left = _units(posted, places) - _units(supervised, places)
    stations = [unit for unit in left if places.units[unit].kind == OrganisationKind.STATION]
    return [places.units[unit] for unit in sorted(stations, key=places.unit_order)]


def _units(organisations: Iterable[int], places: Gazetteer) -> set[int]:
    return {places.places[pk].unit for pk in organisations}


def _in_post(on: date) -> PostingQuerySet:
    held = all_postings().held_on(on).primary()
    return held.filter(person__merged_into=None, person__withdrawn_at=None)


def _took_part(first_day: date, last_day: date) -> QuerySet[Any, Any]:
    """Whoever had a confirmed part in a meeting; of a merged record whom it was merged into."""
    confirmed = all_confirmations().standing().confirmed()
    confirmed = confirmed.filter(meeting__held_on__range=(first_day, last_day))
    return confirmed.annotate(whose=Coalesce("person__merged_into", F("person"))).values("whose")
