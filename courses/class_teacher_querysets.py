"""Named questions about the class teachers of one class."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from courses.models import TrainingClass
from organisations.authority import Authority
from organisations.roles import Role
from people.models import RoleGrant
from people.querysets import PersonQuerySet, RoleGrantQuerySet, all_grants, all_people, all_postings


def teachers_of(training_class: TrainingClass) -> RoleGrantQuerySet:
    """Appointments to this class alone, those that are over as well; the latest first."""
    return (
        all_grants()
        .bound_to(training_class)
        .filter(role=Role.CLASS_TEACHER)
        .select_related("person", "organisation")
        .order_by("-starts_on", "-pk")
    )


def may_teach(training_class: TrainingClass, *, by: Authority, on: date) -> PersonQuerySet:
    """Whom the actor may appoint: people that they see, and those posted that day at the provider or below it."""
    wanted = Q(pk__in=all_people().visible_to(by, on=on).values("pk"))
    if training_class.provider is not None:
        held = all_postings().held_on(on).filter(organisation__path__startswith=training_class.provider.path)
        wanted |= Q(pk__in=held.values("person"))
    return all_people().standing().filter(wanted)


def is_over(grant: RoleGrant, *, on: date) -> bool:
    """The day lies behind the last one of the appointment."""
    return grant.ends_on is not None and grant.ends_on <= on
