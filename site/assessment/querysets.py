"""Named questions about checks and attempts."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from assessment.models import Answer, Attempt, Check, CheckItem, QuestionVersion
from people.models import Person


class CheckItemQuerySet(models.QuerySet[CheckItem]):
    def asked_in_order(self, check: Check) -> list[QuestionVersion]:
        """The versions that the check asks now."""
        return [item.version for item in self.filter(asked_in=check).select_related("version")]


class AttemptQuerySet(models.QuerySet[Attempt]):
    def of_person(self, person: Person) -> Self:
        """The person's own, and those of everybody merged into them."""
        return self.filter(Q(person=person) | Q(person__merged_into=person))

    def passed(self) -> Self:
        return self.filter(has_passed=True)

    def latest_first(self) -> Self:
        return self.order_by("-id")


class AnswerQuerySet(models.QuerySet[Answer]):
    def of_attempt(self, attempt: Attempt) -> list[Answer]:
        """In the order asked, with the versions that were asked."""
        return list(self.filter(attempt=attempt).select_related("version").order_by("id"))


def all_items() -> CheckItemQuerySet:
    return CheckItemQuerySet(CheckItem)


def all_attempts() -> AttemptQuerySet:
    return AttemptQuerySet(Attempt)


def all_answers() -> AnswerQuerySet:
    return AnswerQuerySet(Answer)
