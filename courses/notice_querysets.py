"""What is on record for the notice and the handbook of a class, and which blanks are still open."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from core.sentences import Sentence, say
from courses.models import ClassGroupPlace, ClassHandbook, ClassNotice, TrainingClass
from people.models import Person


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


def complete_notices() -> Q:
    """Which rows of ClassNotice leave no blank of their own."""
    return ~Q(document_number="") & ~Q(contact_name="") & ~Q(contact_phone="") & Q(reply_by__isnull=False)


def groups_of(training_class: TrainingClass) -> dict[int, list[Person]]:
    """The people of each group in the order of their names; empty for a class without groups. One question."""
    found: dict[int, list[Person]] = defaultdict(list)
    places = ClassGroupPlace.objects.filter(training_class=training_class).select_related("person")
    for place in places.order_by("number", "person__sort_key", "person"):
        found[place.number].append(place.person)
    return dict(found)
