"""Named questions about class tests, and what they say of the people of a class."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from assessment.occasions import Occasion
from assessment.paper_querysets import all_sittings
from assessment.rules.sittings import Window
from core.clock import SHANGHAI
from courses.models import ClassTest, TrainingClass
from courses.querysets import all_classes, all_enrolments
from courses.words import ClassState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person


class ClassTestQuerySet(models.QuerySet[ClassTest]):
    def visible_to(self, by: Authority) -> Self:
        """Of classes in which one has a place, and of those that one manages or runs."""
        own = all_enrolments().standing().filter(person=by.person_id or 0).values("training_class")
        run = all_classes().managed_by(by, Permission.RUN_SIGN_IN)
        return self.filter(Q(training_class__in=own) | Q(training_class__in=run))

    def managed_by(self, by: Authority) -> Self:
        """Those that one may change: of classes that one's own organisations hold."""
        return self.filter(training_class__in=all_classes().managed_by(by, Permission.MANAGE_CLASSES))

    def run_by(self, by: Authority) -> Self:
        """Those whose results one reads: class teachers beside those who manage."""
        return self.filter(training_class__in=all_classes().managed_by(by, Permission.RUN_SIGN_IN))

    def with_class(self) -> Self:
        return self.select_related("training_class__organiser", "version__paper")

    def owed_by(self, person_id: int, *, on: date) -> Self:
        """Tests that may be sat that day by whoever has a place, and that they have neither passed nor used up."""
        morning = datetime.combine(on, time(), SHANGHAI)
        own = all_enrolments().standing().filter(person=person_id).values("training_class")
        mine = all_sittings().filter(person=person_id, occasion=OuterRef("public_id"))
        tried = mine.order_by().values("occasion").annotate(count=models.Count("pk")).values("count")
        found = self.filter(
            training_class__in=own, opens_at__lt=morning + timedelta(days=1), closes_at__gt=morning
        ).exclude(training_class__state=ClassState.CANCELLED)
        return (
            found.exclude(Exists(mine.filter(has_passed=True)))
            .annotate(tried=models.functions.Coalesce(models.Subquery(tried), 0))
            .filter(Q(version__tries=None) | Q(version__tries__gt=F("tried")) | Exists(mine.running()))
        )


@dataclass(frozen=True)
class ClassMark:
    """Of one person over all tests of a class: the lowest of the best marks, and whether every test was passed."""

    percent: int
    has_passed: bool
    sat: int
    tests: int


_MARKS = """
WITH best AS (
    SELECT COALESCE(person.merged_into_id, person.id) AS person, test.id AS test,
           MAX(100 * sitting.half_points / NULLIF(sitting.full_half_points, 0)) AS percent,
           bool_or(sitting.has_passed) AS passed
    FROM courses_classtest test
    JOIN assessment_sitting sitting ON sitting.occasion = test.public_id AND sitting.handed_in_at IS NOT NULL
    JOIN people_person person ON person.id = sitting.person_id
    WHERE test.training_class_id = %(class)s
    GROUP BY 1, 2
)
SELECT person, MIN(COALESCE(percent, 0)), bool_and(passed), COUNT(*),
       (SELECT COUNT(*) FROM courses_classtest WHERE training_class_id = %(class)s)
FROM best WHERE person = ANY(%(people)s) GROUP BY person
"""


def marks_of_class(training_class: TrainingClass, people: Collection[int]) -> dict[int, ClassMark]:
    """By person, one query. Who sat none is missing; who sat some of several has 0 percent and has not passed.

    A class without tests gives nothing: ask `has_tests` first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, {"class": training_class.pk, "people": list(people)})
        rows = cursor.fetchall()
    return {
        person: ClassMark(percent if sat == tests else 0, passed and sat == tests, sat, tests)
        for person, percent, passed, sat, tests in rows
    }


def has_tests(training_class: TrainingClass) -> bool:
    return all_class_tests().filter(training_class=training_class).exists()


def may_sit(test: ClassTest, person: Person) -> bool:
    """Whoever has a place, in a class that was not cancelled."""
    places = all_enrolments().standing().filter(training_class=test.training_class_id, person=person)
    return test.training_class.state != ClassState.CANCELLED and places.exists()


def window_of(test: ClassTest) -> Window:
    return Window(test.opens_at, test.closes_at)


def occasion_of(public_id: UUID) -> Occasion | None:
    """Where a sitting of a class test belongs."""
    test = all_class_tests().filter(public_id=public_id).first()
    return Occasion(test.title, reverse("courses:class_test", args=[public_id])) if test else None


def all_class_tests() -> ClassTestQuerySet:
    return ClassTestQuerySet(ClassTest)
