"""The roster at the ends of two periods, and the people whose posts differ: fixed questions, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from core.sentences import Sentence, quote
from organisations.authority import Authority
from organisations.roles import Permission
from organisations.scope import Scope
from people.models import Person
from people.querysets import PostingQuerySet, all_people, all_postings
from reporting.querysets.named import NAMELESS
from reporting.rules.places import Gazetteer
from reporting.rules.roster_changes import Move, Post, RosterChanges, roster_changes


def roster(scope: Scope, places: Gazetteer, *, before: date | None, now: date) -> RosterChanges:
    """Primary posts in the scope on both days; records that were merged are one person. Without a day before: nobody then."""
    held = all_postings().in_scope(scope)
    was = _posts(held, before, places) if before else {}
    present = _posts(held, now, places)
    alone = was.keys() ^ present.keys()
    return roster_changes(was, present, _elsewhere(alone, before, now) if alone and before else ())


def _posts(held: PostingQuerySet, day: date, places: Gazetteer) -> dict[int, Post]:
    """By person. Where both records of somebody hold a post, that of the record that stays."""
    rows = (
        held.held_on(day).primary().filter(person__withdrawn_at=None)
        .annotate(whose=Coalesce("person__merged_into", F("person")))
        .order_by("person__merged_into", "-starts_on", "pk")  # an alias, which points somewhere, comes first
        .values_list("whose", "organisation", "post_kind")
    )  # fmt: skip
    return {person: _post(organisation, kind, places) for person, organisation, kind in rows}


def _post(organisation: int, kind: str, places: Gazetteer) -> Post:
    place = places.places.get(organisation)
    return Post(organisation, kind, place.unit, place.county) if place else Post(organisation, kind)


def _elsewhere(people: Collection[int], before: date, now: date) -> list[Move]:
    """Where those stand who are in the scope on one of the days alone."""
    held = all_postings().filter(Q(person__in=people) | Q(person__merged_into__in=people))
    nowhere = Gazetteer()
    was, present = _posts(held, before, nowhere), _posts(held, now, nowhere)
    return [Move(person, was.get(person), present.get(person)) for person in people]


@dataclass(frozen=True)
class ShownPerson:
    """`public_id` is empty where the reader may not open the person's page today."""

    name: Sentence
    public_id: str = ""


def shown_people(
    moves: Sequence[Move], places: Gazetteer, by: Authority, *, on: date
) -> dict[int, ShownPerson]:
    """A name for whoever has the roster of a unit where the person was or is; two questions."""
    ids = {move.person for move in moves}
    people = Person.objects.only("pk", "name", "public_id").in_bulk(ids)
    open_to = set(all_people().visible_to(by, on=on).filter(pk__in=ids).values_list("pk", flat=True))
    scope = by.scope(Permission.VIEW_PEOPLE)

    def has_roster(posts: Iterable[Post | None]) -> bool:
        units = [places.units[post.organisation] for post in posts if post and post.is_inside]
        return any(scope.covers(path=unit.path, area_code=unit.area_code) for unit in units)

    return {
        move.person: ShownPerson(
            quote(people[move.person].name) if has_roster((move.was, move.now)) else NAMELESS,
            str(people[move.person].public_id) if move.person in open_to else "",
        )
        for move in moves
    }
