"""班主任 of one class: an appointment with its days, which opens that class and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from courses.class_teacher_querysets import may_teach, teachers_of
from courses.models import TrainingClass
from courses.services.classes import lock
from organisations.authority import Authority
from organisations.roles import Role
from people.models import Person, RoleGrant
from people.services import grants

ONE_DAY = timedelta(days=1)


@transaction.atomic
def appoint(
    *,
    training_class: TrainingClass,
    person: Person,
    starts_on: date,
    last_on: date,
    by: Authority,
    at: datetime,
) -> RoleGrant:
    """From the first to the last day, both included.

    Raises RuleBroken for a past or empty span, for oneself, for somebody whom the actor may not appoint, and where
    the person is class teacher of the class on those days already.
    """
    locked = lock(training_class, by=by)
    if last_on < starts_on:
        raise RuleBroken("class_teacher.dates", "最后一天不能早于第一天。请核对日期。")
    if not may_teach(locked, by=by, on=clock.date_of(at)).filter(pk=person.pk).exists():
        raise RuleBroken(
            "class_teacher.stranger",
            "这个人不在您的名册，也不在承办单位任职。请先在“人员”里登记，或在“修改班次”里选承办单位。",
        )
    made = grants.bind(
        person=person, role=Role.CLASS_TEACHER, organisation=locked.organiser, to=locked, starts_on=starts_on,
        ends_on=last_on + ONE_DAY, by=by, at=at,
    )  # fmt: skip
    data = {"person": person.pk, "from": starts_on.isoformat(), "to": last_on.isoformat()}
    events.record("courses.class_teacher.appointed", by=by, at=at, subject=locked, data=data)
    return made


@transaction.atomic
def dismiss(*, training_class: TrainingClass, grant: RoleGrant, by: Authority, at: datetime) -> RoleGrant:
    """End an appointment at once: from the next request on. Raises RuleBroken where it is over."""
    found = teachers_of(training_class).filter(pk=grant.pk)
    if not found.not_over(clock.date_of(at)).exists():
        raise RuleBroken("class_teacher.over", "这位班主任的授权已经结束。请刷新页面。")
    ended = grants.end_bound(grant=grant, on=clock.date_of(at), by=by, at=at)
    data = {"person": grant.person_id}
    events.record("courses.class_teacher.dismissed", by=by, at=at, subject=training_class, data=data)
    return ended
