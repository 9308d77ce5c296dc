"""Many marks of one session at once, for paper and for lists of webinars: few queries, however many people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from core.errors import RuleBroken
from courses.models import Attendance, ClassSession
from courses.querysets import all_attendances
from courses.services import attendance
from courses.services.attendance import SOURCE, Mark, credits_of
from courses.words import CREDITED_STATES
from hours.querysets import all_entries
from hours.services import ledger
from hours.words import HourKind
from organisations.authority import Authority
from people.models import Person, Posting
from people.querysets import all_postings


def lock_for_sheet(session: ClassSession, people: Sequence[Person]) -> None:
    """Hold the people, always in the same order, and then the session, as a single mark does."""
    wanted = Person.objects.filter(pk__in=[person.pk for person in people])
    list(wanted.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    attendance.hold_open(session)


def postings_on(people: Sequence[Person], day: date) -> dict[int, Posting]:
    """By person the primary posting held that day."""
    held = all_postings().held_on(day).primary().filter(person__in=people)
    return {posting.person_id: posting for posting in held.select_related("organisation")}


def write_marks(
    session: ClassSession, wanted: Sequence[Mark], *, reason: str, by: Authority, at: datetime
) -> list[Attendance]:
    """Write what is new or says something else than before, with its hours, and return it.

    The caller has locked the people and records the event. Raises RuleBroken where somebody is elsewhere at that time:
    the marks are named by their numbers.
    """
    _refuse_elsewhere(session, wanted)
    written = _write(session, wanted, by=by)
    _mirror(written, reason=reason, by=by, at=at)
    return written


def _refuse_elsewhere(session: ClassSession, wanted: Sequence[Mark]) -> None:
    counted = [mark.person.pk for mark in wanted if mark.state in CREDITED_STATES]
    elsewhere = set(
        all_attendances()
        .filter(person__in=counted, scheduled__overlap=attendance.scheduled_range(session))
        .exclude(session=session)
        .values_list("person", flat=True)
    )
    if elsewhere:
        places = [str(place) for place, mark in enumerate(wanted, 1) if mark.person.pk in elsewhere]
        raise RuleBroken(
            "paper.elsewhere", "录入的第%(places)s位同一时间已在另一课次签到。请核对后改为缺勤，或留空不录。",
            places="、".join(places),
        )  # fmt: skip


def _write(session: ClassSession, wanted: Sequence[Mark], *, by: Authority) -> list[Attendance]:
    """The rows that are new or say something else than before."""
    found = all_attendances().filter(session=session, person__in=[mark.person for mark in wanted])
    standing = {one.person_id: one for one in found}
    fresh, changed = [], []
    for mark in wanted:
        before = standing.get(mark.person.pk)
        if before is None:
            fresh.append(attendance.attendance_of(mark, by=by))
        elif not _says_the_same(before, mark):
            changed.append(attendance.change(before, attendance.attendance_of(mark, by=by)))
    return [*attendance.insert(fresh), *changed]


def _says_the_same(standing: Attendance, mark: Mark) -> bool:
    times = ((mark.signed_in_at, standing.signed_in_at), (mark.signed_out_at, standing.signed_out_at))
    return standing.state == mark.state and all(wanted in {None, known} for wanted, known in times)


def _mirror(written: Iterable[Attendance], *, reason: str, by: Authority, at: datetime) -> None:
    counts = [one for one in written if one.state in CREDITED_STATES]
    others = [one.pk for one in written if one.state not in CREDITED_STATES]
    gone = all_entries().standing().filter(source_type=SOURCE, source_id__in=others, kind=HourKind.TRAINING)
    ledger.reverse_many(entries=list(gone), reason=reason, by=by, at=at)
    ledger.credit_many(credits=list(credits_of(counts, reason=reason)), by=by, at=at)
