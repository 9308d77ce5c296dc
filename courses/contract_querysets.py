"""Named questions about contracts and money of classes."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum

from courses.models import BudgetLine, ClassContract, TrainingClass
from courses.querysets import all_sessions
from courses.rules.contracts import Standing


def all_contracts() -> QuerySet[ClassContract]:
    return ClassContract.objects.select_related("contractor")


def contract_of(training_class: TrainingClass) -> ClassContract | None:
    return all_contracts().filter(training_class=training_class).first()


def budget_of(training_class: TrainingClass) -> QuerySet[BudgetLine]:
    return BudgetLine.objects.filter(training_class=training_class)


def standing_of(contract: ClassContract) -> Standing:
    """What was delivered: the sessions whose sign-in was closed, each once, however many came. One question."""
    closed = Q(closed_at__isnull=False)
    found = (
        all_sessions()
        .filter(training_class=contract.training_class_id)
        .aggregate(delivered=Sum("minutes", filter=closed), still_open=Count("pk", filter=~closed))
    )
    return Standing(contract.contracted_minutes, found["delivered"] or 0, found["still_open"])
