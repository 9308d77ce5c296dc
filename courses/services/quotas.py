"""名额分配 and 报名条件: what the organiser decides before people ask for places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from courses.models import AdmissionTerms, ClassQuota, Enrolment, TrainingClass
from courses.place_querysets import candidates, day_that_counts, quotas_of, terms_of
from courses.querysets import all_enrolments
from courses.rules.class_states import LOCKED
from courses.rules.places import nearest
from courses.services import seats, waiting_list
from courses.words import AdmissionMode
from organisations.authority import Authority
from organisations.models import Organisation

TERMS = (
    "mode", "post_kinds", "qualifications", "roles", "min_grade", "max_grade", "min_years", "under_years",
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """Seats for one organisation and all below it."""

    organisation: Organisation
    seats: int


@dataclass(frozen=True)
class Terms:
    """How and to whom places are given; empty means that nothing is asked. Years are full years since hire."""

    mode: AdmissionMode = AdmissionMode.AT_ONCE
    post_kinds: Sequence[str] = ()
    qualifications: Sequence[str] = ()
    roles: Sequence[str] = ()
    areas: Sequence[Organisation] = ()
    min_grade: int | None = None
    max_grade: int | None = None
    min_years: int | None = None
    under_years: int | None = None


@transaction.atomic
def set_quotas(
    *, training_class: TrainingClass, shares: Sequence[Share], by: Authority, at: datetime
) -> list[ClassQuota]:
    """Share out the seats anew, as one table; no shares: everybody competes for all seats.

    Whoever is enrolled counts in the nearest share from now on, and whoever waits moves up where there is room.
    Raises RuleBroken where the shares exceed the capacity, one is named twice, or one is less than its people.
    """
    locked = _changeable(training_class, by=by)
    _require_sum(locked, shares)
    all_enrolments().filter(training_class=locked).exclude(quota=None).update(quota=None)
    ClassQuota.objects.filter(training_class=locked).delete()
    fresh = [
        ClassQuota(training_class=locked, organisation=one.organisation, seats=one.seats) for one in shares
    ]
    made = {one.organisation_id: one for one in ClassQuota.objects.bulk_create(fresh)}
    _count_anew(locked, made, at=at)
    events.record("courses.quotas.set", by=by, at=at, subject=locked, data={"count": len(made)})
    waiting_list.fill(training_class=locked, by=by, at=at)
    return list(made.values())


@transaction.atomic
def copy_quotas(*, source: TrainingClass, target: TrainingClass, by: Authority, at: datetime) -> int:
    """Give a new class the shares of another one; how many. Shares of organisations that ended are left out."""
    kept = [
        Share(one.organisation, one.seats)
        for one in quotas_of(source)
        if one.organisation.ended_on is None and one.organisation.withdrawn_at is None
    ]
    if kept:
        set_quotas(training_class=target, shares=kept, by=by, at=at)
    return len(kept)


@transaction.atomic
def set_terms(*, training_class: TrainingClass, terms: Terms, by: Authority, at: datetime) -> AdmissionTerms:
    """Say how and to whom places are given. Whoever has a place keeps it."""
    locked = _changeable(training_class, by=by)
    values = {name: getattr(terms, name) for name in TERMS}
    values |= {name: sorted(values[name]) for name in ("post_kinds", "qualifications", "roles")}
    try:
        with transaction.atomic():
            standing, _is_new = AdmissionTerms.objects.update_or_create(
                training_class=locked, defaults=values
            )
    except IntegrityError as error:
        raise RuleBroken("terms.out_of_order", "年限或职级的下限高于上限。请核对后再保存。") from error
    standing.areas.set(terms.areas)
    events.record("courses.terms.set", by=by, at=at, subject=locked, data={"mode": terms.mode.value})
    return standing


@transaction.atomic
def copy_terms(*, source: TrainingClass, target: TrainingClass, by: Authority, at: datetime) -> None:
    """Give a new class the conditions of another one, where it has any."""
    standing = terms_of(source)
    if standing.pk is None:
        return
    values = {name: getattr(standing, name) for name in TERMS} | {"mode": AdmissionMode(standing.mode)}
    terms = Terms(**values, areas=list(standing.areas.all()))
    set_terms(training_class=target, terms=terms, by=by, at=at)


def _changeable(training_class: TrainingClass, *, by: Authority) -> TrainingClass:
    locked = seats.locked_for_manager(training_class, by=by)
    if locked.state in LOCKED:
        raise RuleBroken("class.locked", "这个班次已经取消或归档，不能再改。需要时请另开一个班次。")
    return locked


def _require_sum(locked: TrainingClass, shares: Sequence[Share]) -> None:
    if len({one.organisation.pk for one in shares}) != len(shares):
        raise RuleBroken("quota.twice", "同一个单位写了两行。请合并成一行。")
    total = sum(one.seats for one in shares)
    if locked.capacity is not None and total > locked.capacity:
        raise RuleBroken(
            "quota.sum_above_capacity",
            "分配的名额合计%(total)s个，超过本班的%(capacity)s个。请减少分配，或先增加本班名额。",
            total=total,
            capacity=locked.capacity,
        )


def _count_anew(locked: TrainingClass, made: dict[int, ClassQuota], *, at: datetime) -> None:
    """Put everybody who is enrolled into the nearest share; whoever has none takes a seat of the class alone."""
    listed = list(all_enrolments().standing().filter(training_class=locked))
    if not made or not listed:
        return
    day = day_that_counts(locked, clock.date_of(at))
    known = candidates([one.person_id for one in listed], training_class=locked, on=day)
    for one in listed:
        share = nearest(known[one.person_id].path, made)
        one.quota = made[share] if share is not None else None
    taken = Counter(one.quota.organisation_id for one in listed if one.quota is not None)
    for organisation, quota in made.items():
        if taken[organisation] > quota.seats:
            raise RuleBroken(
                "quota.below_taken",
                "“%(name)s”已录取%(count)s人，分配的名额不能少于这个数。请增加名额，或先办理退班。",
                name=quota.organisation.name,
                count=taken[organisation],
            )
        quota.seats_taken = taken[organisation]
    ClassQuota.objects.bulk_update(made.values(), ["seats_taken"])
    Enrolment.objects.bulk_update(listed, ["quota"], batch_size=500)
