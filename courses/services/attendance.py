"""Attendance and, in the same transaction, the hours that it earns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core import clock, events
from core.errors import RuleBroken
from courses.models import Attendance, ClassSession
from courses.words import CREDITED_STATES, AttendanceState
from hours.models import HourEntry
from hours.querysets import all_entries
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import Authority
from organisations.permissions import require
from organisations.querysets import all_rules
from organisations.roles import Permission
from people.models import Person, Posting
from people.querysets import all_postings

SOURCE = "courses.attendance"
RULE = "attendance.credit"
NEEDS_A_REASON: frozenset[AttendanceState] = frozenset({AttendanceState.LATE_MARK, AttendanceState.MAKE_UP})


@dataclass(frozen=True)
class Mark:
    """One person's state in one session. `posting` is the one held on the session's date."""

    session: ClassSession
    person: Person
    posting: Posting | None
    state: AttendanceState
    signed_in_at: time | None = None
    signed_out_at: time | None = None
    note: str = ""
    reason: str = ""


@transaction.atomic
def record_many(*, marks: Sequence[Mark], by: Authority, at: datetime) -> list[Attendance]:
    """Record new attendances of past sessions (an import) and credit them, with one event.

    A 补课 needs no enrolment, absence or seat. Raises RuleBroken where somebody is in two places at once or is
    recorded for a session twice.
    """
    for organiser in {mark.session.training_class.organiser for mark in marks}:
        require(by, Permission.IMPORT_TRAINING, organiser)
    attendances = _insert([_attendance(mark, by=by) for mark in marks])
    ledger.credit_many(credits=list(_credits(attendances, reason="")), by=by, at=at)
    events.record("courses.attendances.recorded", by=by, at=at, data={"count": len(attendances)})
    return attendances


@transaction.atomic
def mark(*, mark: Mark, by: Authority, at: datetime) -> Attendance:
    """Mark one person in one session by hand: roll-call, 补签, 补课, leave. A changed state is mirrored in the ledger.

    Raises RuleBroken without a reason for 补签 and 补课, or where the person is elsewhere at that time.
    """
    require_running(mark.session, by=by)
    if mark.state in NEEDS_A_REASON and not mark.reason.strip():
        raise RuleBroken("attendance.reason_missing", "补签、补课要写明理由。")
    return _put(mark, by=by, at=at)


@transaction.atomic
def sign_in(*, session: ClassSession, person: Person, by: Authority, at: datetime) -> Attendance:
    """The person's own scan. The same scan again changes nothing. The caller has checked the code.

    Raises RuleBroken where sign-in is not open or the person is signed in elsewhere at that time.
    """
    if session.opened_at is None or session.closed_at is not None:
        raise RuleBroken("attendance.not_open", "这一课次现在没有开放签到。请找班主任补签。")
    standing = Attendance.objects.select_for_update().filter(session=session, person=person).first()
    if standing is not None and standing.state in CREDITED_STATES:
        return standing
    posting = posting_on(person, session.held_on)
    signed_at = at.astimezone(clock.SHANGHAI).time().replace(second=0, microsecond=0)
    wanted = Mark(session, person, posting, AttendanceState.PRESENT, signed_in_at=signed_at)
    return _put(wanted, by=by, at=at)


def require_running(session: ClassSession, *, by: Authority) -> None:
    """Sign-in is run by the organiser or by the provider of the class. Raises RuleBroken for anybody else."""
    organiser, provider = session.training_class.organiser, session.training_class.provider
    if not (provider and by.may(Permission.RUN_SIGN_IN, provider)):
        require(by, Permission.RUN_SIGN_IN, organiser)


def posting_on(person: Person, day: date) -> Posting | None:
    """The primary posting held that day, never today's."""
    return all_postings().held_on(day).primary().filter(person=person).select_related("organisation").first()


@transaction.atomic
def withdraw_many(*, attendances: Iterable[Attendance], reason: str, by: Authority, at: datetime) -> int:
    """Take attendances back (the undo of an import): their credits are reversed, the rows deleted."""
    pks = [attendance.pk for attendance in attendances]
    credits = all_entries().standing().filter(source_type=SOURCE, source_id__in=pks, kind=HourKind.TRAINING)
    ledger.reverse_many(entries=list(credits), reason=reason, by=by, at=at)
    Attendance.objects.filter(pk__in=pks).delete()
    events.record("courses.attendances.withdrawn", by=by, at=at, data={"count": len(pks)})
    return len(pks)


