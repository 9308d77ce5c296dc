"""The seats of a class and of the shares in it. Every change holds the row of the class until its transaction ends.

A seat is taken by a conditional update; counting first and inserting then would oversell. The class comes first, then
the share, then the person's row: nobody waits for another in a circle.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from core import clock
from core.errors import RuleBroken
from courses.models import ClassQuota, Enrolment, TrainingClass
from courses.place_querysets import candidate, day_that_counts
from courses.rules.places import nearest
from courses.words import ClassState, EnrolmentState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@dataclass(frozen=True)
class Taken:
    """A seat, and the share that it came from; None where nothing is shared out."""

    quota: ClassQuota | None


def lock(training_class: TrainingClass) -> TrainingClass:
    """The row as it stands, ours until the transaction ends."""
    return (
        TrainingClass.objects.select_for_update(of=("self",))
        .select_related("organiser")
        .get(pk=training_class.pk)
    )


def locked_for_manager(training_class: TrainingClass, *, by: Authority) -> TrainingClass:
    """Raises RuleBroken for anybody who does not manage the class."""
    require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    return lock(training_class)


def take(
    training_class: TrainingClass, person: Person, *, states: Collection[ClassState], at: datetime
) -> Taken | None:
    """A seat of the class and of the person's share; None where one of the two is used up.

    The first update locks the row of the class. Raises RuleBroken where seats are shared out and none is for the
    person's place.
    """
    row = TrainingClass.objects.filter(pk=training_class.pk)
    free = row.filter(Q(capacity=None) | Q(seats_taken__lt=F("capacity")), state__in=states)
    if not free.update(seats_taken=F("seats_taken") + 1):
        return None
    quota = share_of(training_class, person, at=at)
    if quota is None or _take_from(quota):
        return Taken(quota)
    row.update(seats_taken=F("seats_taken") - 1)
    return None


def give_back(enrolment: Enrolment) -> None:
    """Free the seat of an enrolled person; the caller has locked the class and writes the new state."""
    TrainingClass.objects.filter(pk=enrolment.training_class_id, seats_taken__gt=0).update(
        seats_taken=F("seats_taken") - 1
    )
    if enrolment.quota_id is not None:
        ClassQuota.objects.filter(pk=enrolment.quota_id, seats_taken__gt=0).update(
            seats_taken=F("seats_taken") - 1
        )
        enrolment.quota = None


def put_in(enrolment: Enrolment, taken: Taken, *, at: datetime) -> None:
    """Write that the person has the seat."""
    enrolment.state, enrolment.enrolled_at, enrolment.quota = EnrolmentState.ENROLLED, at, taken.quota
    enrolment.reason = ""
    enrolment.save()


def share_of(training_class: TrainingClass, person: Person, *, at: datetime) -> ClassQuota | None:
    """None where nothing is shared out. Raises RuleBroken where something is, and nothing of it is for his place."""
    quotas = {one.organisation_id: one for one in ClassQuota.objects.filter(training_class=training_class)}
    if not quotas:
        return None
    day = day_that_counts(training_class, clock.date_of(at))
    found = nearest(candidate(person.pk, training_class=training_class, on=day).path, quotas)
    if found is None:
        raise RuleBroken(
            "quota.none_for_unit",
            "本班按单位分配名额，还没有分给所在单位。请联系主办单位“%(organiser)s”分配名额。",
            organiser=training_class.organiser.name,
        )
    return quotas[found]


def _take_from(quota: ClassQuota) -> bool:
    free = ClassQuota.objects.filter(pk=quota.pk, seats_taken__lt=F("seats"))
    return bool(free.update(seats_taken=F("seats_taken") + 1))
