"""People in post on a closing day, who of them was trained in the period, and with which certificates."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db import connection

from organisations.scope import Scope
from people.querysets import all_postings
from people.words import PostKind, QualificationLevel
from reporting.querysets.sql import Selection
from reporting.rules.counts import Staff
from reporting.rules.places import Gazetteer
from reporting.words import Side

_TRAINED = "SELECT DISTINCT person FROM sided WHERE side = %(side)s"
_LEVELS = {
    QualificationLevel.ASSISTANT: "assistant",
    QualificationLevel.WORKER: "worker",
    QualificationLevel.SENIOR: "senior",
}


def staff_by_organisation(
    scope: Scope, selection: Selection, *, on: date, post: PostKind | None = None
) -> dict[int, Staff]:
    """By the organisation of the primary posting that day; two questions whatever the number of people."""
    return in_post(scope, _trained(selection), on=on, post=post)


def in_post(
    scope: Scope, trained: Collection[int], *, on: date, post: PostKind | None = None
) -> dict[int, Staff]:
    """The same where it is known already who was trained; one question."""
    found: dict[int, Staff] = {}
    for organisation, person, level in _in_post(scope, on, post):
        one = _counted(level, is_trained=person in trained)
        found[organisation] = found.get(organisation, Staff()) + one
    return found


def certified_by_county(scope: Scope, places: Gazetteer, *, on: date) -> dict[str, Staff]:
    """In one question, and so without who was trained. Organisations beyond every county count under an empty code."""
    found: dict[str, Staff] = {}
    for organisation, _, level in _in_post(scope, on, None):
        county = places.places[organisation].county if organisation in places.places else ""
        found[county] = found.get(county, Staff()) + _counted(level)
    return found


def _counted(level: str, *, is_trained: bool = False) -> Staff:
    held = {_LEVELS[QualificationLevel(level)]: 1} if level in _LEVELS else {}
    return Staff(staff=1, trained=int(is_trained), **held)


def _in_post(scope: Scope, on: date, post: PostKind | None) -> Iterator[tuple[int, int, str]]:
    held = all_postings().held_on(on).primary().in_scope(scope)
    held = held.filter(person__merged_into=None, person__withdrawn_at=None)
    if post is not None:
        held = held.filter(post_kind=post)
    yield from held.values_list("organisation", "person", "person__qualification").iterator()


def _trained(selection: Selection) -> set[int]:
    with connection.cursor() as cursor:
        parameters = selection.parameters | {"side": Side.PARTICIPANT.value}
        cursor.execute(f"{selection.sided} {_TRAINED}", parameters)
        return {person for (person,) in cursor.fetchall()}
