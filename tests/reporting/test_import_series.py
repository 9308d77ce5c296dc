"""The series of 2022 through the import: its figures, both shapes, repeated, undone and brought again."""

from collections import Counter
from datetime import datetime

import pytest
from django.db.models import Count, Sum

from courses.models import Attendance, ClassSession, Enrolment, Programme, TrainingClass
from courses.querysets import all_attendances
from hours.models import HourEntry
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.models import Organisation
from people.models import Person
from reporting.services import training_import
from tests.reporting.uploads import counted, series

pytestmark = pytest.mark.django_db


def bring(folder: str, at: datetime):
    batch = training_import.stage(files=series(folder), by=SYSTEM, at=at)
    return training_import.confirm(batch=batch, by=SYSTEM, at=at)


def facts() -> Counter:
    """Who sat where, as the figures will count it."""
    return Counter(
        Attendance.objects.values_list(
            "session__training_class__code", "session__held_on", "session__half_day", "person__identity_hash",
            "posting__organisation__name", "state",
        )
    )  # fmt: skip


def published() -> dict[str, int]:
    """The four totals of the series and what they are made of."""
    credited = all_attendances().credited()
    return {
        "people": credited.values("person").distinct().count(),
        "rounds": TrainingClass.objects.values("programme", "round_number").distinct().count(),
        "minutes delivered": ClassSession.objects.aggregate(Sum("minutes"))["minutes__sum"],
        "person-days": credited.values("person", "session__held_on").distinct().count(),
        "half days": credited.count(),
        "person-minutes": all_entries().standing().total_minutes(),
    }


PUBLISHED = {
    "people": 465, "rounds": 5, "minutes delivered": 390 * 60, "person-days": 3260, "half days": 6520,
    "person-minutes": 19_560 * 60,
}  # fmt: skip
NEW = {
    "组织机构": {"new": 110}, "人员花名册": {"new": 478}, "培训班台账": {"new": 10}, "课程安排表": {"new": 130},
    "签到表": {"new": 6728},
}  # fmt: skip


@pytest.mark.service
def test_the_series_gives_its_published_totals_in_both_shapes_and_survives_undo(at: datetime) -> None:
    long = bring("yunfu-2022", at)
    assert counted(long) == NEW
    assert published() == PUBLISHED
    assert (Person.objects.count(), Enrolment.objects.count(), Attendance.objects.count()) == (478, 503, 6728)
    assert Organisation.objects.filter(kind="external").count() == 4
    assert Programme.objects.get().name == "云浮市2022年度双百工程"
    assert not HourEntry.objects.filter(organisation=None).exists()
    said = facts()

    again = bring("yunfu-2022-wide", at)
    assert {verdict for found in counted(again).values() for verdict in found} == {"same"}
    assert HourEntry.objects.count() == 6520

    training_import.undo(batch=long, by=SYSTEM, at=at)
    assert (all_entries().total_minutes(), Attendance.objects.count()) == (0, 0)
    assert Person.objects.filter(withdrawn_at=None).count() == 0

    wide = bring("yunfu-2022-wide", at)
    assert counted(wide) == NEW
    assert published() == PUBLISHED
    assert facts() == said
    seats = TrainingClass.objects.annotate(listed=Count("enrolments")).values_list("seats_taken", "listed")
    assert all(taken == listed for taken, listed in seats)
