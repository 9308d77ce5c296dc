"""Programmes, classes and sessions: add, edit, cancel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from courses.contract_querysets import all_contracts
from courses.dossier_querysets import missing_of
from courses.models import ClassSession, Lecturer, Programme, RemovedSession, TrainingClass
from courses.place_querysets import seats_shared
from courses.querysets import all_attendances
from courses.rules import class_states
from courses.services import class_endings, waiting_list
from courses.words import Audience, ClassKind, ClassState, DeliveryMode, HalfDay, Tier
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.querysets import all_rules
from organisations.roles import Permission

MEETING_RULE = "class.meeting_gives_credit"


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
    gives_credit: bool | None = None  # None: as its kind does
    co_organisers: tuple[Organisation, ...] | None = None  # None: as they stand


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
    lecturer_unit: str = ""  # as it was printed
    lecturer_entry: Lecturer | None = None  # of the register


@transaction.atomic
def add(*, details: ClassDetails, by: Authority, at: datetime) -> TrainingClass:
    """Raises RuleBroken where the organiser has a class with this code already, or is not the actor's."""
    require(by, Permission.MANAGE_CLASSES, details.organiser)
    made = insert(details)
    events.record("courses.class.added", by=by, at=at, subject=made)
    return made


@transaction.atomic
def add_many(*, rows: Sequence[ClassDetails], by: Authority, at: datetime) -> list[TrainingClass]:
    """Add the classes of an import with one event."""
    for organiser in {details.organiser for details in rows}:
        require(by, Permission.IMPORT_TRAINING, organiser)
    made = [insert(details) for details in rows]
    events.record("courses.classes.added", by=by, at=at, data={"ids": [one.pk for one in made]})
    return made


@transaction.atomic
def edit(
    *, training_class: TrainingClass, details: ClassDetails, by: Authority, at: datetime
) -> TrainingClass:
    """Change a class's register row; its organiser, code and state stay (`set_state`, `cancel`).

    Raises RuleBroken where the capacity falls below the places taken, or where hours that were credited would lose
    their reason.
    """
    locked = lock(training_class, by=by)
    credits = _gives_credit(details, locked)
    if details.capacity is not None and details.capacity < locked.seats_taken and not locked.is_historical:
        raise RuleBroken("class.capacity_below_taken", "名额不能少于已录取的人数。请先办理退班。")
    shared = seats_shared(locked)
    if details.capacity is not None and details.capacity < shared:
        raise RuleBroken(
            "class.capacity_below_quotas",
            "名额少于已分配给各单位的%(total)s个。请先减少名额分配。",
            total=shared,
        )
    contracted = all_contracts().filter(training_class=locked)
    if contracted.exclude(contractor=details.provider).exists():
        raise RuleBroken(
            "class.provider_contracted", "已与原承办单位登记合同，不能换承办单位。请先核对合同。"
        )
    kept = replace(details, organiser=locked.organiser, state=ClassState(locked.state))
    moved = any(getattr(locked, name) != getattr(kept, name) for name in _PLANNED_BY)
    if credits != locked.gives_credit and _was_attended(locked):
        raise RuleBroken(
            "class.credit_on_record", "已有学员到课，是否计入学时不能再改。请先更正签到，或保留原来的类别。"
        )
    for name in _COPIED:
        setattr(locked, name, getattr(kept, name))
    locked.gives_credit = credits
    locked.programme = _programme(kept)
    _save(locked)
    _set_co_organisers(locked, kept.co_organisers)
    events.record("courses.class.edited", by=by, at=at, subject=locked, data={"moved": moved})
    waiting_list.fill(training_class=locked, by=by, at=at)
    return locked


@transaction.atomic
def set_state(
    *, training_class: TrainingClass, state: ClassState, by: Authority, at: datetime
) -> TrainingClass:
    """Take a class one step on or back, as `rules.class_states` allows. Cancelling is `cancel`, which wants a reason."""
    locked = _held(training_class, by=by)
    if state == ClassState.CANCELLED:
        raise RuleBroken("class.cancel_reason_missing", "取消班次要写明原因。请用“取消班次”办理。")
    was = ClassState(locked.state)
    if refused := class_states.refusal(was, state, facts_of(locked)):
        raise RuleBroken("class.state_not_next", refused)
    if state == ClassState.ARCHIVED and any(line.is_unexplained for line in missing_of(locked)):
        raise RuleBroken("class.dossier_open", "档案里还有缺的材料没有写明原因。请从“档案”页办理归档。")
    locked.state = state
    locked.save(update_fields=["state"])
    data = {"state": state.value, "was": was.value}
    if not class_states.is_back(was, state):
        data |= class_endings.follow(training_class=locked, by=by, at=at)
    events.record("courses.class.state_set", by=by, at=at, subject=locked, data=data)
    waiting_list.fill(training_class=locked, by=by, at=at)
    return locked


