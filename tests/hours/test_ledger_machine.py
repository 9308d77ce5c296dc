"""A random life of the ledger against a model in a dictionary: credit, redeliver, reverse, move, lock, seal."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.errors import RuleBroken
from hours.models import HourEntry, LockedPeriod
from hours.querysets import all_entries
from hours.services import ledger, seals
from organisations.authority import SYSTEM
from people.models import Person
from people.services import postings
from people.services.postings import PostingDetails
from tests.cast import Cast, Places
from tests.ledger_lines import credit_of

FIRST = date(2026, 1, 1)
SOURCES = st.integers(1, 6)
DAYS = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))


@dataclass
class World:
    """What the machine starts from, the same for every example: each one is rolled back."""

    places: Places
    person: Person
    at: datetime


@dataclass
class Model:
    """What should be true, kept by hand."""

    standing: dict[int, HourEntry] = field(default_factory=dict)
    reversed: list[HourEntry] = field(default_factory=list)
    lines: int = 0
    locked: set[date] = field(default_factory=set)


class Ledger(RuleBasedStateMachine):
    world: World

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.home = "station"

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @rule(source=SOURCES, minutes=st.integers(1, 480), on=DAYS, reason=st.sampled_from(["", "补录"]))
    def credit(self, source: int, minutes: int, on: date, reason: str) -> None:
        """A new source, or a redelivery, perhaps with other minutes: what stands is not changed."""
        wanted = credit_of(self.world.person, source, minutes=minutes, on=on, reason=reason)
        is_late = source not in self.model.standing and on in self.model.locked and not reason
        if is_late:
            with pytest.raises(RuleBroken, match="已经报送"):
                ledger.credit(credit=wanted, by=SYSTEM, at=self.world.at)
            return
        line = ledger.credit(credit=wanted, by=SYSTEM, at=self.world.at)
        if source in self.model.standing:
            assert line.pk == self.model.standing[source].pk
            return
        assert line.organisation_id == wanted.posting.organisation_id  # type: ignore[union-attr]
        self.model.standing[source] = line
        self.model.lines += 1

    @precondition(lambda self: self.model.standing)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        source = data.draw(st.sampled_from(sorted(self.model.standing)))
        line = self.model.standing.pop(source)
        ledger.reverse(entry=line, reason="更正", by=SYSTEM, at=self.world.at)
        self.model.reversed.append(line)
        self.model.lines += 1

    @precondition(lambda self: self.model.reversed)
    @rule(data=st.data())
    def reverse_again(self, data: st.DataObject) -> None:
        line = data.draw(st.sampled_from(self.model.reversed))
        with pytest.raises(RuleBroken):
            ledger.reverse(entry=line, reason="再来", by=SYSTEM, at=self.world.at)

    @precondition(lambda self: self.home == "station")
    @rule(on=DAYS)
    def move(self, on: date) -> None:
        """Lines of before stay where they were earned."""
        self.home = "other_station"
        details = PostingDetails(organisation=self.world.places.other_station, starts_on=on)
        postings.move(person=self.world.person, details=details, by=SYSTEM, at=self.world.at)

    @rule(on=DAYS)
    def lock_the_day(self, on: date) -> None:
        self.model.locked.add(on)
        LockedPeriod.objects.create(
            organisation=self.world.places.city,
            first_day=on,
            last_day=on,
            locked_at=self.world.at,
            filing_number="x",
        )

    @rule()
    def seal(self) -> None:
        seals.seal_all(by=SYSTEM, at=self.world.at)

    @invariant()
    def the_sum_is_the_models(self) -> None:
        expected = sum(line.minutes for line in self.model.standing.values())
        assert all_entries().total_minutes() == expected
        assert all_entries().standing().total_minutes() == expected
        assert all_entries().count() == self.model.lines

    @invariant()
    def the_places_are_those_of_the_day(self) -> None:
        stored = dict(all_entries().values_list("pk", "organisation"))
        for line in [*self.model.standing.values(), *self.model.reversed]:
            assert stored[line.pk] == line.organisation_id

    @invariant()
    def the_chain_is_whole(self) -> None:
        assert seals.verify() is None


def test_whatever_happens_the_sum_is_what_stands(places: Places, cast: Cast, at: datetime) -> None:
    Ledger.world = World(places, cast.worker("陈小燕", places.station), at)
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
