"""Named questions about filings. Lists leave the heavy bytes in the database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q

from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import OrganisationKind, Tier
from reporting.models import Filing, FilingAct
from reporting.rules.filing_chain import REVIEWS_ABOVE, later_steps, step_of
from reporting.rules.periods import Period
from reporting.words import FilingState, FilingStep, Recipient


class FilingQuerySet(models.QuerySet[Filing]):
    def visible_to(self, by: Authority) -> Self:
        """Filings of the organisations whose figures one may see; all others do not exist."""
        return self.filter(by.scope(Permission.VIEW_FIGURES).condition("organisation"))

    def light(self) -> Self:
        """For lists: with organisation and correction, without the frozen bytes."""
        related = self.select_related("organisation", "correction", "corrects", "returned")
        related = related.prefetch_related("acts")
        heavy = ("record", "workbook")
        return related.defer(
            *heavy, *[f"{name}__{field}" for name in ("correction", "corrects") for field in heavy]
        )

    def newest_first(self) -> Self:
        return self.order_by("-filed_at", "-pk")

    def standing(self) -> Self:
        """Neither corrected nor given back."""
        return self.filter(correction=None, returned=None)

    def without(self, *steps: FilingStep) -> Self:
        return self.filter(~Exists(_acts(*steps)))

    def in_state(self, state: FilingState) -> Self:
        """What `Filing.state` says, in the database."""
        if state is FilingState.SUPERSEDED:
            return self.exclude(correction=None)
        if state is FilingState.RETURNED:
            return self.filter(correction=None).exclude(returned=None)
        found = self.standing().without(*later_steps(state))
        if (last := step_of(state)) is not None:
            return found.filter(Exists(_acts(last)))
        unchecked = Q(needs_check=True) & ~Exists(_acts(FilingStep.OWN_REVIEW))
        if state is FilingState.PENDING:
            return found.filter(unchecked)
        county = Q(organisation__tier=Tier.COUNTY)
        return found.filter(~unchecked, county if state is FilingState.COUNTY_PASSED else ~county)

    def to_check(self, bodies: Collection[int], *, by: Authority) -> Self:
        """What a colleague of the actor has filed at these bodies, and a second officer is to review."""
        found = self.standing().filter(needs_check=True, organisation__in=bodies).without(*FilingStep)
        return found.exclude(filed_by=by.person_id)

    def waiting_for(self, body: Organisation) -> Self:
        """What the body is to take the next step with, the archive left out: of cities and provinces alone."""
        checked = Q(needs_check=False) | Exists(_acts(FilingStep.OWN_REVIEW))
        below = (
            self.standing()
            .filter(checked, organisation__path__startswith=body.path)
            .exclude(organisation=body)
        )
        if body.tier == Tier.CITY:
            return below.without(*REVIEWS_ABOVE)
        if body.tier != Tier.PROVINCE:
            return self.none()
        cities = all_organisations().filter(tier=Tier.CITY, kind=OrganisationKind.BUREAU)
        path = ExpressionWrapper(OuterRef("organisation__path"), output_field=models.CharField())
        above = cities.alias(filer=path).filter(filer__startswith=F("path"))
        has_city = Exists(above.exclude(pk=OuterRef("organisation")))
        passed = Exists(_acts(FilingStep.CITY_REVIEW))
        return below.without(FilingStep.GATHER, FilingStep.ARCHIVE).filter(passed | ~has_city)

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


def _acts(*steps: FilingStep) -> models.QuerySet[FilingAct]:
    return FilingAct.objects.filter(filing=OuterRef("pk"), step__in=steps)


def all_filings() -> FilingQuerySet:
    return FilingQuerySet(Filing)