@transaction.atomic
def cancel(*, training_class: TrainingClass, reason: str, by: Authority, at: datetime) -> TrainingClass:
    """Call a class off; its page stays and says why. Raises RuleBroken once it runs or somebody has attended."""
    locked = lock(training_class, by=by)
    if not reason.strip():
        raise RuleBroken("class.cancel_reason_missing", "请写明取消的原因，学员会看到。")
    if _was_attended(locked):
        raise RuleBroken("class.attended", "已有学员到课，不能取消。如不再上课，请把状态改为“结课”。")
    if not class_states.may_cancel(ClassState(locked.state)):
        raise RuleBroken("class.running", "已经开班，不能取消。还没有人到课的，请先“重新开放报名”再取消。")
    locked.state, locked.cancel_reason = ClassState.CANCELLED, reason.strip()
    locked.save(update_fields=["state", "cancel_reason"])
    events.record("courses.class.cancelled", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def add_sessions(
    *, rows: Sequence[tuple[TrainingClass, SessionDetails]], by: Authority, at: datetime
) -> list[ClassSession]:
    """Add sessions with one event. Raises RuleBroken for two sessions of a class at one time."""
    for organiser in {training_class.organiser for training_class, _ in rows}:
        require(by, Permission.MANAGE_CLASSES, organiser)
    _require_unlocked({training_class.pk for training_class, _ in rows})
    sessions = insert_sessions(rows)
    events.record("courses.sessions.added", by=by, at=at, data={"ids": [session.pk for session in sessions]})
    return sessions


@transaction.atomic
def edit_session(
    *, session: ClassSession, details: SessionDetails, by: Authority, at: datetime
) -> ClassSession:
    """Change a session. Once somebody stands on its sheet only topic and lecturer may change: hours hang on the rest."""
    locked = _locked_session(session, by=by)
    fresh = _session(locked.training_class, details)
    moved = any(getattr(locked, name) != getattr(fresh, name) for name in _CREDITED_BY)
    if moved and _is_on_record(locked):
        raise RuleBroken(
            "session.on_record", "这一课次已有签到记录，日期、时间和时长不能再改。课程和授课人可以改。"
        )
    for name in (*_CREDITED_BY, *_DESCRIBED_BY):
        setattr(locked, name, getattr(fresh, name))
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise _session_twice() from error
    events.record("courses.session.edited", by=by, at=at, subject=locked, data={"moved": moved})
    return locked


@transaction.atomic
def remove_session(*, session: ClassSession, by: Authority, at: datetime) -> None:
    """Take a session off the timetable; calendars go on hearing that it is off.

    Raises RuleBroken where it was opened or somebody stands on its sheet.
    """
    locked = _locked_session(session, by=by)
    if locked.opened_at is not None or _is_on_record(locked):
        raise RuleBroken(
            "session.on_record",
            "这一课次已经开放过签到或已有签到记录，不能删除。请保留，课程和授课人可以改。",
        )
    events.record(
        "courses.session.removed", by=by, at=at, subject=locked, data={"class": locked.training_class_id}
    )
    RemovedSession.objects.create(
        public_id=locked.public_id, session_number=locked.pk, training_class=locked.training_class,
        held_on=locked.held_on, starts_at=locked.starts_at, ends_at=locked.ends_at, topic=locked.topic,
    )  # fmt: skip
    locked.delete()


_PLANNED_BY = ("starts_on", "ends_on", "venue")  # what people plan by: whoever has a place is told
_CREDITED_BY = ("held_on", "half_day", "starts_at", "ends_at", "minutes")
_DESCRIBED_BY = (
    "topic", "lecturer", "lecturer_title", "lecturer_organisation", "lecturer_unit", "lecturer_entry", "is_compulsory",
)  # fmt: skip
_COPIED = (
    "name", "report_year", "starts_on", "ends_on", "provider", "round_number", "tier", "audience", "kind",
    "delivery_mode", "filing_number", "venue", "capacity", "state", "is_historical",
)  # fmt: skip


def insert(details: ClassDetails) -> TrainingClass:
    """Write a new class, for services that record what it came from. Raises RuleBroken where the code is taken."""
    made = TrainingClass(
        programme=_programme(details),
        organiser=details.organiser,
        code=details.code,
        gives_credit=_gives_credit(details),
        **{name: getattr(details, name) for name in _COPIED},
    )
    _save(made)
    _set_co_organisers(made, details.co_organisers)
    return made


def insert_sessions(rows: Sequence[tuple[TrainingClass, SessionDetails]]) -> list[ClassSession]:
    """Write new sessions, for services that record what they came from. Raises RuleBroken for two at one time."""
    sessions = [_session(training_class, details) for training_class, details in rows]
    try:
        with transaction.atomic():
            return ClassSession.objects.bulk_create(sessions, batch_size=1_000)
    except IntegrityError as error:
        raise _session_twice() from error


def _save(training_class: TrainingClass) -> None:
    try:
        with transaction.atomic():
            training_class.save()
    except IntegrityError as error:
        raise RuleBroken("class.code_taken", "主办单位已有这个班次编号，或起止日期颠倒。请核对。") from error


def _set_co_organisers(training_class: TrainingClass, wanted: tuple[Organisation, ...] | None) -> None:
    if wanted is None:
        return
    if training_class.organiser in wanted:
        raise RuleBroken("class.co_organiser_twice", "主办单位不能同时是协办单位。请从协办里去掉。")
    training_class.co_organisers.set(wanted)


def facts_of(training_class: TrainingClass) -> class_states.Facts:
    """What its next state depends on."""
    return class_states.Facts(training_class.seats_taken, bool(training_class.filing_number))


def _gives_credit(details: ClassDetails, standing: TrainingClass | None = None) -> bool:
    """As stated; else what stands; else what the rule says of meetings, and yes for anything else."""
    if details.gives_credit is not None:
        return details.gives_credit
    if standing is not None and standing.kind == details.kind:
        return standing.gives_credit
    if details.kind != ClassKind.MEETING:
        return True
    area = details.organiser.area_code
    return bool(all_rules().in_force(MEETING_RULE, on=details.starts_on, area_code=area).value)


def _was_attended(training_class: TrainingClass) -> bool:
    return all_attendances().credited().filter(session__training_class=training_class).exists()


def _held(training_class: TrainingClass, *, by: Authority) -> TrainingClass:
    require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    return (
        TrainingClass.objects.select_for_update(of=("self",))
        .select_related("organiser")
        .get(pk=training_class.pk)
    )


def lock(training_class: TrainingClass, *, by: Authority) -> TrainingClass:
    """The row of a class that the actor may change, held until the transaction ends. Raises RuleBroken otherwise."""
    held = _held(training_class, by=by)
    if held.is_locked:
        raise _unchangeable(ClassState(held.state))
    return held


def _require_unlocked(classes: Collection[int]) -> None:
    found = TrainingClass.objects.select_for_update().filter(pk__in=classes).order_by("pk")
    for state in found.values_list("state", flat=True):
        if state in class_states.LOCKED:
            raise _unchangeable(ClassState(state))


def _unchangeable(state: ClassState) -> RuleBroken:
    if state == ClassState.ARCHIVED:
        return RuleBroken("class.archived", "这个班次已经归档，不能再改。要改请先在班次页面撤销归档。")
    return RuleBroken("class.cancelled", "这个班次已经取消，不能再改。需要时请另开一个班次。")


def _locked_session(session: ClassSession, *, by: Authority) -> ClassSession:
    require(by, Permission.MANAGE_CLASSES, session.training_class.organiser)
    _require_unlocked({session.training_class_id})
    return (
        ClassSession.objects.select_for_update(of=("self",))
        .select_related("training_class")
        .get(pk=session.pk)
    )


def _is_on_record(session: ClassSession) -> bool:
    return all_attendances().filter(session=session).exists()


def _session_twice() -> RuleBroken:
    return RuleBroken("session.twice", "同一班次在同一时段已有课次，或结束早于开始。请核对日期和时间。")


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
        lecturer_organisation=details.lecturer_organisation, lecturer_unit=details.lecturer_unit,
        lecturer_entry=details.lecturer_entry, is_compulsory=details.is_compulsory,
    )  # fmt: skip
