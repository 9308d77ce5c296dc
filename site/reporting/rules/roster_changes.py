"""Who came, who went and whose post is another one between the ends of two periods. Pure functions.

A change is seen from a place: a move between two stations is none for their county, and two for its stations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from core.sentences import Sentence, listed, say
from reporting.words import RosterChange

Key = TypeVar("Key", str, int)  # an area code, or the id of a unit
GAINED = (RosterChange.JOINED, RosterChange.CAME)
LOST = (RosterChange.WENT, RosterChange.LEFT)


@dataclass(frozen=True, slots=True)
class Post:
    """The primary post of somebody on one day.

    `unit` is the row of the table that it counts in, `county` an area code; both are empty beyond the scope.
    """

    organisation: int
    kind: str
    unit: int | None = None
    county: str | None = None

    @property
    def is_inside(self) -> bool:
        return self.unit is not None


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody's posts on the two days; without one: no post at all that day."""

    person: int
    was: Post | None
    now: Post | None

    def seen_from(self, is_here: Callable[[Post], bool]) -> RosterChange | None:
        """None where nothing is another from there."""
        was_here = self.was is not None and is_here(self.was)
        is_now = self.now is not None and is_here(self.now)
        if was_here and is_now:
            return self._within()
        if is_now:
            return RosterChange.JOINED if self.was is None else RosterChange.CAME
        if was_here:
            return RosterChange.LEFT if self.now is None else RosterChange.WENT
        return None

    @property
    def change(self) -> RosterChange | None:
        """Seen from the whole scope."""
        return self.seen_from(_is_inside)

    def _within(self) -> RosterChange | None:
        assert self.was is not None and self.now is not None  # noqa: S101, PT018 - both are here
        if self.was.unit != self.now.unit:
            return RosterChange.WITHIN
        return RosterChange.POST if self.was.kind != self.now.kind else None


def _is_inside(post: Post) -> bool:
    return post.is_inside


def _stands_at(place: Key, place_of: Callable[[Post], Key | None]) -> Callable[[Post], bool]:
    return lambda post: place_of(post) == place


@dataclass(frozen=True)
class Balance:
    """People in post at the two ends, and what lies between: `before` and the changes come to `after`."""

    before: int
    after: int
    changes: Mapping[RosterChange, int] = field(default_factory=dict)

    def of(self, *changes: RosterChange) -> int:
        return sum(self.changes.get(one, 0) for one in changes)

    @property
    def columns(self) -> tuple[int, ...]:
        """As tables show them: each way in and out, and all other changes together."""
        others = self.of(RosterChange.WITHIN, RosterChange.POST)
        return (*(self.of(one) for one in (*GAINED, *LOST)), others)

    @property
    def is_changed(self) -> bool:
        return any(self.changes.values())

    def told(self) -> Sentence:
        """新增12人、减少3人; nothing where nothing changed."""
        parts = (
            (say("新增%(count)s人", count=self.of(*GAINED)), self.of(*GAINED)),
            (say("减少%(count)s人", count=self.of(*LOST)), self.of(*LOST)),
            (say("换单位%(count)s人", count=self.of(RosterChange.WITHIN)), self.of(RosterChange.WITHIN)),
            (say("岗位变化%(count)s人", count=self.of(RosterChange.POST)), self.of(RosterChange.POST)),
        )
        return listed(text for text, count in parts if count)


@dataclass(frozen=True)
class RosterChanges:
    """`before` and `after` are the posts in the scope by person; `moves` all that is another, a row each."""

    before: Mapping[int, Post]
    after: Mapping[int, Post]
    moves: tuple[Move, ...]

    @property
    def has_before(self) -> bool:
        """Whether anybody was in post at the end of the period before: else there is nothing to compare with."""
        return bool(self.before)

    @property
    def whole(self) -> Balance:
        return _balance(len(self.before), len(self.after), (move.change for move in self.moves))

    def by_place(self, place_of: Callable[[Post], Key | None]) -> dict[Key, Balance]:
        """Of every place where somebody was or is; a post beyond the scope has no place."""
        before, after = (
            Counter(place_of(one) for one in posts.values()) for posts in (self.before, self.after)
        )
        touching: dict[Key | None, list[Move]] = {}
        for move in self.moves:
            for place in {place_of(post) for post in (move.was, move.now) if post is not None}:
                touching.setdefault(place, []).append(move)
        return {
            place: _balance(
                before[place], after[place],
                (move.seen_from(_stands_at(place, place_of)) for move in touching.get(place, ())),
            )
            for place in before | after
            if place is not None
        }  # fmt: skip


def roster_changes(
    before: Mapping[int, Post], after: Mapping[int, Post], elsewhere: Collection[Move] = ()
) -> RosterChanges:
    """Of the posts in the scope on both days. `elsewhere` says where those are who are in it on one day alone."""
    outside = {move.person: move for move in elsewhere}
    moves = []
    for person in sorted(before.keys() | after.keys()):
        beyond = outside.get(person, Move(person, None, None))
        move = Move(person, before.get(person, beyond.was), after.get(person, beyond.now))
        if move.change is not None:
            moves.append(move)
    return RosterChanges(before, after, tuple(moves))


def _balance(before: int, after: int, changes: Iterable[RosterChange | None]) -> Balance:
    return Balance(before, after, Counter(change for change in changes if change is not None))
