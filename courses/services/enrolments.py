"""Places in a class that are given or given back at once. Applications are answered in `applications`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from courses.models import Enrolment, TrainingClass
from courses.place_querysets import terms_of
from courses.querysets import all_classes, all_enrolments
from courses.rules.class_states import BEFORE_RUNNING
from courses.services import admission, seats, waiting_list
from courses.words import AdmissionMode, ClassState, EnrolmentState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@transaction.atomic
def enrol(
    *, training_class: TrainingClass, person: Person, by: Authority, at: datetime, exception_reason: str = ""
) -> Enrolment:
    """Give a person a place; whoever withdrew may come back.

    For oneself where places are given at once, or by whoever manages the class. Raises RuleBroken where the class is
    not open for enrolment, is full or has no share for the person's place, where the person has a place already, and
    where a condition is not met (the manager may admit anyway, with a reason).
    """
    is_exception = _may_enrol(training_class, person, by=by, at=at, exception_reason=exception_reason)
    reason = exception_reason if is_exception else ""
    return _give_a_place(training_class, person, by=by, at=at, exception_reason=reason)


@transaction.atomic
def enrol_many(
    *,
    training_class: TrainingClass,
    people: Sequence[Person],
    by: Authority,
    at: datetime,
    exception_reason: str = "",
) -> list[Enrolment]:
    """Put people on the list, all or none; whoever is on it already stays.

    For whoever manages the class. Raises as `enrol` does; the conditions are asked once for all.
    """
    listed = set(
        all_enrolments().standing().filter(training_class=training_class).values_list("person", flat=True)
    )
    fresh = [person for person in people if person.pk not in listed]
    if fresh:
        require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    exceptions = admission.require_reason_for_exceptions(
        training_class, [person.pk for person in fresh], exception_reason, at=at
    )
    return [
        _give_a_place(
            training_class, person, by=by, at=at,
            exception_reason=exception_reason if person.pk in exceptions else "",
        )
        for person in fresh
    ]  # fmt: skip


@transaction.atomic
def withdraw(
    *, training_class: TrainingClass, person: Person, by: Authority, at: datetime, reason: str = ""
) -> Enrolment:
    """Give the place back; the row stays and says so, and whoever waits moves up.

    Raises RuleBroken where there is none, or the class has begun: then only the organiser may, with a reason.
    """
    locked = seats.lock(training_class)
    has_begun = locked.state not in BEFORE_RUNNING
    if by.person_id != person.pk or has_begun:
        _require_manager(locked, by=by)
    if has_begun and not reason.strip():
        raise RuleBroken("enrolment.reason_missing", "已经开班，办理退班要写明理由，例如“离职”。")
    enrolment = all_enrolments().standing().filter(training_class=locked, person=person).first()
    if enrolment is None:
        raise RuleBroken("enrolment.none", "没有找到有效的报名，可能已经退班。请刷新页面。")
    seats.give_back(enrolment)
    enrolment.state, enrolment.reason = EnrolmentState.WITHDRAWN, reason.strip()
    enrolment.save(update_fields=["state", "reason", "quota"])
    events.record("courses.enrolment.withdrawn", by=by, at=at, subject=enrolment, data={"class": locked.pk})
    waiting_list.fill(training_class=locked, by=by, at=at)
    return enrolment


def enrolled_already() -> RuleBroken:
    return RuleBroken("enrolment.twice", "已经在这个班的名单上，不用再报名。")


def _give_a_place(
    training_class: TrainingClass, person: Person, *, by: Authority, at: datetime, exception_reason: str
) -> Enrolment:
    """`exception_reason` is empty where every condition is met; the caller has asked."""
    taken = seats.take(training_class, person, states=[ClassState.OPEN], at=at)
    if taken is None:
        raise _why_not(training_class, person)
    enrolment, is_new = Enrolment.objects.get_or_create(
        training_class=training_class,
        person=person,
        defaults={
            "state": EnrolmentState.ENROLLED, "enrolled_at": at, "quota": taken.quota,
            "exception_reason": exception_reason,
        },
    )  # fmt: skip
    if not is_new:
        if enrolment.state == EnrolmentState.ENROLLED:
            raise enrolled_already()
        enrolment.exception_reason = exception_reason
        seats.put_in(enrolment, taken, at=at)
    events.record(
        "courses.enrolment.made", by=by, at=at, subject=enrolment, data={"class": training_class.pk}
    )
    return enrolment


def _may_enrol(
    training_class: TrainingClass, person: Person, *, by: Authority, at: datetime, exception_reason: str
) -> bool:
    """Whether it is an exception. Who manages the class needs a reason for one, others are refused."""
    if by.person_id != person.pk:
        require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    if by.may(Permission.MANAGE_CLASSES, training_class.organiser):
        return bool(
            admission.require_reason_for_exceptions(training_class, [person.pk], exception_reason, at=at)
        )
    if terms_of(training_class).mode != AdmissionMode.AT_ONCE:
        raise RuleBroken("enrolment.by_application", "本班由主办单位审核后录取。请在班次页面提交报名。")
    admission.require_eligible(training_class, person.pk, at=at)
    return False


def _why_not(training_class: TrainingClass, person: Person) -> RuleBroken:
    if all_enrolments().standing().filter(training_class=training_class, person=person).exists():
        return enrolled_already()
    if all_classes().filter(pk=training_class.pk, state=ClassState.OPEN).exists():
        return full()
    return not_open()


def full() -> RuleBroken:
    return RuleBroken("enrolment.full", "名额已满，这次没有报上。有人退班后可以再报，也可以联系主办单位。")


def not_open() -> RuleBroken:
    return RuleBroken("enrolment.not_open", "这个班次现在不接受报名。需要参加请联系主办单位。")


def _require_manager(training_class: TrainingClass, *, by: Authority) -> None:
    if by.may(Permission.MANAGE_CLASSES, training_class.organiser):
        return
    raise RuleBroken("enrolment.too_late", "已经开班或不是本人报名，不能自行退班。请联系主办单位办理。")
