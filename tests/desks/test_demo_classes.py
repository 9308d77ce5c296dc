"""The classes of the demo: one in every state that a visitor looks for, on whatever day it is loaded."""

from datetime import date, datetime, time

import pytest

from core import clock
from courses.models import OnlineList, TrainingClass
from courses.querysets import all_enrolments
from courses.words import ClassState, EnrolmentState
from desks.services.demo import admissions, people, training
from desks.services.demo import city as city_part


@pytest.mark.parametrize("day", [date(2026, 3, 15), date(2026, 12, 31), date(2028, 2, 29)], ids=str)
def test_there_is_a_class_for_every_question(db: None, day: date) -> None:
    at = datetime.combine(day, time(8, 0), clock.SHANGHAI)
    city = city_part.build(anchor=day, at=at)
    cast = people.build(city, anchor=day, at=at)
    training.build(city, cast=cast, anchor=day, at=at)
    admissions.build(city, cast=cast, anchor=day, at=at)
    assert set(TrainingClass.objects.values_list("state", flat=True)) >= {
        ClassState.PLANNED, ClassState.FILING, ClassState.FILED, ClassState.OPEN, ClassState.RUNNING,
        ClassState.CLOSED, ClassState.CANCELLED,
    }  # fmt: skip
    shared = TrainingClass.objects.get(code__startswith="RJ-SHARES")
    assert sorted(shared.quotas.values_list("seats", "seats_taken")) == [(3, 1), (3, 3)]
    assert all_enrolments().waiting().filter(training_class=shared).count() == 2
    asked = all_enrolments().filter(training_class__code__startswith="RJ-ASKED")
    assert sorted(asked.values_list("state", flat=True)) == sorted(
        [EnrolmentState.ENROLLED, EnrolmentState.DECLINED, EnrolmentState.APPLIED, EnrolmentState.APPLIED]
    )
    guests = OnlineList.objects.get(decided_at=None).guests
    assert guests is not None
    assert sorted(one["is_certain"] for one in guests) == [False, False, False, True]
