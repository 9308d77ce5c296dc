"""Attendance and, in the same transaction, the hours that it earns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core import clock, events
from core.errors import RuleBroken
from core.words import gettext_noop
from courses.models import Attendance, ClassSession
from courses.permissions import can_run_sign_in
from courses.services import presence
from courses.sign_in_words import TIMED_WAYS, SignInWay
from courses.words import CAME_STATES, CREDITED_STATES, AttendanceState
from hours.models import HourEntry
from hours.querysets import all_entries
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.querysets import all_rules
from organisations.roles import Permission
from people.models import Person, Posting
from people.querysets import all_postings

SOURCE = "courses.attendance"
RULE = "attendance.credit"
CORRECTED = gettext_noop("签到状态更正")
# In the ledger: a present person is never refused, not even in a filed period.
SCANNED = gettext_noop("现场扫码签到")
ASSISTED = gettext_noop("班主任代扫签到")
SIGNED_OUT = gettext_noop("签退后按在场时间重新计算")
NEEDS_A_REASON: frozenset[AttendanceState] = frozenset({AttendanceState.LATE_MARK, AttendanceState.MAKE_UP})
# What the rule about late and early decides between; every other state is somebody's word.
JUDGED: frozenset[AttendanceState] = frozenset(
    {
        AttendanceState.PRESENT,
        AttendanceState.LATE,
        AttendanceState.LEFT_EARLY,
        AttendanceState.TOO_SHORT,
    }
)


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
    way: SignInWay = SignInWay.HAND
    minutes_present: int | None = None


@transaction.atomic
def record_many(*, marks: Sequence[Mark], by: Authority, at: datetime, reason: str = "") -> list[Attendance]:
    """Record new attendances of past sessions (an import) and credit them, with one event.

    A 补课 needs no enrolment, absence or seat. `reason` stands in the ledger; a filed period asks for one. Raises
    RuleBroken where somebody is in two places at once or is recorded for a session twice.
    """
    for organiser in {mark.session.training_class.organiser for mark in marks}:
        require(by, Permission.IMPORT_TRAINING, organiser)
    imported = [replace(mark, way=SignInWay.IMPORTED) for mark in marks]
    attendances = insert([attendance_of(mark, by=by) for mark in imported])
    ledger.credit_many(credits=list(credits_of(attendances, reason=reason)), by=by, at=at)
    events.record("courses.attendances.recorded", by=by, at=at, data={"count": len(attendances)})
    return attendances


@transaction.atomic
def mark(*, mark: Mark, by: Authority, at: datetime) -> Attendance:
    """Mark one person in one session by hand: roll-call, 补签, 补课, leave. A changed state is mirrored in the ledger.

    The posting is the one held on the session's date, whatever the caller says. Raises RuleBroken without a reason
    for 补签, 补课 and 请假, before the day of the session, or where the person is elsewhere at that time.
    """
    require_running(mark.session, by=by)
    if mark.state in NEEDS_A_REASON and not mark.reason.strip():
        raise RuleBroken("attendance.reason_missing", "补签、补课要写明理由。")
    if mark.state == AttendanceState.LEAVE and not (mark.reason.strip() or mark.note.strip()):
        raise RuleBroken("attendance.reason_missing", "请假要写明事由，一个词就够，例如“病假”。")
    if mark.state in CREDITED_STATES and clock.date_of(at) < mark.session.held_on:
        raise RuleBroken("attendance.not_yet", "这一课次还没有到上课日期，不能先记到课。请到上课当天再记。")
    lock(mark.person)
    hold_open(mark.session)
    return put(mark, ledger_reason=mark.reason, by=by, at=at)


@transaction.atomic
def sign_in(*, session: ClassSession, person: Person, by: Authority, at: datetime) -> Attendance:
    """The person's own scan. The same scan again changes nothing. The caller has checked the code.

    Being on the list is not asked: whoever is there is recorded. Raises RuleBroken for somebody else, where sign-in
    is not open today, or where the person is signed in elsewhere at that time.
    """
    _require_own(person, by=by)
    return _arrive(session, person, way=SignInWay.SCAN, ledger_reason=SCANNED, by=by, at=at)


@transaction.atomic
def sign_in_for(*, session: ClassSession, person: Person, by: Authority, at: datetime) -> Attendance:
    """代扫: whoever runs the class has scanned the person's own code. The caller has checked the code.

    The same again changes nothing. Raises RuleBroken as the person's own scan does.
    """
    require_running(session, by=by)
    return _arrive(session, person, way=SignInWay.ASSISTED, ledger_reason=ASSISTED, by=by, at=at)


@transaction.atomic
def sign_out(*, session: ClassSession, person: Person, by: Authority, at: datetime) -> Attendance:
    """The person's own scan on leaving. A later one counts instead of an earlier one; the caller has checked the code.

    The rule about late and early decides anew, and the ledger follows. Raises RuleBroken for somebody else, without a
    sign-in, where sign-out is not open today, or where the person is elsewhere at that time.
    """
    _require_own(person, by=by)
    return _leave(session, person, by=by, at=at)


@transaction.atomic
def sign_out_for(*, session: ClassSession, person: Person, by: Authority, at: datetime) -> Attendance:
    """代扫 on leaving: whoever runs the class has scanned the person's own code. The caller has checked the code.

    Raises RuleBroken as the person's own scan does.
    """
    require_running(session, by=by)
    return _leave(session, person, by=by, at=at)


def _leave(session: ClassSession, person: Person, *, by: Authority, at: datetime) -> Attendance:
    lock(person)
    standing = (
        Attendance.objects.select_related("posting__organisation")
        .filter(session=session, person=person, state__in=CAME_STATES)
        .first()
    )
    if standing is None:
        raise RuleBroken(
            "attendance.not_signed_in", "这一课次还没有签到，不能签退。请先签到，或由班主任补签。"
        )
    hold_open(session)
    if session.sign_out_opened_at is None or clock.date_of(at) != session.held_on:
        raise RuleBroken(
            "attendance.sign_out_not_open", "这一课次现在没有开放签退。请由班主任记下离开的时间。"
        )
    standing.session = session
    standing.signed_out_at = max(presence.minute_at(at), standing.signed_out_at or time.min)
    found = presence.judge(session, came=arrived_at(standing), left=standing.signed_out_at)
    standing.minutes_present = found.minutes
    if standing.state in JUDGED and standing.way not in {SignInWay.HAND, SignInWay.IMPORTED, ""}:
        standing.state = found.state
        standing.scheduled = scheduled_range(session) if found.state in CREDITED_STATES else None
    _save(standing)
    mirror_in_ledger(standing, reason=SIGNED_OUT, by=by, at=at)
    events.record(
        "courses.attendance.signed_out", by=by, at=at, subject=standing,
        data={"state": str(standing.state), "session": session.pk},
    )  # fmt: skip
    return standing


def arrived_at(attendance: Attendance) -> time | None:
    """When the person came, where the recorded time says so: a roll-call comes when it comes."""
    if attendance.way in TIMED_WAYS or attendance.state == AttendanceState.LATE:
        return attendance.signed_in_at
    return None


def require_running(session: ClassSession, *, by: Authority) -> None:
    """Sign-in is run by the organiser or by the provider of the class. Raises RuleBroken for anybody else."""
    if not can_run_sign_in(by, session.training_class):
        require(by, Permission.RUN_SIGN_IN, session.training_class.organiser)


def posting_on(person: Person, day: date) -> Posting | None:
    """The primary posting held that day, never today's."""
    return all_postings().held_on(day).primary().filter(person=person).select_related("organisation").first()


