"""Named questions about persons, postings and grants; `visible_to` is the only door for pages and exports."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from organisations.authority import Authority
from organisations.roles import GRANTED_BY_OFFICERS, Permission
from organisations.scope import Scope
from people.models import Person, Posting, PrivacyAcknowledgement, RoleGrant


class PostingQuerySet(models.QuerySet[Posting]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def held_on(self, day: date) -> Self:
        return self.standing().filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def of_person(self, person: Person) -> Self:
        """The person's own and those of the records merged into this one."""
        return self.standing().filter(Q(person=person) | Q(person__merged_into=person))

    def not_over(self, day: date) -> Self:
        """Held that day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def primary(self) -> Self:
        return self.filter(is_primary=True)

    def held_or_last(self, day: date) -> Self:
        """Held that day; or the only one left: who is between two posts still belongs to the last place.

        Beside a primary posting only other primary ones count, so a second post elsewhere takes nobody away.
        """
        held = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))
        others = (
            all_postings().standing().filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
            .filter(Q(is_primary=True) | Q(is_primary=OuterRef("is_primary")))
            .filter(Q(ends_on=None) | Q(ends_on__gt=day) | Q(starts_on__gt=OuterRef("starts_on")))
        )  # fmt: skip
        return self.standing().filter(held | ~Exists(others))

    def in_scope(self, scope: Scope) -> Self:
        return self.filter(scope.condition("organisation"))


class PersonQuerySet(models.QuerySet[Person]):
    def standing(self) -> Self:
        """Neither withdrawn nor merged into another."""
        return self.filter(withdrawn_at=None, merged_into=None)

    def in_scope(self, scope: Scope, *, on: date) -> Self:
        """Persons who hold a posting in the scope on that day."""
        if scope.everything:
            return self
        return self.filter(Exists(all_postings().held_on(on).in_scope(scope).filter(person=OuterRef("pk"))))

    def visible_to(self, by: Authority, *, on: date) -> Self:
        """Those posted in the actor's scope (or last posted there), and the actor."""
        scope = by.scope(Permission.VIEW_PEOPLE)
        if scope.everything:
            return self.standing()
        held = all_postings().held_or_last(on).in_scope(scope).filter(person=OuterRef("pk"))
        return self.standing().filter(Q(pk=by.person_id) | Exists(held))

    def manageable_by(self, by: Authority, *, on: date) -> Self:
        """Those whose primary posting, held or last, is in the tree of the actor. A second posting gives no right."""
        scope = by.scope(Permission.MANAGE_PEOPLE)
        if scope.everything:
            return self.standing()
        held = all_postings().primary().held_or_last(on).in_scope(scope).filter(person=OuterRef("pk"))
        return self.standing().filter(Exists(held))

    def with_identity(self, hashed: str) -> Self:
        return self.filter(identity_hash=hashed) if hashed else self.none()

    def with_phone(self, hashed: str) -> Self:
        """Those on whose roster line this number stands; nothing keeps two people from sharing one."""
        return self.filter(phone_hash=hashed) if hashed else self.none()


class RoleGrantQuerySet(models.QuerySet[RoleGrant]):
    def in_force(self, on: date) -> Self:
        """Begun, not ended, on an organisation that still is: a bureau that ended leaves no reader of its area."""
        lasting = Q(organisation__ended_on=None) | Q(organisation__ended_on__gt=on)
        begun = self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))
        return begun.filter(lasting, organisation__withdrawn_at=None)

    def not_over(self, day: date) -> Self:
        """In force that day or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def givable_by(self, by: Authority) -> Self:
        """Grants that the actor may give, and so may end."""
        if by.is_system:
            return self
        roles = [role.value for role in GRANTED_BY_OFFICERS]
        return self.in_scope(by.scope(Permission.GRANT_ROLES)).filter(role__in=roles)

    def in_scope(self, scope: Scope) -> Self:
        return self.filter(scope.condition("organisation"))

    def unbound(self) -> Self:
        """Grants on an organisation: whoever holds a role on one thing alone holds it nowhere else."""
        return self.filter(bound_id=None)

    def bound_to(self, thing: models.Model) -> Self:
        """Grants on this one thing alone."""
        return self.filter(bound_type=thing._meta.label_lower, bound_id=thing.pk)


class PrivacyAcknowledgementQuerySet(models.QuerySet[PrivacyAcknowledgement]):
    def of_person(self, person: Person) -> Self:
        """The person's own and those of the records merged into this one."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))


def all_people() -> PersonQuerySet:
    return PersonQuerySet(Person)


def all_postings() -> PostingQuerySet:
    return PostingQuerySet(Posting)


def all_grants() -> RoleGrantQuerySet:
    return RoleGrantQuerySet(RoleGrant)


def all_acknowledgements() -> PrivacyAcknowledgementQuerySet:
    return PrivacyAcknowledgementQuerySet(PrivacyAcknowledgement)
