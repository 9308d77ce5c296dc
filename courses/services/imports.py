"""What only an import does with classes: places without seats, corrected sign-ins, and taking its own work away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Count

from core import events
from courses.models import Attendance, Enrolment, Programme, TrainingClass
from courses.querysets import all_attendances, all_classes, all_enrolments, all_sessions
from courses.services.attendance import (
    NEEDS_A_REASON,
    SOURCE,
    credits_of,
    refusal,
    scheduled_range,
)
from courses.words import CREDITED_STATES, AttendanceState, EnrolmentState
from hours.querysets import all_entries
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person


@dataclass(frozen=True)
class Correction:
    """What a standing attendance should say. Times None and an empty note mean exactly that."""

    state: AttendanceState
    signed_in_at: time | None
    signed_out_at: time | None
    note: str


@transaction.atomic
def list_many(
    *, rows: Sequence[tuple[TrainingClass, Person]], by: Authority, at: datetime
) -> list[Enrolment]:
    """Put people on the lists of past classes, with one event; seats are counted and not enforced.

    The import has left out whoever is on a list already.
    """
    _require({training_class.organiser for training_class, _ in rows}, by=by)
    fresh = [
        Enrolment(training_class=training_class, person=person, state=EnrolmentState.ENROLLED, enrolled_at=at)
        for training_class, person in rows
    ]
    made = Enrolment.objects.bulk_create(fresh, batch_size=1_000)
    _count_seats({training_class.pk for training_class, _ in rows})
    events.record("courses.enrolments.listed", by=by, at=at, data={"count": len(made)})
    return made


@transaction.atomic
def correct_many(
    *, rows: Mapping[int, Correction], reason: str, by: Authority, at: datetime
) -> dict[int, Correction]:
    """Correct many attendances and mirror each change in the ledger; return what they said before.

    Raises RuleBroken where somebody would be in two places at once.
    """
    found = list(
        all_attendances().filter(pk__in=rows).select_related("session__training_class__organiser", "posting__organisation")
        .select_for_update(of=("self",))
    )  # fmt: skip
    _require({one.session.training_class.organiser for one in found}, by=by)
    before = {one.pk: _said(one) for one in found}
    for one in found:
        _apply(one, rows[one.pk], by=by)
    try:
        with transaction.atomic():
            Attendance.objects.bulk_update(found, _CORRECTED, batch_size=500)
    except IntegrityError as error:
        raise refusal(error) from error
    _mirror(found, before, reason=reason, by=by, at=at)
    events.record("courses.attendances.corrected", by=by, at=at, data={"count": len(found)})
    return before


@transaction.atomic
def take_back(
    *,
    enrolments: Collection[int],
    sessions: Collection[int],
    classes: Collection[int],
    by: Authority,
    at: datetime,
) -> None:
    """Undo an import's classes and lists. The caller has withdrawn their attendances and asked for later things."""
    touched = set(all_enrolments().filter(pk__in=enrolments).values_list("training_class", flat=True))
    organisers = Organisation.objects.filter(
        organised__in={*touched, *classes}
    ) | Organisation.objects.filter(organised__sessions__in=sessions)
    _require(set(organisers.distinct()), by=by)
    all_enrolments().filter(pk__in=enrolments).delete()
    all_sessions().filter(pk__in=sessions).delete()
    programmes = set(all_classes().filter(pk__in=classes).values_list("programme", flat=True))
    all_classes().filter(pk__in=classes).delete()
    Programme.objects.filter(pk__in=programmes, classes=None).delete()
    _count_seats(touched - set(classes))
    data = {"sessions": sorted(sessions), "classes": sorted(classes)}
    events.record("courses.import.taken_back", by=by, at=at, data=data)


_CORRECTED = (
    "state", "scheduled", "signed_in_at", "signed_out_at", "note", "reason", "marked_by", "approved_by"
)  # fmt: skip


def _require(organisers: Iterable[Organisation], *, by: Authority) -> None:
    for organiser in organisers:
        require(by, Permission.IMPORT_TRAINING, organiser)


def _count_seats(classes: Collection[int]) -> None:
    standing = all_enrolments().standing().filter(training_class__in=classes).order_by()
    taken = dict(standing.values_list("training_class").annotate(Count("pk")))
    for pk in classes:
        seats = taken.get(pk, 0)
        # A class that took in more than it has places for is history: its capacity binds nobody any more.
        all_classes().filter(pk=pk, capacity__lt=seats).update(is_historical=True)
        all_classes().filter(pk=pk).update(seats_taken=seats)


def _said(attendance: Attendance) -> Correction:
    return Correction(
        AttendanceState(attendance.state), attendance.signed_in_at, attendance.signed_out_at, attendance.note
    )


def _apply(attendance: Attendance, wanted: Correction, *, by: Authority) -> None:
    counts = wanted.state in CREDITED_STATES
    explained = wanted.state in NEEDS_A_REASON
    attendance.state = wanted.state
    attendance.scheduled = scheduled_range(attendance.session) if counts else None
    attendance.signed_in_at, attendance.signed_out_at = wanted.signed_in_at, wanted.signed_out_at
    attendance.note = wanted.note
    attendance.reason = wanted.note if explained else ""
    attendance.marked_by = by.person_id
    attendance.approved_by = by.person_id if explained else None


def _mirror(
    found: Sequence[Attendance], before: Mapping[int, Correction], *, reason: str, by: Authority, at: datetime
) -> None:
    """Who counts no more is reversed, who counts now is credited; from one credited state to another nothing moves."""
    gone = [
        one.pk
        for one in found
        if before[one.pk].state in CREDITED_STATES and one.state not in CREDITED_STATES
    ]
    come = [
        one for one in found if before[one.pk].state not in CREDITED_STATES and one.state in CREDITED_STATES
    ]
    standing = all_entries().standing().filter(source_type=SOURCE, source_id__in=gone, kind=HourKind.TRAINING)
    ledger.reverse_many(entries=list(standing), reason=reason, by=by, at=at)
    if come:
        ledger.credit_many(credits=list(credits_of(come, reason=reason)), by=by, at=at)
