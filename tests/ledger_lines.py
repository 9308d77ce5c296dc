"""Credits for tests: a source is a number, as an attendance's id would be."""

from dataclasses import replace
from datetime import date

from hours.models import HourEntry
from hours.services.ledger import Credit
from hours.words import HourKind
from organisations.models import Organisation
from people.models import Person
from people.querysets import all_postings

DAY = date(2026, 3, 2)
SOURCE = "tests.activity"


def credit_of(
    person: Person, source: int, *, minutes: int = 180, on: date = DAY, reason: str = "", **more: object
) -> Credit:
    """A credit for the posting that the person holds on the day."""
    posting = (
        all_postings().held_on(on).primary().filter(person=person).select_related("organisation").first()
    )
    made = Credit(
        person_id=person.pk, posting=posting, minutes=minutes, kind=HourKind.TRAINING, activity_on=on,
        source_type=SOURCE, source_id=source, rule_version="attendance.credit@CN:2009-01-01", reason=reason,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def bare_line(person: Person, place: Organisation, **more: object) -> HourEntry:
    """A line past the services, as SQL would write it."""
    values = {
        "person": person, "organisation": place, "bureau": place, "minutes": 60, "kind": HourKind.TRAINING,
        "activity_on": DAY, "source_type": SOURCE, "source_id": 1, "rule_version": "x",
    }  # fmt: skip
    return HourEntry.objects.create(**{**values, **more})
