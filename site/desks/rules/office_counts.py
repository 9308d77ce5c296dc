"""What the office desk counts for each station or county. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from reporting.rules.completion import Completion


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """Persons, each at the primary posting: the pre-service training, and who was supervised this month."""

    completion: Completion = field(default_factory=Completion)
    supervised: int = 0

    def __add__(self, other: OfficeCounts) -> OfficeCounts:
        return OfficeCounts(self.completion + other.completion, self.supervised + other.supervised)