def scheduled_range(session: ClassSession) -> DateTimeTZRange:
    """The session's scheduled time in Asia/Shanghai."""
    start = datetime.combine(session.held_on, session.starts_at, clock.SHANGHAI)
    finish = datetime.combine(session.held_on, session.ends_at, clock.SHANGHAI)
    return DateTimeTZRange(start, finish)


def _put(wanted: Mark, *, by: Authority, at: datetime) -> Attendance:
    standing = (
        Attendance.objects.select_for_update().filter(session=wanted.session, person=wanted.person).first()
    )
    fresh = _attendance(wanted, by=by)
    attendance = _insert([fresh])[0] if standing is None else _change(standing, fresh)
    _mirror_in_ledger(attendance, reason=wanted.reason, by=by, at=at)
    events.record(
        "courses.attendance.marked", by=by, at=at, subject=attendance,
        data={"state": wanted.state.value, "session": wanted.session.pk},
    )  # fmt: skip
    return attendance


def _change(standing: Attendance, fresh: Attendance) -> Attendance:
    for name in ("state", "scheduled", "note", "reason", "marked_by", "approved_by"):
        setattr(standing, name, getattr(fresh, name))
    standing.signed_in_at = fresh.signed_in_at or standing.signed_in_at
    standing.signed_out_at = fresh.signed_out_at or standing.signed_out_at
    try:
        with transaction.atomic():
            standing.save()
    except IntegrityError as error:
        raise _elsewhere() from error
    return standing


def _mirror_in_ledger(attendance: Attendance, *, reason: str, by: Authority, at: datetime) -> None:
    standing = all_entries().standing().of_source(SOURCE, attendance.pk, HourKind.TRAINING).first()
    counts = attendance.state in CREDITED_STATES
    if counts and standing is None:
        ledger.credit_many(credits=list(_credits([attendance], reason=reason)), by=by, at=at)
    elif not counts and standing is not None:
        ledger.reverse(entry=standing, reason=reason or "签到状态更正", by=by, at=at)


def _attendance(wanted: Mark, *, by: Authority) -> Attendance:
    counts = wanted.state in CREDITED_STATES
    return Attendance(
        session=wanted.session, person=wanted.person, posting=wanted.posting, state=wanted.state,
        scheduled=scheduled_range(wanted.session) if counts else None, signed_in_at=wanted.signed_in_at,
        signed_out_at=wanted.signed_out_at, note=wanted.note, reason=wanted.reason, marked_by=by.person_id,
        approved_by=by.person_id if wanted.state in NEEDS_A_REASON else None,
    )  # fmt: skip


def _insert(attendances: list[Attendance]) -> list[Attendance]:
    try:
        with transaction.atomic():
            return Attendance.objects.bulk_create(attendances, batch_size=1_000)
    except IntegrityError as error:
        raise _elsewhere() from error


def _elsewhere() -> RuleBroken:
    return RuleBroken(
        "attendance.two_places", "同一时间已在另一课次签到，一个人不能同时在两处。请核对后再记。"
    )


def _credits(attendances: Iterable[Attendance], *, reason: str) -> Iterable[ledger.Credit]:
    versions: dict[tuple[date, str], str] = {}
    for attendance in attendances:
        if attendance.state not in CREDITED_STATES:
            continue
        session, organiser = attendance.session, attendance.session.training_class.organiser
        key = (session.held_on, organiser.area_code)
        if key not in versions:
            versions[key] = all_rules().in_force(RULE, on=key[0], area_code=key[1]).version
        yield ledger.Credit(
            person_id=attendance.person_id, posting=attendance.posting, minutes=session.minutes,
            kind=HourKind.TRAINING, activity_on=session.held_on, source_type=SOURCE, source_id=attendance.pk,
            rule_version=versions[key], reason=reason, organiser=organiser,
        )  # fmt: skip


def standing_entry(attendance: Attendance) -> HourEntry | None:
    return all_entries().standing().of_source(SOURCE, attendance.pk, HourKind.TRAINING).first()
