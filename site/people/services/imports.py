"""What only an import does with persons: change many at once, bring withdrawn ones back, take its own ones away.

The import has held back whatever the actor may not touch; these services ask once more for each place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person, Posting
from people.permissions import require_people
from people.querysets import all_people, all_postings
from people.services.persons import PersonDetails, apply_details, phone_hash

PERSON_FIELDS = frozenset(
    {"gender", "birth_month", "phone", "education", "major", "qualification", "hired_on"}
)
POSTING_FIELDS = frozenset({"starts_on", "post_kind", "title"})


@transaction.atomic
def revive_many(
    *,
    rows: Sequence[tuple[Person, PersonDetails]],
    organisation: Organisation | None,
    by: Authority,
    at: datetime,
) -> list[Person]:
    """Let persons of an undone import stand again, as the new rows describe them."""
    require(by, Permission.IMPORT_TRAINING, organisation)
    revived = []
    for person, details in rows:
        if person.withdrawn_at is None:
            raise RuleBroken("person.stands", "名册刚刚有变动，请重新导入。")
        apply_details(person, details)
        person.withdrawn_at = None
        revived.append(person)
    try:
        with transaction.atomic():
            for person in revived:
                person.save()
    except IntegrityError as error:
        raise RuleBroken("person.identity_known", "这批名册里有身份证号刚刚已经登记，请重新导入。") from error
    events.record("people.persons.revived", by=by, at=at, data={"count": len(revived)})
    return revived


@transaction.atomic
def edit_many(
    *, rows: Mapping[int, Mapping[str, Any]], by: Authority, at: datetime
) -> dict[int, dict[str, Any]]:
    """Set the given fields of many persons; return what stood there before. One event, without values."""
    found = list(all_people().standing().filter(pk__in=rows).select_for_update())
    require_people(by, found, on=clock.date_of(at))
    before = {person.pk: {name: getattr(person, name) for name in rows[person.pk]} for person in found}
    for person in found:
        for name in PERSON_FIELDS & rows[person.pk].keys():
            setattr(person, name, rows[person.pk][name])
        person.phone_hash = phone_hash(person.phone or "")
    Person.objects.bulk_update(found, [*sorted(PERSON_FIELDS), "phone_hash"], batch_size=500)
    events.record("people.persons.edited", by=by, at=at, data={"ids": sorted(before)})
    return before


@transaction.atomic
def edit_postings(
    *, rows: Mapping[int, Mapping[str, Any]], by: Authority, at: datetime
) -> dict[int, dict[str, Any]]:
    """Set the given fields of many postings; return what stood there before. Raises RuleBroken for an overlap."""
    found = list(
        all_postings()
        .standing()
        .filter(pk__in=rows)
        .select_related("organisation")
        .select_for_update(of=("self",))
    )
    for organisation in {posting.organisation for posting in found}:
        require(by, Permission.IMPORT_TRAINING, organisation)
    before = {posting.pk: {name: getattr(posting, name) for name in rows[posting.pk]} for posting in found}
    for posting in found:
        for name in POSTING_FIELDS & rows[posting.pk].keys():
            setattr(posting, name, rows[posting.pk][name])
    try:
        with transaction.atomic():
            Posting.objects.bulk_update(found, sorted(POSTING_FIELDS), batch_size=500)
    except IntegrityError as error:
        raise RuleBroken("posting.overlap", "这段日期里已有主要岗位，请先在人员页面核对任职日期。") from error
    events.record("people.postings.edited", by=by, at=at, data={"ids": sorted(before)})
    return before


@transaction.atomic
def take_back_postings(
    *, delete: Collection[int], withdraw: Collection[int], by: Authority, at: datetime
) -> None:
    """Undo an import's postings: those that nothing names are deleted, those that ledger lines name withdrawn."""
    places = Organisation.objects.filter(postings__in={*delete, *withdraw}).distinct()
    for organisation in places:
        require(by, Permission.IMPORT_TRAINING, organisation)
    all_postings().filter(pk__in=withdraw).update(withdrawn_at=at)
    all_postings().filter(pk__in=delete).delete()
    data = {"deleted": len(delete), "withdrawn": len(withdraw)}
    events.record("people.postings.taken_back", by=by, at=at, data=data)


@transaction.atomic
def take_back_people(
    *,
    delete: Collection[int],
    withdraw: Collection[int],
    organisation: Organisation | None,
    by: Authority,
    at: datetime,
) -> None:
    """Undo an import's persons, once their postings are taken back."""
    require(by, Permission.IMPORT_TRAINING, organisation)
    held = all_postings().standing().filter(person__in={*delete, *withdraw})
    if held.exists():
        raise RuleBroken("person.posted", "有人后来又有了任职，不能撤销这批导入。请先在人员页面处理。")
    all_people().filter(pk__in=withdraw).update(withdrawn_at=at)
    all_people().filter(pk__in=delete).delete()
    data = {"deleted": len(delete), "withdrawn": len(withdraw)}
    events.record("people.persons.taken_back", by=by, at=at, data=data)
