"""By when a complaint is answered, where a rule row says so. None is shipped: no document was found that sets one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from inbox.models import Complaint
from organisations.models import Rule
from organisations.querysets import all_rules

ANSWER_RULE = "complaint.answer_days"  # calendar days from the day of receipt


@dataclass(frozen=True)
class AnswerTime:
    days: int
    is_verified: bool

    def due_on(self, complaint: Complaint) -> date:
        """The last day."""
        return clock.date_of(complaint.received_at) + timedelta(days=self.days)


def answer_time(*, on: date) -> AnswerTime | None:
    """What the rule row in force says; None without one."""
    try:
        row = all_rules().in_force(ANSWER_RULE, on=on)
    except Rule.DoesNotExist:
        return None
    return AnswerTime(int(row.value), row.is_verified)
