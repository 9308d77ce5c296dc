"""iCalendar (RFC 5545): the sessions of classes as a calendar reads them. Names of people never stand in it.

A session keeps its UID for ever, also where it was taken off the timetable and only says that it is off. Its SEQUENCE
counts the changes that were made to it or to its class, its DTSTAMP is the moment of the last one; both come from the
events, so the same facts give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event, vDuration, vText, vUri

from core.clock import SHANGHAI
from core.events import happened_to
from core.models import Event as Happening
from courses.models import ClassSession, RemovedSession, TrainingClass
from courses.words import ClassState

PRODUCT = "-//Banyan//Training classes//ZH"
ASK_AGAIN = timedelta(hours=6)  # how often a subscriber is asked to come back
_OF_SESSIONS = ("courses.session.edited", "courses.session.removed")
_OF_CLASSES = ("courses.class.edited", "courses.class.cancelled")

Listed = ClassSession | RemovedSession


def calendar_of(sessions: Sequence[Listed], *, name: str, pages: Mapping[int, str]) -> bytes:
    """The file: lines of at most 75 bytes that end in CRLF, times in UTC.

    `sessions` come with their class, those that are off among them; `pages` are the addresses of the classes by id.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    changes = _changes(sessions)
    for session in sessions:
        calendar.add_component(_event(session, changes, pages.get(session.training_class_id, "")))
    return bytes(calendar.to_ical())


@dataclass(frozen=True)
class _Changes:
    """How often something was changed, and when last; by model and id."""

    counts: Counter[tuple[str, str]]
    last: dict[tuple[str, str], datetime]

    def of(self, session: Listed) -> tuple[int, datetime]:
        keys = [_key(ClassSession, _number(session)), _key(TrainingClass, session.training_class_id)]
        moments = [self.last[key] for key in keys if key in self.last]
        return sum(self.counts[key] for key in keys), max(moments, default=session.training_class.recorded_at)


def _changes(sessions: Sequence[Listed]) -> _Changes:
    """Two questions, however many sessions."""
    asked = (
        happened_to(ClassSession, {_number(one) for one in sessions}, _OF_SESSIONS),
        happened_to(TrainingClass, {one.training_class_id for one in sessions}, _OF_CLASSES),
    )
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], datetime] = {}
    for happening in [one for found in asked for one in found]:
        key = (happening.subject_type, happening.subject_id)
        counts[key] += 1
        last[key] = _later(last.get(key), happening)
    return _Changes(counts, last)


def _later(known: datetime | None, happening: Happening) -> datetime:
    return max(known, happening.occurred_at) if known else happening.occurred_at


def _key(model: type[ClassSession] | type[TrainingClass], pk: int) -> tuple[str, str]:
    return model._meta.label_lower, str(pk)


def _number(session: Listed) -> int:
    return session.session_number if isinstance(session, RemovedSession) else session.pk


def _event(session: Listed, changes: _Changes, page: str) -> Event:
    held, event = session.training_class, Event()
    sequence, changed_at = changes.of(session)
    is_off = isinstance(session, RemovedSession) or held.state == ClassState.CANCELLED
    event.add("uid", str(session.public_id))
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", _moment(session, session.starts_at))
    event.add("dtend", _moment(session, session.ends_at))
    event.add("summary", f"{session.topic}（{held.name}）")
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if held.venue:
        event.add("location", held.venue)
    if page:
        event.add("url", vUri(page))
    return event


def _moment(session: Listed, at: time) -> datetime:
    return datetime.combine(session.held_on, at, SHANGHAI).astimezone(UTC)
