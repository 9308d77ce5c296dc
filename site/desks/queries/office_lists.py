"""What an office should not lose sight of: registrations that may be renewed, and stations without supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from certification.querysets import all_periods
from organisations.authority import Authority
from organisations.roles import Permission
from organisations.scope import Scope
from people.querysets import all_people, all_postings
from reporting.querysets.official.registered import Registered, registered
from reporting.querysets.supervised import stations_without_supervision
from reporting.rules.official.declared_people import HOLDERS
from reporting.rules.official.declared_supervision import SUPERVISION
from reporting.rules.places import Unit
from reporting.rules.quantities import hours_number

SOON = timedelta(days=90)
MOST = 10
_MOST_READ = 300  # registrations measured for one desk: those that end first
_HORIZON = SOON + timedelta(days=366)  # no rule opens a window earlier than a year before the end


@dataclass(frozen=True)
class Renewal:
    """Somebody who may apply for re-registration now or soon; `missing` are hours of continuing education."""

    name: str
    url: str
    organisation: str
    opens_on: date
    closes_on: date
    is_open: bool
    missing: int | float


@dataclass(frozen=True)
class RenewalList:
    """The first few; the form has all of them."""

    rows: list[Renewal]
    form: str


@dataclass(frozen=True)
class StationList:
    """The first few stations, how many there are, and the form that has all of them."""

    rows: list[Unit]
    many: int
    form: str


def renewals(by: Authority, *, on: date) -> RenewalList:
    """People of the actor's scope whose window is open or opens within 90 days, the earliest first.

    Five questions for any number of people.
    """
    held = all_postings().held_on(on).primary().in_scope(by.scope(Permission.VIEW_PEOPLE))
    held = held.filter(person__in=all_people().standing().values("pk"))
    found = registered(_ending_soon(held.values("person"), on=on), on=on)
    due = sorted(
        (one.window.opens_on, one.window.closes_on, person)
        for person, one in found.items()
        if one.window.opens_on <= on + SOON and on <= one.window.closes_on
    )[:MOST]
    posts = held.filter(person__in=[person for *_, person in due]).select_related("person", "organisation")
    where = {post.person_id: post for post in posts}
    rows = [
        _renewal(where[person].person.name, where[person].person.public_id, where[person].organisation.name,
                 found[person], on=on)
        for *_, person in due
    ]  # fmt: skip
    return RenewalList(rows, reverse("reporting:official_form", args=[HOLDERS.code]))


def _ending_soon(people: QuerySet[Any, Any], *, on: date) -> list[int]:
    """Of these people whoever has a registration that runs and ends within the horizon."""
    running = all_periods().standing().running_on(on).filter(ends_on__lte=on + _HORIZON, person__in=people)
    return list(running.order_by("ends_on", "pk").values_list("person", flat=True)[:_MOST_READ])


def _renewal(name: str, public_id: object, organisation: str, one: Registered, *, on: date) -> Renewal:
    return Renewal(
        name=name, url=reverse("certification:person_registration", args=[public_id]), organisation=organisation,
        opens_on=one.window.opens_on, closes_on=one.window.closes_on, is_open=one.window.opens_on <= on,
        missing=hours_number(one.missing),
    )  # fmt: skip


def unsupervised(scope: Scope, *, on: date) -> StationList:
    """Stations with people in post, none of whom had a confirmed part in supervision since the first of the month."""
    first_day = on.replace(day=1)
    found = stations_without_supervision(scope, first_day=first_day, last_day=on)
    days = {"first_day": first_day.isoformat(), "last_day": on.isoformat()}
    return StationList(
        found[:MOST], len(found),
        f"{reverse('reporting:official_form', args=[SUPERVISION.code])}?{urlencode(days)}",
    )  # fmt: skip
