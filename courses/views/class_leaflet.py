"""What the page of a class says beside its register row: checking in, what to bring, whom to ask, the courseware, whose data.

Only what somebody filled in: what the handbook's form proposes stands here once an officer has saved it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from courses.class_teacher_querysets import teachers_of
from courses.dossier_querysets import FileLine, courseware_of
from courses.models import ClassHandbook, ClassNotice, ClassSession, TrainingClass
from courses.notice_querysets import CheckIn, check_in_of, group_of
from courses.words import STILL_TAKING, ClassState
from organisations.authority import Authority


@dataclass(frozen=True)
class Leaflet:
    """Whoever has no place reads what hangs in the corridor anyway: check-in and the office's phone, and no name.

    `group`: the reader's own, 0 for none. `teachers_last_day`: until when class teachers of this class alone see it.
    """

    check_in: CheckIn | None = None
    contact_name: str = ""
    contact_phone: str = ""
    group: int = 0
    handbook: ClassHandbook | None = None
    courseware: list[FileLine] = field(default_factory=list)
    is_run_by_another: bool = False
    teachers_last_day: date | None = None

    @property
    def rules(self) -> list[str]:
        """One line each, as the handbook prints them."""
        lines = self.handbook.rules.splitlines() if self.handbook else []
        return [line.strip() for line in lines if line.strip()]

    @property
    def tells_of_the_days(self) -> bool:
        """More than whom to ask."""
        texts = self.handbook
        return bool(
            self.check_in
            or self.group
            or self.rules
            or (texts and (texts.bring or texts.rooms or texts.meals))
        )

    @property
    def has_anything(self) -> bool:
        return self.tells_of_the_days or bool(self.contact_name or self.contact_phone)


def leaflet_of(
    training_class: TrainingClass,
    sessions: Sequence[ClassSession],
    *,
    by: Authority,
    is_enrolled: bool,
    on: date,
) -> Leaflet:
    """`sessions` in their order. At most three questions; notice and handbook come with the class.

    Before enrolment opens the notice is a draft, after the last day nobody checks in any more.
    """
    notice: ClassNotice | None = getattr(training_class, "notice", None)
    is_on = ClassState(training_class.state) in STILL_TAKING
    is_run_by_another = training_class.provider_id not in {None, training_class.organiser_id}
    return Leaflet(
        check_in=check_in_of(notice, training_class, sessions) if notice and is_on else None,
        contact_name=notice.contact_name if notice and is_enrolled else "",
        contact_phone=notice.contact_phone if notice and (is_enrolled or is_on) else "",
        group=group_of(training_class, by.person_id) if is_enrolled and is_on else 0,
        handbook=getattr(training_class, "handbook", None) if is_enrolled and is_on else None,
        courseware=courseware_of(training_class) if is_enrolled else [],
        is_run_by_another=is_run_by_another,
        teachers_last_day=_teachers_last_day(training_class, on=on) if is_run_by_another else None,
    )


def _teachers_last_day(training_class: TrainingClass, *, on: date) -> date | None:
    ends = teachers_of(training_class).not_over(on).values_list("ends_on", flat=True)
    last = max((day for day in ends if day is not None), default=None)
    return last - timedelta(days=1) if last else None
