"""Whose calendar an address is, and what stands in it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from core.encryption import lookup_hash
from courses.models import CalendarFeed, ClassSession, RemovedSession, TrainingClass
from courses.querysets import all_classes, all_enrolments, all_sessions
from people.models import Person

PURPOSE = "calendar-feed"
KEPT = timedelta(days=90)  # a calendar keeps what has been for a while
# Long enough for a telephone that was off for a holiday to hear it, and no longer: nobody wants it in the calendar.
REMOVED_KEPT = timedelta(days=31)


def hash_of(token: str) -> str:
    return lookup_hash(token, purpose=PURPOSE)


def feed_of(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person).first()


def reader_of(token: str) -> Person | None:
    """Whose address this is; None for one that never was, that was renewed or stopped, and for a closed account."""
    found = CalendarFeed.objects.filter(token_hash=hash_of(token)).select_related(
        "person__merged_into", "person__account"
    )
    feed = found.first()
    if feed is None:
        return None
    account = feed.person.account
    if account is not None and not account.is_active:
        return None
    person = feed.person.merged_into or feed.person
    return None if person.withdrawn_at else person


def sessions_of_person(person: Person, *, on: date) -> QuerySet[ClassSession]:
    """Of the classes in which somebody has a place, also of those that were called off; not what is long past."""
    found = all_sessions().filter(training_class__in=_classes_of(person), held_on__gte=on - KEPT)
    return found.select_related("training_class")


def removed_of_person(person: Person, *, on: date) -> QuerySet[RemovedSession]:
    """What was taken off the timetables of the same classes, until a month after its day."""
    found = RemovedSession.objects.filter(training_class__in=_classes_of(person))
    return found.filter(held_on__gte=on - REMOVED_KEPT).select_related("training_class")


def _classes_of(person: Person) -> QuerySet[TrainingClass]:
    own = Q(person=person) | Q(person__merged_into=person)
    return all_classes().filter(pk__in=all_enrolments().standing().filter(own).values("training_class"))
