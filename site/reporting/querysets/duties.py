"""Named questions about filing duties and returns."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Value, When

from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import Line, OrganisationKind
from reporting.models import Filing, FilingDuty, FilingReturn
from reporting.rules.periods import Period
from reporting.words import Recipient


class FilingDutyQuerySet(models.QuerySet[FilingDuty]):
    def visible_to(self, by: Authority) -> Self:
        return self.filter(by.scope(Permission.FILE_FIGURES).condition("organisation"))

    def readable_by(self, by: Authority) -> Self:
        """For tables: whoever sees the figures of a bureau also sees what was asked of it."""
        return self.filter(by.scope(Permission.VIEW_FIGURES).condition("organisation"))

    def open(self) -> Self:
        """Of years that the organisation has not filed on its own line: a duty comes from the body above it."""
        filed = Filing.objects.filter(
            organisation=OuterRef("organisation"), report_year=OuterRef("report_year"), recipient=own_line()
        )
        return self.filter(~Exists(filed))

    def owed_by(self, by: Authority) -> Self:
        """By the very organisations for which the actor holds a role, not by all below them."""
        return self.visible_to(by).filter(organisation__in=by.own_organisations)


class FilingReturnQuerySet(models.QuerySet[FilingReturn]):
    def unanswered(self) -> Self:
        return self.filter(filing__correction=None)

    def to_answer(self, by: Authority) -> Self:
        scope = by.scope(Permission.FILE_FIGURES)
        return self.filter(
            scope.condition("filing__organisation"), filing__organisation__in=by.own_organisations
        )


def own_line() -> Case:
    """`Recipient.of_line` of the organisation of a filing, in the database."""
    return Case(
        When(organisation__line=Line.SOCIAL_WORK, then=Value(Recipient.SOCIAL_WORK.value)),
        default=Value(Recipient.CIVIL_AFFAIRS.value),
    )


def all_duties() -> FilingDutyQuerySet:
    return FilingDutyQuerySet(FilingDuty)


def all_returns() -> FilingReturnQuerySet:
    return FilingReturnQuerySet(FilingReturn)


def may_ask(by: Authority) -> list[Organisation]:
    """Bureaus below those for which the actor files, in area-code order."""
    scope = by.scope(Permission.FILE_FIGURES)
    bureaus = all_organisations().current().filter(kind=OrganisationKind.BUREAU)
    return list(bureaus.filter(scope.condition("parent")).order_by("area_code", "pk"))


def due_on(organisation: Organisation, period: Period, recipient: Recipient) -> date | None:
    """The last day in time, where the body above has set one: it asks for years, and on the own line."""
    if period.report_year is None or recipient is not Recipient.of_line(organisation.line):
        return None
    asked = all_duties().filter(organisation=organisation, report_year=period.report_year)
    return asked.values_list("due_on", flat=True).first()
