"""Remind the heads of stations whose people have not finished the pre-service training: an officer's deed, no clock's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from core import clock, events
from core.models import Event
from courses.pre_service import pre_service_course
from desks.queries.office import stations_behind
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission, Role
from people.querysets import all_grants

REMINDED = "desks.stations.reminded"
PAUSE = timedelta(days=7)  # a station is reminded once a week at most, whoever asks


@dataclass(frozen=True)
class Reminded:
    """Numbers of stations: told now, told by somebody within the week, and without a head to tell."""

    told: int = 0
    lately: int = 0
    headless: int = 0


@transaction.atomic
def remind(*, organisation: Organisation | None, by: Authority, at: datetime) -> Reminded:
    """Tell the heads of every station with somebody behind in the actor's tree, or at one organisation of it and below.

    Who was told within a week is left alone. Nothing is recorded where nobody is left to tell.
    """
    on = clock.date_of(at)
    scope = by.scope(Permission.MANAGE_PEOPLE)
    behind = stations_behind(scope, pre_service_course(), on=on, organisation=organisation)
    _hold(behind)
    lately = behind & _reminded_since(at - PAUSE)
    heads = (
        all_grants().unbound().in_force(on).filter(role=Role.STATION_HEAD, organisation__in=behind - lately)
    )
    told = set(heads.values_list("organisation", flat=True))
    if told:
        events.record(REMINDED, by=by, at=at, data={"stations": sorted(told)})
    return Reminded(len(told), len(lately), len(behind) - len(lately) - len(told))


def _hold(stations: Iterable[int]) -> None:
    """Two officers who remind the same station in one moment come one after the other."""
    rows = all_organisations().filter(pk__in=stations).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _reminded_since(moment: datetime) -> set[int]:
    found = Event.objects.filter(name=REMINDED, occurred_at__gt=moment).values_list("data", flat=True)
    return {station for data in found for station in data["stations"]}
