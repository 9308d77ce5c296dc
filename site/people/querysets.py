"""Named questions about persons, postings and grants; `visible_to` is the only door for pages and exports."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from organisations.authority import Authority
from organisations.roles import Permission
from organisations.scope import Scope
from people.models import Person, Posting, RoleGrant


class PostingQuerySet(models.QuerySet[Posting]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def held_on(self, day: date) -> Self:
        return self.standing().filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def primary(self) -> Self:
        return self.filter(is_primary=True)

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
        """Those posted in the actor's scope, and the actor."""
        scope = by.scope(Permission.VIEW_PEOPLE)
        if scope.everything:
            return self.standing()
        held = all_postings().held_on(on).in_scope(scope).filter(person=OuterRef("pk"))
        return self.standing().filter(Q(pk=by.person_id) | Exists(held))


class RoleGrantQuerySet(models.QuerySet[RoleGrant]):
    def in_force(self, on: date) -> Self:
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gt=on))

    def in_scope(self, scope: Scope) -> Self:
        return self.filter(scope.condition("organisation"))


def all_people() -> PersonQuerySet:
    return PersonQuerySet(Person)


def all_postings() -> PostingQuerySet:
    return PostingQuerySet(Posting)


def all_grants() -> RoleGrantQuerySet:
    return RoleGrantQuerySet(RoleGrant)
