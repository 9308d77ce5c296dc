"""Places in a class. A seat is taken by one conditional update; counting first and inserting then would oversell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from core import events
from core.errors import RuleBroken
from courses.models import Enrolment, TrainingClass
from courses.querysets import all_classes, all_enrolments
from courses.words import ClassState, EnrolmentState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person

# Until then a learner may give the place back; afterwards the organiser decides.
FREE_TO_LEAVE = frozenset({ClassState.PLANNED, ClassState.OPEN})


@transaction.atomic
def enrol(*, training_class: TrainingClass, person: Person, by: Authority, at: datetime) -> Enrolment:
    """Give a person a place; whoever withdrew may come back.

    For oneself, or by whoever manages the class. Raises RuleBroken where the class is not open for enrolment, is
    full, or the person has a place already.
    """
    if by.person_id != person.pk:
        require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    _take_a_seat(training_class, person)
    enrolment, is_new = Enrolment.objects.get_or_create(
        training_class=training_class,
        person=person,
        defaults={"state": EnrolmentState.ENROLLED, "enrolled_at": at},
    )
    if not is_new:
        _come_back(enrolment, at=at)
    events.record(
        "courses.enrolment.made", by=by, at=at, subject=enrolment, data={"class": training_class.pk}
    )
    return enrolment


@transaction.atomic
def enrol_many(
    *, training_class: TrainingClass, people: Sequence[Person], by: Authority, at: datetime
) -> list[Enrolment]:
    """Put people on the list, all or none; whoever is on it already stays. Raises as `enrol` does."""
    listed = set(
        all_enrolments().standing().filter(training_class=training_class).values_list("person", flat=True)
    )
    return [
        enrol(training_class=training_class, person=person, by=by, at=at)
        for person in people
        if person.pk not in listed
    ]


@transaction.atomic
def withdraw(*, training_class: TrainingClass, person: Person, by: Authority, at: datetime) -> Enrolment:
    """Give the place back; the row stays and says so. Raises RuleBroken where there is none, or it is too late."""
    locked = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if by.person_id != person.pk or locked.state not in FREE_TO_LEAVE:
        _require_manager(locked, by=by)
    enrolment = all_enrolments().standing().filter(training_class=locked, person=person).first()
    if enrolment is None:
        raise RuleBroken("enrolment.none", "没有找到有效的报名，可能已经退班。请刷新页面。")
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.save(update_fields=["state"])
    TrainingClass.objects.filter(pk=locked.pk, seats_taken__gt=0).update(seats_taken=F("seats_taken") - 1)
    events.record("courses.enrolment.withdrawn", by=by, at=at, subject=enrolment, data={"class": locked.pk})
    return enrolment


def _take_a_seat(training_class: TrainingClass, person: Person) -> None:
    """The row of the class is locked by this update until the end of the transaction."""
    taken = (
        TrainingClass.objects.filter(pk=training_class.pk, state=ClassState.OPEN)
        .filter(Q(capacity=None) | Q(seats_taken__lt=F("capacity")))
        .update(seats_taken=F("seats_taken") + 1)
    )
    if not taken:
        raise _why_not(training_class, person)


def _why_not(training_class: TrainingClass, person: Person) -> RuleBroken:
    if all_enrolments().standing().filter(training_class=training_class, person=person).exists():
        return _enrolled_already()
    if all_classes().filter(pk=training_class.pk, state=ClassState.OPEN).exists():
        return RuleBroken(
            "enrolment.full", "名额已满，这次没有报上。有人退班后可以再报，也可以联系主办单位。"
        )
    return RuleBroken("enrolment.not_open", "这个班次现在不接受报名。需要参加请联系主办单位。")


def _come_back(enrolment: Enrolment, *, at: datetime) -> None:
    """Raises RuleBroken, which gives the seat back, where the place was never given up."""
    if enrolment.state == EnrolmentState.ENROLLED:
        raise _enrolled_already()
    enrolment.state, enrolment.enrolled_at = EnrolmentState.ENROLLED, at
    enrolment.save(update_fields=["state", "enrolled_at"])


def _require_manager(training_class: TrainingClass, *, by: Authority) -> None:
    if by.may(Permission.MANAGE_CLASSES, training_class.organiser):
        return
    raise RuleBroken("enrolment.too_late", "已经开班或不是本人报名，不能自行退班。请联系主办单位办理。")


def _enrolled_already() -> RuleBroken:
    return RuleBroken("enrolment.twice", "已经在这个班的名单上，不用再报名。")
