"""For how many attendances of a class only the organiser's word stands, told to whoever answers for its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from courses.models import TrainingClass
from courses.querysets import all_attendances
from courses.sign_in_words import BY_THE_ORGANISER
from courses.words import AttendanceState
from organisations.authority import Authority
from organisations.roles import Permission

_WORD_ALONE = Q(way__in=BY_THE_ORGANISER) | Q(state__in={AttendanceState.LATE_MARK, AttendanceState.MAKE_UP})


@dataclass(frozen=True)
class Marks:
    """人次 of a class: all who came, and those among them whom nothing but the organiser's word puts there."""

    came: int
    by_hand: int

    @property
    def percent(self) -> int:
        """Rounded up: one of three hundred does not look like none."""
        return -(-100 * self.by_hand // self.came) if self.came else 0


def marks_of(classes: Iterable[TrainingClass], *, by: Authority) -> dict[int, Marks]:
    """By class, of those whose figures the actor reads and where somebody came; one question, however many classes."""
    told = [one.pk for one in classes if by.may(Permission.VIEW_FIGURES, one.organiser)]
    if not told:
        return {}
    rows = (
        all_attendances()
        .came()
        .filter(session__training_class__in=told)
        .order_by()
        .values_list("session__training_class")
        .annotate(came=Count("pk"), by_hand=Count("pk", filter=_WORD_ALONE))
    )
    return {pk: Marks(came, by_hand) for pk, came, by_hand in rows}
