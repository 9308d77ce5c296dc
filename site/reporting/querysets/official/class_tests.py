"""How classes were examined and who passed, of many classes in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from assessment.paper_querysets import all_sittings
from courses.class_test_querysets import all_class_tests


def tests_of(classes: Collection[int]) -> dict[int, set[UUID]]:
    """The tests of each class; those without any are missing."""
    found: dict[int, set[UUID]] = {}
    held = all_class_tests().filter(training_class__in=classes).order_by()
    for pk, test in held.values_list("training_class", "public_id"):
        found.setdefault(pk, set()).add(test)
    return found


def passed_all(tests: dict[int, set[UUID]]) -> dict[int, set[int]]:
    """By class whoever passed every test of it, by the record that stays; one question."""
    every = {test: pk for pk, of_class in tests.items() for test in of_class}
    sittings = all_sittings().handed_in().filter(occasion__in=every, has_passed=True).order_by()
    rows = sittings.values_list(Coalesce("person__merged_into", F("person")), "occasion").distinct()
    done: dict[tuple[int, int], set[UUID]] = {}
    for person, test in rows:
        done.setdefault((every[test], person), set()).add(test)
    found: dict[int, set[int]] = {pk: set() for pk in tests}
    for (pk, person), passed in done.items():
        if passed == tests[pk]:
            found[pk].add(person)
    return found
