"""Named questions about filings. Lists leave the heavy bytes in the database."""

from __future__ import annotations

from typing import Self

from django.db import models

from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission
from reporting.models import Filing
from reporting.rules.periods import Period
from reporting.words import Recipient


class FilingQuerySet(models.QuerySet[Filing]):
    def visible_to(self, by: Authority) -> Self:
        """Filings of the organisations whose figures one may see; all others do not exist."""
        return self.filter(by.scope(Permission.VIEW_FIGURES).condition("organisation"))

    def light(self) -> Self:
        """For lists: with organisation and correction, without the frozen bytes."""
        related = self.select_related("organisation", "correction", "corrects", "returned")
        heavy = ("record", "workbook")
        return related.defer(
            *heavy, *[f"{name}__{field}" for name in ("correction", "corrects") for field in heavy]
        )

    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")

    def first_of(self, organisation: Organisation, period: Period, recipient: Recipient) -> Self:
        """The filing of exactly this period to this recipient that is no correction: there is one at most."""
        return self.of_period(period).filter(organisation=organisation, recipient=recipient, corrects=None)

    def of_period(self, period: Period) -> Self:
        """Of exactly this period: a year is another period than its days."""
        if period.report_year is not None:
            return self.filter(report_year=period.report_year)
        return self.filter(report_year=None, first_day=period.first_day, last_day=period.last_day)

    def before(self, organisation: Organisation, period: Period, recipient: Recipient) -> Self:
        """The standing filings of earlier periods of the same sort, the latest first: for a year the years before."""
        found = self.filter(organisation=organisation, recipient=recipient, correction=None)
        if period.report_year is not None:
            return found.filter(report_year__lt=period.report_year).order_by("-report_year")
        return found.filter(last_day__lt=period.first_day).order_by("-last_day", "-first_day")

    def numbered_from(self, prefix: str) -> Self:
        return self.filter(number__startswith=f"{prefix}-")


def all_filings() -> FilingQuerySet:
    return FilingQuerySet(Filing)
