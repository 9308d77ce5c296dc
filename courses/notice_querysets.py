"""What is on record for the notice and the handbook of a class, and which blanks are still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q

from core.sentences import Sentence, say
from courses.models import ClassGroupPlace, ClassHandbook, ClassNotice, ClassSession, TrainingClass
from people.models import Person


@dataclass(frozen=True)
class CheckIn:
    """报到. `before` None: any time of the day; an empty `place` is still open."""

    day: date
    before: time | None
    place: str


def notice_fields(training_class: TrainingClass) -> ClassNotice:
    """What stands, or an empty one (not saved)."""
    found = ClassNotice.objects.filter(training_class=training_class).first()
    return found or ClassNotice(training_class=training_class)


def handbook_texts(training_class: TrainingClass) -> ClassHandbook:
    """What stands, or an empty one (not saved)."""
    found = ClassHandbook.objects.filter(training_class=training_class).first()
    return found or ClassHandbook(training_class=training_class)


def open_blanks(notice: ClassNotice, training_class: TrainingClass) -> list[Sentence]:
    """What the notice lacks, in the order in which it says it. The audience and the check-in have their defaults."""
    asked = (
        (say("文号"), notice.document_number),
        (say("地点"), training_class.venue),
        (say("报名截止日期"), notice.reply_by),
        (say("联系人"), notice.contact_name),
        (say("办公电话"), notice.contact_phone),
    )
    return [label for label, value in asked if not value]


def check_in_of(
    notice: ClassNotice, training_class: TrainingClass, sessions: Sequence[ClassSession]
) -> CheckIn | None:
    """When and where one reports; what nobody wrote down is the first session's. None: no day stands yet."""
    first = sessions[0] if sessions else None
    day = notice.check_in_on or (first.held_on if first else None)
    if day is None:
        return None
    before = notice.check_in_at or (first.starts_at if first and day == first.held_on else None)
    return CheckIn(day, before, notice.check_in_place or training_class.venue)


def complete_notices() -> Q:
    """Which rows of ClassNotice leave no blank of their own."""
    return ~Q(document_number="") & ~Q(contact_name="") & ~Q(contact_phone="") & Q(reply_by__isnull=False)


def group_of(training_class: TrainingClass, person_id: int | None) -> int:
    """The number of one person's group; 0: in none."""
    own = ClassGroupPlace.objects.filter(training_class=training_class, person=person_id or 0)
    return own.values_list("number", flat=True).first() or 0


def groups_of(training_class: TrainingClass) -> dict[int, list[Person]]:
    """The people of each group in the order of their names; empty for a class without groups. One question."""
    found: dict[int, list[Person]] = defaultdict(list)
    places = ClassGroupPlace.objects.filter(training_class=training_class).select_related("person")
    for place in places.order_by("number", "person__sort_key", "person"):
        found[place.number].append(place.person)
    return dict(found)
