"""The forms of one class: its timetable, its roster, its sign-in sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from core.sentences import Sentence, full_date, say
from courses.models import Attendance, ClassSession, TrainingClass
from courses.querysets import all_attendances, all_sessions, people_of_class
from courses.words import AttendanceState, ClassKind, HalfDay
from people.models import Person, Posting
from people.querysets import all_people, all_postings
from people.rules import masked_phone
from people.words import Education, Gender, PostKind, QualificationLevel
from reporting.querysets.official.asked import Question, day_text, month_text
from reporting.querysets.official.identities import IDENTITY, identity_texts
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Value, numbered, row
from reporting.words import Level, Side

_FLAGS = {AttendanceState.LATE, AttendanceState.LEFT_EARLY, AttendanceState.ABSENT}
_EXPLAINED = {AttendanceState.LATE_MARK, AttendanceState.MAKE_UP}


def timetable(question: Question) -> Computed:
    held = class_of(question)
    table = question.form.table("sessions")
    sessions = all_sessions().filter(training_class=held).select_related("lecturer_organisation")
    rows = tuple(row(table, _session(held, one)) for one in sessions)
    return _computed(question, (Part(table, table.caption, rows),))


def _session(held: TrainingClass, one: ClassSession) -> dict[str, Value | Plain]:
    asked = {"side": Side.ORGANISER.value, "level": Level.PEOPLE.value, "session": str(one.public_id)}
    return {
        "day": day_text(one.held_on),
        "half_day": HalfDay(one.half_day).label,
        "times": f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}",
        "minutes": Value(one.minutes, Opens.of("lines", **asked)),
        "topic": one.topic,
        "kind": ClassKind(held.kind).label,
        "lecturer": one.lecturer,
        "title": one.lecturer_title,
        "from": one.lecturer_from or None,
        "venue": held.venue,
        "compulsory": say("是") if one.is_compulsory else say("否"),
    }


def roster(question: Question) -> Computed:
    """Everybody of the class; identity numbers and phones by their last four digits alone."""
    held = class_of(question)
    table = question.form.table("people")
    people = list(people_of_class(held))
    posted = posts_on(people, held.starts_on)
    shown = [one for one in people if is_wanted(question, posted.get(one.pk))]
    identity = identity_texts(question, shown)
    rows = numbered(table, (_person(one, posted.get(one.pk)) | {IDENTITY: identity(one)} for one in shown))
    notes = (split_note(posted.get(one.pk) for one in shown),)
    return _computed(question, (Part(table, table.caption, rows),), notes)


def _person(one: Person, post: Posting | None) -> dict[str, Value | Plain]:
    return {
        "name": one.name,
        "gender": Gender(one.gender).label,
        "born": month_text(one.birth_month),
        "organisation": post.organisation.name if post else None,
        "post": post_label(post),
        "duty": post.title if post else None,
        "education": Education(one.education).label,
        "major": one.major,
        "level": QualificationLevel(one.qualification).label,
        "hired": day_text(one.hired_on),
        "phone": masked_phone(one.phone or ""),
    }


def sign_in(question: Question) -> Computed:
    """A sheet for each half day: whoever is on the list, and whoever came without being on it."""
    held = class_of(question)
    sessions = list(all_sessions().filter(training_class=held))
    marks = list(all_attendances().of_class(held))
    people = {one.pk: one for one in people_of_class(held)}
    posted = posts_on(list(people.values()), held.starts_on)
    approvers = _names({mark.approved_by for mark in marks if mark.approved_by})
    by_session: dict[int, dict[int, Attendance]] = {}
    for mark in marks:
        by_session.setdefault(mark.session_id, {})[mark.person_id] = mark
    table = question.form.table("session")
    wanted = [one for one in people.values() if is_wanted(question, posted.get(one.pk))]
    parts = tuple(
        Part(
            table, _sheet_title(session),
            numbered(table, (
                _mark(one, posted.get(one.pk), by_session.get(session.pk, {}).get(one.pk), approvers)
                for one in wanted
            )),
        )
        for session in sessions
    )  # fmt: skip
    return _computed(question, parts, (split_note(posted.get(one.pk) for one in wanted),))


def _sheet_title(session: ClassSession) -> Sentence:
    return say(
        "%(day)s%(half_day)s %(topic)s",
        day=full_date(session.held_on),
        half_day=HalfDay(session.half_day),
        topic=session.topic,
    )


def _mark(
    one: Person, post: Posting | None, mark: Attendance | None, approvers: dict[int, str]
) -> dict[str, Value | Plain]:
    found: dict[str, Value | Plain] = {
        "name": one.name, "organisation": post.organisation.name if post else None, "post": post_label(post),
    }  # fmt: skip
    if mark is None:
        return found
    state = AttendanceState(mark.state)
    found |= {
        "came": f"{mark.signed_in_at:%H:%M}" if mark.signed_in_at else None,
        "left": f"{mark.signed_out_at:%H:%M}" if mark.signed_out_at else None,
        "late": state.label if state in _FLAGS else None,
        "leave": state.label if state is AttendanceState.LEAVE else None,
    }
    if state in _EXPLAINED:
        found["reason"] = say("%(state)s：%(reason)s", state=state, reason=mark.reason or mark.note)
        found["approver"] = approvers.get(mark.approved_by or 0)
    return found


def posts_on(people: Sequence[Person], day: date) -> dict[int, Posting]:
    """The primary posting of each that day; one question."""
    held = all_postings().held_on(day).primary().filter(person__in=people).select_related("organisation")
    return {one.person_id: one for one in held}


class InPost(Protocol):
    """A posting, or what a long form keeps of one."""

    @property
    def post_kind(self) -> str: ...


def post_label(post: InPost | None) -> Sentence | None:
    return PostKind(post.post_kind).label if post else None


def split_note(posts: Iterable[InPost | None]) -> Sentence:
    """How many of the lines are of which kind of post: both kinds are told apart on every form."""
    counted = dict.fromkeys(PostKind, 0)
    for post in posts:
        counted[PostKind(post.post_kind) if post else PostKind.OTHER] += 1
    return say(
        "服务性岗位%(service)s人，事务性岗位%(administrative)s人，其他%(other)s人。",
        service=counted[PostKind.SERVICE],
        administrative=counted[PostKind.ADMINISTRATIVE],
        other=counted[PostKind.OTHER],
    )


def is_wanted(question: Question, post: Posting | None) -> bool:
    """Whether a post of this kind was asked for; nobody's post is an other one."""
    return question.post is None or (post.post_kind if post else PostKind.OTHER) == question.post


def _names(ids: set[int]) -> dict[int, str]:
    return dict(all_people().filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def class_of(question: Question) -> TrainingClass:
    """The class that the form asks for."""
    assert question.training_class is not None  # noqa: S101 - the form asks for a class
    return question.training_class


def _computed(question: Question, parts: tuple[Part, ...], notes: tuple[Sentence, ...] = ()) -> Computed:
    return Computed(question.form, question.title, question.facts(), parts, question.at, notes)
