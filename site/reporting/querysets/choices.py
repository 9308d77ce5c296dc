"""Whose figures a viewer may ask for, and where to begin."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max, Q

from courses.querysets import all_classes
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import OrganisationKind


def offered(by: Authority, permission: Permission) -> list[Organisation]:
    """The bureaus in the viewer's scope and the organisations of their own grants; stations are reached by links."""
    return list(
        all_organisations()
        .current()
        .in_scope(by.scope(permission))
        .filter(Q(kind=OrganisationKind.BUREAU) | Q(pk__in=by.own_organisations))
        .order_by("area_code", "name")
    )


def open_to(by: Authority, permission: Permission, public_id: UUID) -> Organisation | None:
    """The organisation where it lies in the viewer's scope, else None: others' figures do not exist for the viewer."""
    return all_organisations().standing().in_scope(by.scope(permission)).filter(public_id=public_id).first()


def first_choice(by: Authority, permission: Permission, choices: list[Organisation]) -> Organisation | None:
    """The organisation of the viewer's first grant that carries the permission: the same for every table they open."""
    known = {one.pk: one for one in choices}
    granted = [grant.organisation_id for grant in by.grants if grant.scope(permission)]
    return next((known[pk] for pk in granted if pk in known), choices[0] if choices else None)


def latest_year(by: Authority, today: date) -> int:
    """The latest report year of the classes that the viewer sees, next year's plans aside; this year where there are none."""
    begun = all_classes().visible_to(by).filter(report_year__lte=today.year)
    latest = begun.aggregate(latest=Max("report_year"))["latest"]
    return int(latest or today.year)
