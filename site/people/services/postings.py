"""Postings: start, end, move, hire. Dates are half-open; primary postings never overlap.

A posting opens a person's record to a place, so nobody is posted by an officer who does not manage the person: who
comes from another county is moved by the level above both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person, Posting
from people.permissions import require_person
from people.querysets import all_people, all_postings
from people.services import persons
from people.services.persons import PersonDetails
from people.words import PostKind


@dataclass(frozen=True)
class PostingDetails:
    """`ends_on` is the first day that the posting is no longer held."""

    organisation: Organisation
    starts_on: date
    post_kind: PostKind = PostKind.OTHER
    title: str = ""
    grade: int | None = None
    is_primary: bool = True
    ends_on: date | None = None


@transaction.atomic
def hire(*, person: PersonDetails, posting: PostingDetails, by: Authority, at: datetime) -> Person:
    """Add a person to the roster with the first posting. Raises RuleBroken as `persons.add` and `start` do."""
    added = persons.add(details=person, organisation=posting.organisation, by=by, at=at)
    _start(added, posting, by=by, at=at)
    return added


@transaction.atomic
def start(*, person: Person, details: PostingDetails, by: Authority, at: datetime) -> Posting:
    """Raises RuleBroken where another primary posting covers one of the days, or the person is not the actor's."""
    require_person(by, person, on=clock.date_of(at))
    return _start(person, details, by=by, at=at)


@transaction.atomic
def start_many(*, rows: list[tuple[Person, PostingDetails]], by: Authority, at: datetime) -> list[Posting]:
    """Start the postings of an import with one event. The import has matched the persons."""
    for organisation in {details.organisation for _, details in rows}:
        require(by, Permission.IMPORT_TRAINING, organisation)
    postings = _insert([_new(person, details) for person, details in rows])
    events.record("people.postings.started", by=by, at=at, data={"count": len(postings)})
    return postings


@transaction.atomic
def end(*, posting: Posting, on: date, by: Authority, at: datetime) -> Posting:
    """`on` is the first day that the posting is no longer held. Raises RuleBroken for a day after its end."""
    locked = (
        all_postings()
        .standing()
        .select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=posting.pk)
    )
    require(by, Permission.MANAGE_PEOPLE, locked.organisation)
    _close(locked, on)
    events.record("people.posting.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()})
    return locked


@transaction.atomic
def move(*, person: Person, details: PostingDetails, by: Authority, at: datetime) -> Posting:
    """End the primary posting on the day the new one starts. Both organisations must be the actor's."""
    require_person(by, person, on=clock.date_of(at))
    require(by, Permission.MANAGE_PEOPLE, details.organisation)
    _take_turns(person)
    current = (
        all_postings().held_on(details.starts_on).primary().filter(person=person)
        .select_for_update(of=("self",)).select_related("organisation").first()
    )  # fmt: skip
    if current is not None:
        require(by, Permission.MANAGE_PEOPLE, current.organisation)
        _close(current, details.starts_on)
    posting = _insert([_new(person, details)])[0]
    events.record(
        "people.posting.moved", by=by, at=at, subject=posting, data={"from": current.pk if current else None}
    )
    return posting


def _start(person: Person, details: PostingDetails, *, by: Authority, at: datetime) -> Posting:
    require(by, Permission.MANAGE_PEOPLE, details.organisation)
    _take_turns(person)
    posting = _insert([_new(person, details)])[0]
    events.record("people.posting.started", by=by, at=at, subject=posting)
    return posting


def _take_turns(person: Person) -> None:
    """Two at once would each wait for the other's row in the exclusion constraint: a deadlock, not a refusal."""
    all_people().select_for_update(no_key=True).get(pk=person.pk)


def _insert(postings: list[Posting]) -> list[Posting]:
    try:
        with transaction.atomic():
            return Posting.objects.bulk_create(postings, batch_size=1_000)
    except IntegrityError as error:
        raise RuleBroken("posting.overlap", "这段日期里已有主要岗位。请先结束原岗位，或改为兼任。") from error


def _new(person: Person, details: PostingDetails) -> Posting:
    if details.ends_on is not None and details.ends_on <= details.starts_on:
        raise _dates_wrong()
    place = details.organisation
    if place.withdrawn_at is not None or (place.ended_on is not None and place.ended_on <= details.starts_on):
        raise RuleBroken("posting.place_ended", "这个单位已经撤销，不能再安排岗位。请选在用的单位。")
    return Posting(
        person=person, organisation=place, starts_on=details.starts_on, ends_on=details.ends_on,
        is_primary=details.is_primary, post_kind=details.post_kind, title=details.title, grade=details.grade,
    )  # fmt: skip


def _close(posting: Posting, on: date) -> None:
    """Only ever earlier: a posting that is over is not drawn out again, a new one is started."""
    if posting.ends_on is not None and on > posting.ends_on:
        raise RuleBroken("posting.over", "这个岗位在更早的日期已经结束。如又回来任职，请另加一个岗位。")
    if on <= posting.starts_on:
        raise _dates_wrong()
    posting.ends_on = on
    posting.save(update_fields=["ends_on"])


def _dates_wrong() -> RuleBroken:
    return RuleBroken("posting.dates", "离岗日期要晚于到岗日期。请核对日期。")
