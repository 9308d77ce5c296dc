"""Class tests: a published paper for a class, begun by whoever has a place, in the days of the test."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from assessment.models import PaperVersion, Sitting
from assessment.paper_querysets import all_paper_versions, all_sittings
from assessment.services import sittings
from core import events
from core.errors import RuleBroken
from courses.class_test_querysets import may_sit, window_of
from courses.models import ClassTest, TrainingClass
from courses.words import ClassState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@transaction.atomic
def set_test(
    *,
    training_class: TrainingClass,
    version: PaperVersion,
    opens_at: datetime,
    closes_at: datetime,
    by: Authority,
    at: datetime,
) -> ClassTest:
    """Let the class sit this paper. Raises RuleBroken for a paper out of use, or one that the class sits already."""
    locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    require(by, Permission.MANAGE_CLASSES, locked.organiser)
    if locked.state == ClassState.CANCELLED:
        raise RuleBroken("class_test.cancelled", "班次已取消，不能布置考核。请选别的班次。")
    if not by.is_system and not all_paper_versions().visible_to(by).in_use().filter(pk=version.pk).exists():
        raise RuleBroken("class_test.paper", "这份试卷没有发布或已停用。请另选一份。")
    _check(opens_at, closes_at)
    if ClassTest.objects.filter(training_class=locked, version=version).exists():
        raise RuleBroken("class_test.twice", "这个班次已经布置了这份试卷。请改它的时间，或另选一份。")
    test = ClassTest.objects.create(
        training_class=locked, version=version, title=version.title, opens_at=opens_at, closes_at=closes_at,
        set_by=by.person_id,
    )  # fmt: skip
    events.record("courses.class_test.set", by=by, at=at, subject=test)
    return test


@transaction.atomic
def change_days(
    *, test: ClassTest, opens_at: datetime, closes_at: datetime, by: Authority, at: datetime
) -> ClassTest:
    """Another window, for whoever begins from now on; what runs keeps its end."""
    locked = _locked(test, by=by)
    _check(opens_at, closes_at)
    locked.opens_at, locked.closes_at = opens_at, closes_at
    locked.save(update_fields=["opens_at", "closes_at"])
    events.record("courses.class_test.changed", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def withdraw(*, test: ClassTest, by: Authority, at: datetime) -> None:
    """Take back a test that nobody has begun. Raises RuleBroken where somebody has."""
    locked = _locked(test, by=by)
    if all_sittings().for_occasion(locked.public_id).exists():
        raise RuleBroken("class_test.sat", "已经有人作答，不能撤销。可以把截止时间提前。")
    events.record("courses.class_test.withdrawn", by=by, at=at, subject=locked)
    locked.delete()


@transaction.atomic
def begin(*, test: ClassTest, person: Person, by: Authority, at: datetime) -> Sitting:
    """Begin, or go on. Raises RuleBroken without a place, out of the window, or where all tries are used."""
    _hold(test)
    held = ClassTest.objects.select_related("training_class", "version").get(pk=test.pk)
    if not may_sit(held, person):
        raise RuleBroken("class_test.no_place", "考核只给班次名单上的学员。请联系主办单位核对名单。")
    return sittings.begin(
        version=held.version, person=person, window=window_of(held), occasion=held.public_id, by=by, at=at
    )


def _hold(test: ClassTest) -> None:
    """Let many begin at once, but none while the test is changed or taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM courses_classtest WHERE id = %s FOR SHARE", [test.pk])
        if not cursor.rowcount:
            raise RuleBroken("class_test.gone", "这次考核刚刚撤销了。请联系主办单位。")


def _locked(test: ClassTest, *, by: Authority) -> ClassTest:
    """Whoever begins waits until the change is through, and the other way round."""
    locked = ClassTest.objects.select_for_update().get(pk=test.pk)
    require(by, Permission.MANAGE_CLASSES, locked.training_class.organiser)
    return locked


def _check(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise RuleBroken("class_test.window", "截止时间要晚于开始时间。请修改其中一个。")
