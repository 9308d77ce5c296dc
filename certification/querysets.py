"""Named questions about certificates and registration periods."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from certification.models import CompletionCertificate, RegistrationPeriod
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_people, all_postings


class CompletionCertificateQuerySet(models.QuerySet[CompletionCertificate]):
    def of_person(self, person: Person) -> Self:
        """The person's own, and those of everybody merged into them, newest first."""
        own = Q(person=person) | Q(person__merged_into=person)
        return self.filter(own).select_related("status").order_by("-issued_on", "-id")

    def manageable_by(self, by: Authority, *, on: date) -> Self:
        """Those of people whom the actor manages that day; revoking and replacing is theirs to do."""
        return self.filter(person__in=manageable_people(by, on=on))


class RegistrationPeriodQuerySet(models.QuerySet[RegistrationPeriod]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def of_person(self, person: Person) -> Self:
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def running_on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def with_area(self) -> Self:
        """`area_code` of the place where the person was posted on the first day: its rules apply. None without one."""
        begun = Q(starts_on__lte=OuterRef("starts_on"))
        not_over = Q(ends_on=None) | Q(ends_on__gt=OuterRef("starts_on"))
        held = all_postings().standing().primary().filter(begun, not_over, person=OuterRef("person"))
        return self.annotate(area_code=Subquery(held.values("organisation__area_code")[:1]))

    def manageable_by(self, by: Authority, *, on: date) -> Self:
        return self.filter(person__in=manageable_people(by, on=on))


def manageable_people(by: Authority, *, on: date) -> models.QuerySet[Person]:
    """People posted that day in the actor's tree: narrower than who may be seen."""
    return all_people().standing().in_scope(by.scope(Permission.MANAGE_PEOPLE), on=on)


def all_certificates() -> CompletionCertificateQuerySet:
    return CompletionCertificateQuerySet(CompletionCertificate)


def all_periods() -> RegistrationPeriodQuerySet:
    return RegistrationPeriodQuerySet(RegistrationPeriod)
