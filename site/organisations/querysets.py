"""Named questions about organisations and rules.

Models stand below their questions, so questions begin with a function here (`all_organisations()`), not with a manager.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Length

from organisations.models import Organisation, Rule
from organisations.scope import Scope


class OrganisationQuerySet(models.QuerySet[Organisation]):
    def current(self) -> Self:
        """Neither ended nor withdrawn."""
        return self.filter(withdrawn_at=None, ended_on=None)

    def standing(self) -> Self:
        """Not withdrawn; ended ones stay for history."""
        return self.filter(withdrawn_at=None)

    def in_scope(self, scope: Scope) -> Self:
        return self.filter(scope.condition())

    def called(self, name: str) -> Self:
        """By its name, or by one that it had or is known under."""
        return self.filter(models.Q(name=name) | models.Q(aliases__name=name)).distinct()

    def below(self, organisation: Organisation) -> Self:
        """This organisation and all below it in the tree."""
        return self.filter(path__startswith=organisation.path)


class RuleQuerySet(models.QuerySet[Rule]):
    def in_force(self, key: str, *, on: date, area_code: str = "") -> Rule:
        """The most local rule that holds on that day. Raises Rule.DoesNotExist."""
        return self.all_in_force([key], on=on, area_code=area_code)[key]

    def all_in_force(self, keys: Iterable[str], *, on: date, area_code: str = "") -> dict[str, Rule]:
        """Of several keys the most local rule that holds on that day, in one question. Raises Rule.DoesNotExist."""
        wanted = list(keys)
        jurisdictions = [area_code[:length] for length in range(len(area_code) + 1)]
        rows = (
            self.filter(key__in=wanted, jurisdiction__in=jurisdictions, valid_from__lte=on)
            .filter(models.Q(valid_to=None) | models.Q(valid_to__gt=on))
            .order_by(Length("jurisdiction"), "valid_from")
        )
        found = {row.key: row for row in rows}  # the last of a key is the most local and the latest
        for key in wanted:
            if key not in found:
                raise Rule.DoesNotExist(key)
        return found


def all_organisations() -> OrganisationQuerySet:
    return OrganisationQuerySet(Organisation)


def all_rules() -> RuleQuerySet:
    return RuleQuerySet(Rule)
