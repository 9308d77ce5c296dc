"""The shipped plans, asked of everybody; and what an officer decided about one worker."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core import clock
from courses.plan_words import PauseKind
from courses.services import plan_decisions, plans
from organisations.authority import SYSTEM
from people.models import Person
from tests.generators.coursework import PDF


def planned(worker: Person, *, at: datetime) -> dict[str, Any]:
    """A pause that goes on, a waiver that is over, and accepted evidence."""
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    today = clock.date_of(at)
    grounds = plan_decisions.Grounds("照单位的证明", "请假单")
    plan_decisions.waive(
        person=worker, code="in-service", key="", first_day=today - timedelta(days=9),
        last_day=today - timedelta(days=3), grounds=grounds, by=SYSTEM, at=at,
    )  # fmt: skip
    plan_decisions.accept(
        person=worker, code="in-service", key="hours", day=today, last_day=None, minutes=360, grounds=grounds,
        by=SYSTEM, at=at,
    )  # fmt: skip
    pause = plan_decisions.pause(
        person=worker, kind=PauseKind.LEAVE, first_day=today - timedelta(days=2), last_day=None,
        grounds=replace(grounds, file=PDF), by=SYSTEM, at=at,
    )  # fmt: skip
    return {"pause": pause}
