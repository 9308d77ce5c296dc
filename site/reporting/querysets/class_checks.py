"""The classes of a scope and period with what gives one pause about them; what was held a year ago beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from courses.models import TrainingClass
from courses.querysets import TrainingClassQuerySet, all_classes
from organisations.scope import Scope
from reporting.rules.period_changes import ClassFacts, class_marks, gone
from reporting.rules.periods import Period
from reporting.words import ClassMark


@dataclass(frozen=True)
class CheckedClass:
    training_class: TrainingClass
    marks: tuple[ClassMark, ...]


@dataclass(frozen=True)
class ClassChecks:
    """Every class of the period, cancelled ones too; `gone` are those of a year ago that have none like them now."""

    classes: tuple[CheckedClass, ...]
    gone: tuple[TrainingClass, ...]

    @property
    def changes(self) -> int:
        """Classes with a mark, and classes that are gone."""
        return sum(bool(one.marks) for one in self.classes) + len(self.gone)

    def marked(self, mark: ClassMark) -> int:
        return sum(mark in one.marks for one in self.classes)


def class_checks(scope: Scope, period: Period, *, on: date) -> ClassChecks:
    """Two questions. `on` is the day from which classes that ended before should be closed."""
    a_year_ago = period.a_year_before()
    now = list(_held(scope, period))
    before = list(_held(scope, a_year_ago)) if a_year_ago else []
    facts = {one.pk: _facts(one) for one in (*now, *before)}
    earlier = [facts[one.pk] for one in before]
    missing = gone((facts[one.pk] for one in now), earlier)
    return ClassChecks(
        tuple(CheckedClass(one, tuple(class_marks(facts[one.pk], earlier, on=on))) for one in now),
        tuple(_once((one for one in before if facts[one.pk].series in missing), facts)),
    )


def _held(scope: Scope, period: Period) -> TrainingClassQuerySet:
    """Those of the report year, or those that touch the days."""
    found = all_classes().filter(scope.condition("organiser"))
    if period.report_year is not None:
        found = found.filter(report_year=period.report_year)
    else:
        first_day, last_day = period.days()
        found = found.filter(starts_on__lte=last_day, ends_on__gte=first_day)
    return found.select_related("organiser").order_by("starts_on", "code", "pk")


def _facts(one: TrainingClass) -> ClassFacts:
    return ClassFacts(
        one.organiser_id, one.name, one.round_number, one.state, one.starts_on, one.ends_on, one.filing_number,
        one.is_historical,
    )  # fmt: skip


def _once(classes: Iterable[TrainingClass], facts: dict[int, ClassFacts]) -> list[TrainingClass]:
    """One of each series."""
    return list({facts[one.pk].series: one for one in classes}.values())
