"""报名: people ask for a place or are nominated for one; the organiser answers where it wants to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from courses.models import Enrolment, TrainingClass
from courses.place_querysets import nominable, terms_of
from courses.querysets import all_enrolments
from courses.services import admission, seats
from courses.services.enrolments import enrolled_already, not_open
from courses.services.waiting_list import decided_already
from courses.words import PENDING_PLACES, STILL_TAKING, AdmissionMode, ClassState, EnrolmentState
from organisations.authority import Authority
from people.models import Person

ANSWERABLE = PENDING_PLACES | {EnrolmentState.DECLINED}


@transaction.atomic
def apply(*, training_class: TrainingClass, person: Person, by: Authority, at: datetime) -> Enrolment:
    """Ask for a place for oneself: it is given at once, waits for an answer, or waits for a free seat.

    Raises RuleBroken for somebody else, a class that is not open, a condition that is not met, a place without a
    share, or a wish that stands already or was declined.
    """
    if by.person_id != person.pk:
        raise RuleBroken("application.not_yours", "报名只能由本人办理。为别人报名请用“推荐报名”。")
    locked = seats.lock(training_class)
    admission.require_eligible(locked, person.pk, at=at)
    return _ask(locked, person, mode=AdmissionMode(terms_of(locked).mode), by=by, at=at)


@transaction.atomic
def nominate_many(
    *, training_class: TrainingClass, people: Sequence[Person], by: Authority, at: datetime
) -> list[Enrolment]:
    """Ask for places for one's own people, all or none; who stands on the list or waits already stays.

    Raises RuleBroken for people of others, and as `apply` does.
    """
    known = nominable(by, on=clock.date_of(at)).filter(pk__in=[person.pk for person in people])
    if known.count() != len({person.pk for person in people}):
        raise RuleBroken(
            "nomination.not_yours", "名单上有人不在您可以推荐的单位。请只选本单位和下级单位的人员。"
        )
    locked = seats.lock(training_class)
    for person in people:
        admission.require_eligible(locked, person.pk, at=at)
    listed = set(
        all_enrolments()
        .filter(training_class=locked, state__in=sorted(PENDING_PLACES | {EnrolmentState.ENROLLED}))
        .values_list("person", flat=True)
    )
    mode = AdmissionMode(terms_of(locked).mode)
    return [
        _ask(locked, person, mode=mode, by=by, at=at, nominated_by=by.person_id)
        for person in people
        if person.pk not in listed
    ]


@transaction.atomic
def approve(
    *,
    training_class: TrainingClass,
    people: Sequence[Person],
    by: Authority,
    at: datetime,
    exception_reason: str = "",
) -> list[Enrolment]:
    """Give places to applicants, all or none; whoever was declined or waits may be preferred.

    Raises RuleBroken where one of them was answered meanwhile, or no seat is left for one.
    """
    locked = seats.locked_for_manager(training_class, by=by)
    exceptions = admission.require_reason_for_exceptions(
        locked, [person.pk for person in people], exception_reason, at=at
    )
    made = []
    for person in people:
        enrolment = _answerable(locked, person)
        taken = seats.take(locked, person, states=STILL_TAKING, at=at)
        if taken is None:
            raise _no_seat(locked)
        enrolment.exception_reason = exception_reason if person.pk in exceptions else ""
        enrolment.decided_by, enrolment.decided_at = by.person_id, at
        seats.put_in(enrolment, taken, at=at)
        events.record("courses.enrolment.made", by=by, at=at, subject=enrolment, data={"class": locked.pk})
        made.append(enrolment)
    return made


@transaction.atomic
def decline(
    *, training_class: TrainingClass, person: Person, reason: str, by: Authority, at: datetime
) -> Enrolment:
    """Say no, with a reason that the learner reads. Raises RuleBroken without one, or where it was answered meanwhile."""
    locked = seats.locked_for_manager(training_class, by=by)
    if not reason.strip():
        raise RuleBroken("application.reason_missing", "请写明不同意的理由，学员会看到。")
    enrolment = _answerable(locked, person)
    if enrolment.state == EnrolmentState.DECLINED:
        raise decided_already()
    enrolment.state, enrolment.reason = EnrolmentState.DECLINED, reason.strip()
    enrolment.decided_by, enrolment.decided_at = by.person_id, at
    enrolment.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    events.record("courses.enrolment.declined", by=by, at=at, subject=enrolment, data={"class": locked.pk})
    return enrolment


def _ask(
    locked: TrainingClass,
    person: Person,
    *,
    mode: AdmissionMode,
    by: Authority,
    at: datetime,
    nominated_by: int | None = None,
) -> Enrolment:
    if locked.state != ClassState.OPEN:
        raise not_open()
    standing = all_enrolments().filter(training_class=locked, person=person).first()
    if standing is not None:
        _may_ask_again(standing)
    enrolment = standing or Enrolment(training_class=locked, person=person, enrolled_at=at)
    enrolment.applied_at, enrolment.nominated_by = at, nominated_by
    enrolment.reason = enrolment.exception_reason = ""
    enrolment.decided_by = enrolment.decided_at = None
    name = _place(locked, enrolment, mode=mode, at=at)
    events.record(name, by=by, at=at, subject=enrolment, data={"class": locked.pk})
    return enrolment


def _place(locked: TrainingClass, enrolment: Enrolment, *, mode: AdmissionMode, at: datetime) -> str:
    """Write what becomes of the wish; the name of the event that says so."""
    if mode == AdmissionMode.APPROVAL:
        seats.share_of(locked, enrolment.person, at=at)
        enrolment.state = EnrolmentState.APPLIED
        enrolment.save()
        return "courses.enrolment.applied"
    taken = seats.take(locked, enrolment.person, states=[ClassState.OPEN], at=at)
    if taken is not None:
        seats.put_in(enrolment, taken, at=at)
        return "courses.enrolment.made"
    enrolment.state = EnrolmentState.WAITING
    enrolment.save()
    return "courses.enrolment.queued"


def _may_ask_again(standing: Enrolment) -> None:
    if standing.state == EnrolmentState.ENROLLED:
        raise enrolled_already()
    if standing.state in PENDING_PLACES:
        raise RuleBroken("application.twice", "已经报过名，不用再报。正在等候，结果会发消息告诉您。")
    if standing.state == EnrolmentState.DECLINED:
        raise RuleBroken("application.declined", "主办单位没有同意这次报名。需要参加请联系主办单位。")


def _answerable(locked: TrainingClass, person: Person) -> Enrolment:
    waiting = all_enrolments().filter(training_class=locked, person=person, state__in=sorted(ANSWERABLE))
    enrolment = waiting.select_for_update(of=("self",)).first()
    if enrolment is None:
        raise decided_already()
    return enrolment


def _no_seat(locked: TrainingClass) -> RuleBroken:
    if locked.state not in STILL_TAKING:
        return not_open()
    return RuleBroken(
        "application.full",
        "本班或所在单位的名额不够，一个也没有录取。请少选几位、列入候补，或先增加名额。",
    )
