"""The rule about late, early and too short, with the thresholds in force at the organiser's place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from core import clock
from courses.models import ClassSession
from courses.rules import presence as rules
from courses.rules.presence import Hours, Presence, Thresholds
from organisations.querysets import all_rules

KEYS = ("attendance.late_minutes", "attendance.early_minutes", "attendance.least_percent")


def thresholds_for(session: ClassSession) -> Thresholds:
    found = all_rules().all_in_force(
        KEYS, on=session.held_on, area_code=session.training_class.organiser.area_code
    )
    return Thresholds(*(int(found[key].value) for key in KEYS))


def hours_of(session: ClassSession) -> Hours:
    """The scheduled times, and when sign-in was opened if that was on the day."""
    opened = session.opened_at.astimezone(clock.SHANGHAI) if session.opened_at else None
    of_the_day = opened.time() if opened and opened.date() == session.held_on else None
    return Hours(session.starts_at, session.ends_at, of_the_day)


def judge(session: ClassSession, *, came: time | None, left: time | None) -> Presence:
    """What the rule makes of one stay. An unknown coming or going is taken as in time."""
    return rules.judge(hours_of(session), came=came, left=left, thresholds=thresholds_for(session))


def judge_spans(
    session: ClassSession, spans: Iterable[tuple[int, int]], *, thresholds: Thresholds
) -> Presence:
    """Of several stays, in minutes since midnight. The caller asks for the thresholds once for all people."""
    return rules.judge_spans(hours_of(session), spans, thresholds=thresholds)


def minute_at(at: datetime) -> time:
    """The time of day in Shanghai, without seconds."""
    return at.astimezone(clock.SHANGHAI).time().replace(second=0, microsecond=0)
