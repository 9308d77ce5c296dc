"""候补: who waits for a seat moves up in the order of application, in the transaction that frees the seat."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import clock, events
from core.errors import RuleBroken
from courses.models import ClassQuota, Enrolment, TrainingClass
from courses.place_querysets import candidates, day_that_counts
from courses.querysets import all_enrolments
from courses.rules.places import Waiter, moving_up, nearest
from courses.services import seats
from courses.words import PENDING_PLACES, STILL_TAKING, ClassState, EnrolmentState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@transaction.atomic
def fill(*, training_class: TrainingClass, by: Authority, at: datetime) -> list[int]:
    """Give the seats that are free to whoever waited longest; the ids of their enrolments.

    Called by whatever frees a seat, after it. Once the class has begun nobody moves up without being asked.
    """
    locked = seats.lock(training_class)
    free = locked.seats_left
    if locked.state != ClassState.OPEN or free == 0:
        return []
    waiting = {
        one.pk: one
        for one in all_enrolments().waiting().filter(training_class=locked).select_for_update(of=("self",))
    }
    if not waiting:
        return []
    quotas = {one.organisation_id: one for one in ClassQuota.objects.filter(training_class=locked)}
    waiters = _with_shares(locked, list(waiting.values()), quotas, at=at)
    left = {one.pk: one.seats_left for one in quotas.values()} if quotas else None
    chosen = moving_up(waiters, free=free, free_of=left)
    for one in chosen:
        _move_up(waiting[one.enrolment], one.quota, at=at)
    if chosen:
        _count(locked, len(chosen), by=by, at=at, ids=[one.enrolment for one in chosen])
    return [one.enrolment for one in chosen]


@transaction.atomic
def queue(*, training_class: TrainingClass, person: Person, by: Authority, at: datetime) -> Enrolment:
    """The organiser puts an applicant on the waiting list, in the order of application.

    Raises RuleBroken where a seat is free for the person: whoever waits would get it with the next change.
    """
    locked = seats.locked_for_manager(training_class, by=by)
    enrolment = all_enrolments().applied().filter(training_class=locked, person=person).first()
    if enrolment is None:
        raise decided_already()
    if seats.take(locked, person, states=STILL_TAKING, at=at) is not None:
        raise RuleBroken("application.seat_free", "还有空名额，可以直接同意。名额用完后才需要列入候补。")
    enrolment.state, enrolment.decided_by, enrolment.decided_at = EnrolmentState.WAITING, by.person_id, at
    enrolment.save(update_fields=["state", "decided_by", "decided_at"])
    events.record("courses.enrolment.queued", by=by, at=at, subject=enrolment, data={"class": locked.pk})
    return enrolment


@transaction.atomic
def give_up(*, training_class: TrainingClass, person: Person, by: Authority, at: datetime) -> Enrolment:
    """Take back one's own wish for a place before it was granted; or the organiser does so on request."""
    if by.person_id != person.pk:
        require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    locked = seats.lock(training_class)
    pending = all_enrolments().filter(training_class=locked, person=person, state__in=sorted(PENDING_PLACES))
    enrolment = pending.first()
    if enrolment is None:
        raise RuleBroken("application.none", "没有找到待审或候补的报名，可能刚刚处理过。请刷新页面。")
    enrolment.state = EnrolmentState.GIVEN_UP
    enrolment.save(update_fields=["state"])
    events.record("courses.enrolment.given_up", by=by, at=at, subject=enrolment, data={"class": locked.pk})
    return enrolment


def decided_already() -> RuleBroken:
    return RuleBroken("application.decided", "这份报名刚刚有人处理过。请刷新页面看最新的结果。")


def _with_shares(
    training_class: TrainingClass, waiting: list[Enrolment], quotas: dict[int, ClassQuota], *, at: datetime
) -> list[Waiter]:
    if not quotas:
        return [Waiter(one.pk) for one in waiting]
    day = day_that_counts(training_class, clock.date_of(at))
    known = candidates([one.person_id for one in waiting], training_class=training_class, on=day)
    found = [(one.pk, nearest(known[one.person_id].path, quotas)) for one in waiting]
    return [Waiter(pk, quotas[share].pk if share is not None else None) for pk, share in found]


def _move_up(enrolment: Enrolment, quota: int | None, *, at: datetime) -> None:
    enrolment.state, enrolment.enrolled_at, enrolment.quota_id = EnrolmentState.ENROLLED, at, quota
    enrolment.save(update_fields=["state", "enrolled_at", "quota"])
    if quota is not None:
        ClassQuota.objects.filter(pk=quota).update(seats_taken=F("seats_taken") + 1)


def _count(training_class: TrainingClass, count: int, *, by: Authority, at: datetime, ids: list[int]) -> None:
    TrainingClass.objects.filter(pk=training_class.pk).update(seats_taken=F("seats_taken") + count)
    events.record(
        "courses.enrolments.moved_up", by=by, at=at, subject=training_class, data={"enrolments": ids}
    )
