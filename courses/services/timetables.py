"""Several sessions of a class at once; what cannot be at the same time is named before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core import events
from core.errors import RuleBroken
from core.sentences import Sentence, say, together
from courses.models import ClassSession, TrainingClass
from courses.querysets import all_classes, all_sessions
from courses.rules.timetables import Line, Taken, conflicts
from courses.services import classes, lecturers
from courses.services.classes import SessionDetails, insert_sessions, lock
from courses.words import ClassState, HalfDay
from organisations.authority import Authority


@transaction.atomic
def plan(
    *, training_class: TrainingClass, lines: Sequence[Line], accepts: bool, by: Authority, at: datetime
) -> list[ClassSession]:
    """Add the lines to the timetable. Raises RuleBroken for an empty plan, a day outside the class, two sessions that
    begin at one time, a lecturer's name that means several of the register, and, unless the actor `accepts` them,
    conflicts in time.
    """
    locked = lock(training_class, by=by)
    if not lines:
        raise RuleBroken("timetable.empty", "还没有填写课程。请至少填写一个课次，或粘贴课程安排。")
    if any(not locked.starts_on <= line.held_on <= locked.ends_on for line in lines):
        raise RuleBroken("timetable.other_day", "有课次不在开班与结班日期之间。请核对，或先修改班次的日期。")
    rows = lecturers.named([_details(line) for line in lines], organiser=locked.organiser)
    named = [_line(row) for row in rows]
    _require_free(conflicts(named, taken(locked, named, by=by)), accepts=accepts)
    made = insert_sessions([(locked, row) for row in rows])
    events.record("courses.sessions.added", by=by, at=at, data={"ids": [session.pk for session in made]})
    return made


@transaction.atomic
def add_one(
    *, training_class: TrainingClass, details: SessionDetails, accepts: bool, by: Authority, at: datetime
) -> ClassSession:
    """One session; its lecturer is looked up in the register.

    Raises RuleBroken as `classes.add_sessions`, and, unless the actor `accepts` it, where the lecturer teaches in
    another class that half day.
    """
    row = _checked(training_class, details, accepts=accepts, by=by)
    return classes.add_sessions(rows=[(training_class, row)], by=by, at=at)[0]


@transaction.atomic
def edit_one(
    *, session: ClassSession, details: SessionDetails, accepts: bool, by: Authority, at: datetime
) -> ClassSession:
    """`classes.edit_session` with the same two looks at the lecturer as `add_one`."""
    row = _checked(session.training_class, details, accepts=accepts, by=by)
    return classes.edit_session(session=session, details=row, by=by, at=at)


def _checked(
    training_class: TrainingClass, details: SessionDetails, *, accepts: bool, by: Authority
) -> SessionDetails:
    [row] = lecturers.named([details], organiser=training_class.organiser)
    line = _line(row)
    elsewhere = [one for one in taken(training_class, [line], by=by) if one.class_name]
    _require_free(conflicts([line], elsewhere), accepts=accepts)
    return row


def _require_free(found: list[Sentence], *, accepts: bool) -> None:
    if found and not accepts:
        raise RuleBroken(
            "timetable.conflict",
            "时间有冲突：%(conflicts)s。请改时间，或勾选“仍然保存”。",
            conflicts=together(found),
        )


def taken(training_class: TrainingClass, lines: Iterable[Line], *, by: Authority) -> list[Taken]:
    """What stands on the days of the lines: the class's own, and elsewhere what their lecturers teach. Two questions."""
    days = {line.held_on for line in lines}
    names = {line.lecturer for line in lines if line.lecturer}
    entries = {line.entry for line in lines if line.entry}
    own = all_sessions().filter(training_class=training_class, held_on__in=days)
    theirs = all_sessions().filter(Q(lecturer__in=names) | Q(lecturer_entry__in=entries), held_on__in=days)
    theirs = theirs.exclude(training_class=training_class).exclude(training_class__state=ClassState.CANCELLED)
    seen = set(all_classes().visible_to(by).filter(sessions__in=theirs).values_list("pk", flat=True))
    return [
        *(_taken(session, "") for session in own),
        *(_taken(session, _class_name(session, seen)) for session in theirs.select_related("training_class")),
    ]


def _class_name(session: ClassSession, seen: set[int]) -> Sentence:
    """Of a class that the actor may not see only that there is one."""
    if session.training_class_id in seen:
        return say("“%(name)s”", name=session.training_class.name)
    return say("其他单位的班次")


def _taken(session: ClassSession, class_name: Sentence | str) -> Taken:
    return Taken(
        session.held_on, session.starts_at, session.ends_at, session.topic, session.lecturer, class_name,
        HalfDay(session.half_day), session.lecturer_entry_id,
    )  # fmt: skip


def _details(line: Line) -> SessionDetails:
    return SessionDetails(
        held_on=line.held_on, half_day=line.half_day, starts_at=line.starts_at, ends_at=line.ends_at,
        minutes=line.minutes, topic=line.topic, lecturer=line.lecturer, lecturer_title=line.lecturer_title,
        lecturer_unit=line.lecturer_unit,
    )  # fmt: skip


def _line(row: SessionDetails) -> Line:
    return Line(
        row.held_on, row.half_day, row.starts_at, row.ends_at, row.topic, row.lecturer, row.lecturer_title,
        row.lecturer_unit, row.lecturer_entry.pk if row.lecturer_entry else None,
    )  # fmt: skip
