"""A class from an earlier one: its register row and its timetable, on new days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from core import events
from courses.models import ClassSession, TrainingClass
from courses.services.classes import ClassDetails, SessionDetails, insert, insert_sessions
from courses.words import Audience, ClassKind, ClassState, DeliveryMode, HalfDay, Tier
from organisations.authority import Authority
from organisations.permissions import require
from organisations.roles import Permission


@dataclass(frozen=True)
class CopyDetails:
    """What is new about the copy; `capacity` None: not limited."""

    starts_on: date
    code: str
    name: str
    programme_name: str
    round_number: int | None
    capacity: int | None


@transaction.atomic
def copy(
    *, training_class: TrainingClass, details: CopyDetails, by: Authority, at: datetime
) -> TrainingClass:
    """A planned class like this one; its sessions are shifted by whole days.

    Who was there, what was signed and the filing number belong to the old class and stay there. Raises RuleBroken
    where the organiser has a class with this code already, or is not the actor's.
    """
    organiser = training_class.organiser
    require(by, Permission.MANAGE_CLASSES, organiser)
    shift = details.starts_on - training_class.starts_on
    made = insert(
        ClassDetails(
            code=details.code, name=details.name, programme_name=details.programme_name, organiser=organiser,
            report_year=details.starts_on.year, starts_on=details.starts_on, ends_on=training_class.ends_on + shift,
            provider=training_class.provider, round_number=details.round_number, tier=Tier(training_class.tier),
            audience=Audience(training_class.audience), kind=ClassKind(training_class.kind),
            delivery_mode=DeliveryMode(training_class.delivery_mode), venue=training_class.venue,
            capacity=details.capacity, state=ClassState.PLANNED, gives_credit=training_class.gives_credit,
            co_organisers=tuple(training_class.co_organisers.all()),
        )
    )  # fmt: skip
    sessions = training_class.sessions.select_related("lecturer_organisation", "lecturer_entry")
    insert_sessions([(made, _shifted(session, session.held_on + shift)) for session in sessions])
    events.record(
        "courses.class.copied",
        by=by,
        at=at,
        subject=made,
        data={"source": training_class.pk, "days": shift.days},
    )
    return made


def _shifted(session: ClassSession, held_on: date) -> SessionDetails:
    return SessionDetails(
        held_on=held_on, half_day=HalfDay(session.half_day), starts_at=session.starts_at, ends_at=session.ends_at,
        minutes=session.minutes, topic=session.topic, lecturer=session.lecturer,
        lecturer_title=session.lecturer_title, lecturer_organisation=session.lecturer_organisation,
        lecturer_unit=session.lecturer_unit, lecturer_entry=session.lecturer_entry,
        is_compulsory=session.is_compulsory,
    )  # fmt: skip
