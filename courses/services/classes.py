"""Programmes, classes and sessions: add, edit, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from courses.models import ClassSession, Programme, TrainingClass
from courses.words import Audience, ClassKind, ClassState, DeliveryMode, HalfDay, Tier
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission


@dataclass(frozen=True)
class ClassDetails:
    """What a class's register row states. `capacity` None: not limited; `ends_on` is the last day."""

    code: str
    name: str
    programme_name: str
    organiser: Organisation
    report_year: int
    starts_on: date
    ends_on: date
    provider: Organisation | None = None
    round_number: int | None = None
    tier: Tier = Tier.OTHER
    audience: Audience = Audience.OTHER
    kind: ClassKind = ClassKind.OTHER
    delivery_mode: DeliveryMode = DeliveryMode.IN_PERSON
    filing_number: str = ""
    venue: str = ""
    capacity: int | None = None
    state: ClassState = ClassState.PLANNED
    is_historical: bool = False


@dataclass(frozen=True)
class SessionDetails:
    """One half day of a class; `minutes` is what attendance credits."""

    held_on: date
    half_day: HalfDay
    starts_at: time
    ends_at: time
    minutes: int
    topic: str
    lecturer: str = ""
    lecturer_title: str = ""
    lecturer_organisation: Organisation | None = None
    is_compulsory: bool = True


@transaction.atomic
def add(*, details: ClassDetails, by: Authority, at: datetime) -> TrainingClass:
    """Raises RuleBroken where the organiser has a class with this code already, or is not the actor's."""
    require(by, Permission.MANAGE_CLASSES, details.organiser)
    made = _insert(details)
    events.record("courses.class.added", by=by, at=at, subject=made)
    return made


@transaction.atomic
def add_many(*, rows: Sequence[ClassDetails], by: Authority, at: datetime) -> list[TrainingClass]:
    """Add the classes of an import with one event."""
    for organiser in {details.organiser for details in rows}:
        require(by, Permission.IMPORT_TRAINING, organiser)
    made = [_insert(details) for details in rows]
    events.record("courses.classes.added", by=by, at=at, data={"ids": [one.pk for one in made]})
    return made


@transaction.atomic
def edit(
    *, training_class: TrainingClass, details: ClassDetails, by: Authority, at: datetime
) -> TrainingClass:
    """Change a class's register row; its organiser and code stay."""
    require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if details.capacity is not None and details.capacity < locked.seats_taken and not locked.is_historical:
        raise RuleBroken("class.capacity_below_taken", "名额不能少于已录取的人数。请先办理退班。")
    for name in _COPIED:
        setattr(locked, name, getattr(details, name))
    locked.programme = _programme(details)
    locked.save()
    events.record("courses.class.edited", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def add_sessions(
    *, rows: Sequence[tuple[TrainingClass, SessionDetails]], by: Authority, at: datetime
) -> list[ClassSession]:
    """Add sessions with one event. Raises RuleBroken for two sessions of a class at one time."""
    for organiser in {training_class.organiser for training_class, _ in rows}:
        require(by, Permission.MANAGE_CLASSES, organiser)
    sessions = [_session(training_class, details) for training_class, details in rows]
    try:
        with transaction.atomic():
            ClassSession.objects.bulk_create(sessions, batch_size=1_000)
    except IntegrityError as error:
        raise RuleBroken(
            "session.twice", "同一班次在同一时段已有课次。请核对日期、时段和开始时间。"
        ) from error
    events.record("courses.sessions.added", by=by, at=at, data={"ids": [session.pk for session in sessions]})
    return sessions


_COPIED = (
    "name", "report_year", "starts_on", "ends_on", "provider", "round_number", "tier", "audience", "kind",
    "delivery_mode", "filing_number", "venue", "capacity", "state", "is_historical",
)  # fmt: skip


def _insert(details: ClassDetails) -> TrainingClass:
    made = TrainingClass(
        programme=_programme(details),
        organiser=details.organiser,
        code=details.code,
        **{name: getattr(details, name) for name in _COPIED},
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise RuleBroken("class.code_taken", "主办单位已有这个班次编号，或起止日期颠倒。请核对。") from error
    return made


def _programme(details: ClassDetails) -> Programme:
    programme, _ = Programme.objects.get_or_create(
        organiser=details.organiser, report_year=details.report_year, name=details.programme_name
    )
    return programme


def _session(training_class: TrainingClass, details: SessionDetails) -> ClassSession:
    return ClassSession(
        training_class=training_class, held_on=details.held_on, half_day=details.half_day,
        starts_at=details.starts_at, ends_at=details.ends_at, minutes=details.minutes, topic=details.topic,
        lecturer=details.lecturer, lecturer_title=details.lecturer_title,
        lecturer_organisation=details.lecturer_organisation, is_compulsory=details.is_compulsory,
    )  # fmt: skip