@transaction.atomic
def withdraw_many(*, attendances: Iterable[Attendance], reason: str, by: Authority, at: datetime) -> int:
    """Take attendances back (the undo of an import): their credits are reversed, the rows deleted."""
    pks = [attendance.pk for attendance in attendances]
    for organiser in Organisation.objects.filter(organised__sessions__attendances__in=pks).distinct():
        require(by, Permission.IMPORT_TRAINING, organiser)
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


def lock(person: Person) -> None:
    """One at a time for one person: two screens scanned at once wait here instead of meeting in a constraint."""
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def hold_open(session: ClassSession) -> bool:
    """Whether sign-in is open; it stays so until this transaction ends. What the caller knows of it is renewed.

    Those who sign in share the session. Closing it waits for them, and they for it, so that it counts everybody: the
    foreign key alone would be looked at only when they commit.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT opened_at, closed_at, sign_out_opened_at FROM courses_classsession WHERE id = %s FOR SHARE",
            [session.pk],
        )
        row = cursor.fetchone()
    if row is None:
        return False
    session.opened_at, session.closed_at, session.sign_out_opened_at = row
    return session.opened_at is not None and session.closed_at is None


def _require_own(person: Person, *, by: Authority) -> None:
    if not by.is_system and by.person_id != person.pk:
        raise RuleBroken("attendance.not_yours", "扫码只能为本人签到。请本人登录后再扫。")


def _arrive(
    session: ClassSession, person: Person, *, way: SignInWay, ledger_reason: str, by: Authority, at: datetime
) -> Attendance:
    lock(person)
    standing = Attendance.objects.filter(session=session, person=person).first()
    if standing is not None and standing.state in CAME_STATES:
        return standing
    if not hold_open(session) or clock.date_of(at) != session.held_on:
        raise RuleBroken("attendance.not_open", "这一课次现在没有开放签到。请找班主任补签。")
    came = presence.minute_at(at)
    found = presence.judge(session, came=came, left=None)
    wanted = Mark(
        session, person, None, found.state, signed_in_at=came, way=way, minutes_present=found.minutes
    )
    return put(wanted, ledger_reason=ledger_reason, by=by, at=at)


def put(asked: Mark, *, ledger_reason: str, by: Authority, at: datetime) -> Attendance:
    """Write one mark. The person is locked by the caller, so what stands is what the change starts from."""
    wanted = replace(asked, posting=posting_on(asked.person, asked.session.held_on))
    standing = Attendance.objects.filter(session=wanted.session, person=wanted.person).first()
    fresh = attendance_of(wanted, by=by)
    attendance = insert([fresh])[0] if standing is None else change(standing, fresh)
    mirror_in_ledger(attendance, reason=ledger_reason, by=by, at=at)
    events.record(
        "courses.attendance.marked", by=by, at=at, subject=attendance,
        data={"state": wanted.state.value, "session": wanted.session.pk, "way": wanted.way.value},
    )  # fmt: skip
    return attendance


def change(standing: Attendance, fresh: Attendance) -> Attendance:
    """Let what stands say what the new mark says; times and minutes that it does not know stay."""
    for name in (
        "session", "state", "posting", "scheduled", "note", "reason", "way", "marked_by", "approved_by",
    ):  # fmt: skip
        setattr(standing, name, getattr(fresh, name))
    for name in ("signed_in_at", "signed_out_at", "minutes_present"):
        known = getattr(fresh, name)
        setattr(standing, name, getattr(standing, name) if known is None else known)
    return _save(standing)


def _save(standing: Attendance) -> Attendance:
    try:
        with transaction.atomic():
            standing.save()
    except IntegrityError as error:
        raise refusal(error) from error
    return standing


def mirror_in_ledger(attendance: Attendance, *, reason: str, by: Authority, at: datetime) -> None:
    """Credit what counts now, reverse what counts no more."""
    standing = standing_entry(attendance)
    counts = attendance.state in CREDITED_STATES
    if counts and standing is None:
        ledger.credit_many(credits=list(credits_of([attendance], reason=reason)), by=by, at=at)
    elif not counts and standing is not None:
        ledger.reverse(entry=standing, reason=reason or CORRECTED, by=by, at=at)


def attendance_of(wanted: Mark, *, by: Authority) -> Attendance:
    """The row that a mark asks for, not written yet."""
    counts = wanted.state in CREDITED_STATES
    return Attendance(
        session=wanted.session, person=wanted.person, posting=wanted.posting, state=wanted.state,
        scheduled=scheduled_range(wanted.session) if counts else None, signed_in_at=wanted.signed_in_at,
        signed_out_at=wanted.signed_out_at, note=wanted.note, reason=wanted.reason, marked_by=by.person_id,
        approved_by=by.person_id if wanted.state in NEEDS_A_REASON else None, way=wanted.way,
        minutes_present=wanted.minutes_present,
    )  # fmt: skip


def insert(attendances: list[Attendance]) -> list[Attendance]:
    """Write new rows. Raises RuleBroken where one stands already or somebody would be in two places."""
    try:
        with transaction.atomic():
            return Attendance.objects.bulk_create(attendances, batch_size=1_000)
    except IntegrityError as error:
        raise refusal(error) from error


def refusal(error: IntegrityError) -> RuleBroken:
    """Which of the two constraints on attendance spoke; the person is not named."""
    if "attended_once" in str(error):
        return RuleBroken("attendance.twice", "同一人在同一课次已有签到记录。请核对名单后再记。")
    return RuleBroken(
        "attendance.two_places", "同一时间已在另一课次签到，一个人不能同时在两处。请与班主任核对。"
    )


def credits_of(attendances: Iterable[Attendance], *, reason: str) -> Iterable[ledger.Credit]:
    """What the attendances earn; those of a class that gives no credit earn nothing."""
    versions: dict[tuple[date, str], str] = {}
    for attendance in attendances:
        if attendance.state not in CREDITED_STATES:
            continue
        session, organiser = attendance.session, attendance.session.training_class.organiser
        if not session.training_class.gives_credit:
            continue
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
