"""Named questions about shares of seats and about what the roster says of whoever wants a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db import models

from courses.models import AdmissionTerms, ClassQuota, TrainingClass
from courses.rules.eligibility import Area, Candidate, Conditions
from courses.words import AdmissionMode
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.rules import area_prefix
from organisations.words import OrganisationKind
from people.models import Posting
from people.querysets import PersonQuerySet, all_grants, all_people, all_postings


def quotas_of(training_class: TrainingClass) -> models.QuerySet[ClassQuota]:
    return ClassQuota.objects.filter(training_class=training_class).select_related("organisation")


def seats_shared(training_class: TrainingClass) -> int:
    return sum(quotas_of(training_class).values_list("seats", flat=True))


def terms_of(training_class: TrainingClass) -> AdmissionTerms:
    """What stands, or what a class without a row asks: nothing, and places at once (not saved)."""
    found = AdmissionTerms.objects.filter(training_class=training_class).prefetch_related("areas").first()
    return found or AdmissionTerms(training_class=training_class, mode=AdmissionMode.AT_ONCE)


def conditions_of(terms: AdmissionTerms) -> Conditions:
    areas = list(terms.areas.all()) if terms.pk else []
    return Conditions(
        post_kinds=frozenset(terms.post_kinds),
        qualifications=frozenset(terms.qualifications),
        roles=frozenset(terms.roles),
        areas=tuple(_area(one) for one in areas),
        min_grade=terms.min_grade,
        max_grade=terms.max_grade,
        min_years=terms.min_years,
        under_years=terms.under_years,
    )


def day_that_counts(training_class: TrainingClass, today: date) -> date:
    """A place goes to whoever will be in a post when the class begins; of one that has begun, today."""
    return max(today, training_class.starts_on)


def candidates(people: Collection[int], *, training_class: TrainingClass, on: date) -> dict[int, Candidate]:
    """What the roster says of them on that day, in three questions; whoever has no primary posting has no place.

    A role that is bound to one thing counts where that thing is this class, and nowhere else.
    """
    roles: dict[int, set[str]] = defaultdict(set)
    held_roles = (all_grants().unbound() | all_grants().bound_to(training_class)).in_force(on)
    for person, role in held_roles.filter(person__in=people).order_by().values_list("person", "role"):
        roles[person].add(role)
    held = all_postings().held_on(on).primary().filter(person__in=people).select_related("organisation")
    posts = {post.person_id: post for post in held.order_by()}
    rows = all_people().filter(pk__in=people).order_by().values_list("pk", "hired_on", "qualification")
    return {
        person: _candidate(person, hired_on, qualification, frozenset(roles[person]), posts.get(person))
        for person, hired_on, qualification in rows
    }


def candidate(person_id: int, *, training_class: TrainingClass, on: date) -> Candidate:
    return candidates([person_id], training_class=training_class, on=on)[person_id]


def nominable(by: Authority, *, on: date) -> PersonQuerySet:
    """Whoever has a primary posting in the tree where the actor may nominate."""
    scope = by.scope(Permission.NOMINATE)
    people = all_people().standing()
    if scope.everything:
        return people
    held = all_postings().held_on(on).primary().in_scope(scope)
    return people.filter(pk__in=held.values("person"))


def sharing_choices(organiser: Organisation) -> models.QuerySet[Organisation]:
    """Whom an organiser usually gives a share: itself and what stands directly below it."""
    current = all_organisations().current()
    return current.filter(models.Q(parent=organiser) | models.Q(pk=organiser.pk))


def _area(organisation: Organisation) -> Area:
    prefix = ""
    if organisation.kind == OrganisationKind.BUREAU and organisation.area_code:
        prefix = area_prefix(organisation.area_code)
    return Area(organisation.name, organisation.path, prefix)


def _candidate(
    person: int, hired_on: date | None, qualification: str, roles: frozenset[str], post: Posting | None
) -> Candidate:
    known = Candidate(person_id=person, hired_on=hired_on, qualification=qualification, roles=roles)
    if post is None:
        return known
    place = post.organisation
    return replace(
        known, post_kind=post.post_kind, grade=post.grade, organisation=place.name, path=place.path,
        area_code=place.area_code,
    )  # fmt: skip
