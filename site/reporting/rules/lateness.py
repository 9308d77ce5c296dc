"""逾期: how many days after its due day a filing was made. Pure functions over days in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Lateness:
    """`due_on` is the last day in time; `days` is 0 for whoever was in time."""

    due_on: date
    days: int

    @classmethod
    def of(cls, due_on: date, filed_on: date) -> Lateness:
        return cls(due_on, max((filed_on - due_on).days, 0))

    def as_record(self) -> dict[str, Any]:
        return {"due_on": self.due_on.isoformat(), "days": self.days}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Lateness:
        return cls(date.fromisoformat(record["due_on"]), record["days"])
