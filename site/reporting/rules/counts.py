"""The figures of a row with what official forms show beside them."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.rules.figures import NOTHING, Figures
from reporting.rules.metrics import Metric
from reporting.rules.quantities import Deliveries, People, Quantity, Ratio, Share, Xueshi
from reporting.words import Figure, VisitsUnit


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted over some lines."""

    figures: Figures = NOTHING
    sessions: int = 0
    xueshi: int = 0

    def measured(self, metric: Metric) -> Quantity | Ratio:
        """Raises KeyError for a metric that is not counted over lines of attendance."""
        if metric.figure is Figure.VISITS:
            return self.figures.visits(VisitsUnit(metric.code.removeprefix("visits.")))
        if metric.figure is not None:
            return self.figures.quantity(metric.figure, VisitsUnit.PERSON_DAY)
        people = self.figures.quantity(Figure.PEOPLE, VisitsUnit.PERSON_DAY)
        found: dict[str, Quantity | Ratio] = {
            "sessions": Deliveries(self.sessions),
            "xueshi": Xueshi(self.xueshi),
            "xueshi_per_person": Ratio(Xueshi(self.xueshi), people),
            "hours_per_person": Ratio(
                self.figures.quantity(Figure.PERSON_HOURS, VisitsUnit.PERSON_DAY), people
            ),
        }
        return found[metric.code]


NO_COUNTS = Counts()


@dataclass(frozen=True, slots=True)
class Staff:
    """People in post on the closing day; each of the others is part of them. `levels` are by certificate."""

    staff: int = 0
    trained: int = 0
    assistant: int = 0
    worker: int = 0
    senior: int = 0

    def __add__(self, other: Staff) -> Staff:
        """Every person counts at one primary posting, so places do add up."""
        return Staff(
            self.staff + other.staff, self.trained + other.trained, self.assistant + other.assistant,
            self.worker + other.worker, self.senior + other.senior,
        )  # fmt: skip

    @property
    def certified(self) -> int:
        return self.assistant + self.worker + self.senior

    def measured(self, metric: Metric) -> Quantity | Ratio:
        """Raises KeyError for a metric that is not counted over people in post."""
        found: dict[str, Quantity | Ratio] = {
            "staff": People(self.staff),
            "certified": People(self.certified),
            "coverage": Share(People(self.trained), People(self.staff)),
            "certified_rate": Share(People(self.certified), People(self.staff)),
        }
        return found[metric.code]
