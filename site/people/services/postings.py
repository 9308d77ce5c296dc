"""Postings: start, end, move. Dates are half-open; primary postings never overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from people.models import Person, Posting
from people.querysets import all_postings
from people.words import PostKind


@dataclass(frozen=True)
class PostingDetails:
    organisation: Organisation
    starts_on: date
    post_kind: PostKind = PostKind.OTHER
    title: str = ""
    grade: int | None = None
    is_primary: bool = True
    ends_on: date | None = None


@transaction.atomic
def start(*, person: Person, details: PostingDetails, by: Authority, at: datetime) -> Posting:
    """Raises RuleBroken where another primary posting covers one of the days."""
    require(by, Permission.MANAGE_PEOPLE, details.organisation)
    posting = _insert(person, details)
    events.record("people.posting.started", by=by, at=at, subject=posting)
    return posting


@transaction.atomic
def start_many(*, rows: list[tuple[Person, PostingDetails]], by: Authority, at: datetime) -> list[Posting]:
    """Start the postings of an import with one event."""
    for organisation in {details.organisation for _, details in rows}:
        require(by, Permission.IMPORT_TRAINING, organisation)
    postings = Posting.objects.bulk_create(
        [_new(person, details) for person, details in rows], batch_size=1_000
    )
    events.record("people.postings.started", by=by, at=at, data={"count": len(postings)})
    return postings


@transaction.atomic
def end(*, posting: Posting, on: date, by: Authority, at: datetime) -> Posting:
    """`on` is the first day that the posting is no longer held."""
    locked = Posting.objects.select_for_update().select_related("organisation").get(pk=posting.pk)
    require(by, Permission.MANAGE_PEOPLE, locked.organisation)
    _close(locked, on)
    events.record("people.posting.ended", by=by, at=at, subject=locked, data={"on": on.isoformat()})
    return locked


@transaction.atomic
def move(*, person: Person, details: PostingDetails, by: Authority, at: datetime) -> Posting:
    """End the primary posting on the day the new one starts. Both organisations must be the actor's."""
    current = (
        all_postings().held_on(details.starts_on).primary().filter(person=person)
        .select_for_update(of=("self",)).select_related("organisation").first()
    )  # fmt: skip
    require(by, Permission.MANAGE_PEOPLE, current.organisation if current else details.organisation)
    require(by, Permission.MANAGE_PEOPLE, details.organisation)
    if current is not None:
        _close(current, details.starts_on)
    posting = _insert(person, details)
    events.record(
        "people.posting.moved", by=by, at=at, subject=posting, data={"from": current.pk if current else None}
    )
    return posting


def _insert(person: Person, details: PostingDetails) -> Posting:
    posting = _new(person, details)
    try:
        with transaction.atomic():
            posting.save()
    except IntegrityError as error:
        raise RuleBroken("posting.overlap", "这段日期里已有主要岗位。请先结束原岗位，或改为兼任。") from error
    return posting


def _new(person: Person, details: PostingDetails) -> Posting:
    return Posting(
        person=person, organisation=details.organisation, starts_on=details.starts_on, ends_on=details.ends_on,
        is_primary=details.is_primary, post_kind=details.post_kind, title=details.title, grade=details.grade,
    )  # fmt: skip


def _close(posting: Posting, on: date) -> None:
    if on <= posting.starts_on:
        raise RuleBroken("posting.dates", "结束日期要晚于到岗日期。请核对日期。")
    posting.ends_on = on
    posting.save(update_fields=["ends_on"])
