"""The database and the pure function count the same, row by row, whatever the lines."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from core import clock
from courses.words import AttendanceState, HalfDay
from hours.querysets import all_entries
from hours.services import ledger
from organisations.authority import SYSTEM
from organisations.scope import scope_of
from people.services import merging, postings
from people.services.postings import PostingDetails
from reporting.querysets import figures
from reporting.querysets.contents import contents
from reporting.querysets.figures import table
from reporting.querysets.places import gazetteer
from reporting.querysets.sql import Selection
from reporting.rules.definitions import definitions
from reporting.rules.figures import TOTAL, Tier
from reporting.rules.filing_document import Heading, compose, table_of
from reporting.rules.periods import Period
from reporting.words import Side, VisitsUnit
from tests.cast import Cast, Places
from tests.reporting import series

FIRST = date(2026, 3, 2)
YEAR = Period(report_year=2026)
HEADING = Heading("2026-990100-0001", "2026-03-16T10:00:00+08:00", 1, "榕江市民政局", (), (), 0)


def some_training(places: Places, cast: Cast, at: datetime, seed: int) -> None:
    """Classes of three organisers, people of two counties who miss, move, are merged and are reversed."""
    chance = Random(seed)
    people = [
        cast.worker(f"人{number}", chance.choice([places.station, places.other_station, places.county]))
        for number in range(8)
    ]
    people[1] = series.unproved("人1", chance.choice([places.station, places.other_station]), at)
    for number, organiser in enumerate([places.county, places.other_county, places.city, places.county]):
        held = series.hold_class(
            f"K{number}", organiser, first_day=FIRST + timedelta(days=2 * number), days=2, at=at,
            round_number=chance.choice([1, 2, None]), minutes=chance.choice([180, 90, 50]), topics=["甲", "乙", "丙"],
        )  # fmt: skip
        for session in held.sessions.order_by("held_on", "starts_at"):
            for person in chance.sample(people, k=chance.randint(0, len(people))):
                series.attend(session, person, state=chance.choice(list(AttendanceState)), at=at)
        if number == 1:
            station = chance.choice([places.station, places.other_station])
            details = PostingDetails(organisation=station, starts_on=FIRST + timedelta(days=3))
            postings.move(person=people[0], details=details, by=SYSTEM, at=at)
    lines = list(all_entries().standing())
    ledger.reverse_many(entries=chance.sample(lines, k=len(lines) // 5), reason="更正", by=SYSTEM, at=at)
    merging.merge(person=people[1], into=people[2], by=SYSTEM, at=at)


@pytest.mark.parametrize("seed", range(6))
def test_sql_and_the_pure_function_agree_in_every_row(
    places: Places, cast: Cast, at: datetime, seed: int
) -> None:
    some_training(places, cast, at, seed)
    periods = [YEAR, Period(FIRST + timedelta(days=1), FIRST + timedelta(days=4)), Period(report_year=1999)]
    for organisation in (places.city, places.county, places.other_station):
        for period in periods:
            scope = scope_of(organisation)
            found, _ = contents(scope, period, None, on=clock.date_of(at))
            document = compose(found, HEADING)
            selection = Selection(gazetteer(scope), period)
            assert table(selection) == table_of(document)
            whole = figures.counted(selection)
            assert (whole.table, whole.provenance) == (table(selection), figures.provenance(selection))
            assert (
                sum(whole.provenance.months.values()) == whole.table[(Side.ORGANISER, TOTAL)].person_minutes
            )
            nowhere = {person for _, person, unit, *_ in found.rows.lines if unit is None}
            assert whole.provenance.unposted == len(nowhere)
            assert bool(whole.provenance.rules) == bool(found.rows.lines)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_to_add_up_adds_up(places: Places, cast: Cast, at: datetime, seed: int) -> None:
    some_training(places, cast, at, seed)
    counted = table(Selection(gazetteer(scope_of(places.city)), YEAR))
    for unit in VisitsUnit:
        for definition in definitions(unit):
            for side in definition.adds_up:
                parts = [row for (of, tier), row in counted.items() if of == side and tier.unit is not None]
                total = counted[(side, TOTAL)].value(definition.figure, unit)
                assert sum(row.value(definition.figure, unit) for row in parts) == total


def test_people_are_counted_anew_in_every_row(places: Places, cast: Cast, at: datetime) -> None:
    mover, other = cast.worker("陈小燕", places.station), cast.worker("何志明", places.other_station)
    held = series.hold_class("A", places.city, first_day=FIRST, days=2, at=at)
    details = PostingDetails(organisation=places.other_station, starts_on=FIRST + timedelta(days=1))
    postings.move(person=mover, details=details, by=SYSTEM, at=at)
    series.attend_all(held, mover, other, at=at)
    counted = table(Selection(gazetteer(scope_of(places.city)), YEAR))
    people = {tier: row.people for (side, tier), row in counted.items() if side is Side.PARTICIPANT}
    assert people[TOTAL] == 2
    assert (people[Tier("990121")], people[Tier("990122")]) == (1, 2)


def test_two_classes_share_a_day_and_two_units_share_a_course(
    places: Places, cast: Cast, at: datetime
) -> None:
    """Whoever moves in the middle of a class and comes to another one on the same day is one person in each row."""
    mover = cast.worker("陈小燕", places.station)
    long = series.hold_class("A", places.county, first_day=FIRST, days=2, topics=["政策"], at=at)
    short = series.hold_class("B", places.city, first_day=FIRST, topics=["伦理"], at=at)
    details = PostingDetails(organisation=places.other_station, starts_on=FIRST + timedelta(days=1))
    postings.move(person=mover, details=details, by=SYSTEM, at=at)
    for session in long.sessions.filter(half_day=HalfDay.MORNING):
        series.attend(session, mover, at=at)
    series.attend(short.sessions.get(half_day=HalfDay.AFTERNOON), mover, at=at)
    scope = scope_of(places.city)
    found = table(Selection(gazetteer(scope), YEAR))

    def numbers(tier: Tier) -> tuple[int, ...]:
        row = found[(Side.PARTICIPANT, tier)]
        return (row.people, row.person_days, row.person_sessions, row.person_courses, row.person_classes)

    assert numbers(TOTAL) == (1, 2, 3, 2, 2)
    assert numbers(Tier("990121")) == (1, 1, 2, 2, 2)
    assert numbers(Tier("990122")) == (1, 1, 1, 1, 1)
    frozen, _ = contents(scope, YEAR, None, on=clock.date_of(at))
    assert found == table_of(compose(frozen, HEADING))


def test_merged_people_are_one_and_their_twin_sign_in_is_one(
    places: Places, cast: Cast, at: datetime
) -> None:
    first, second = cast.worker("陈小燕", places.station), series.unproved("陈晓燕", places.station, at)
    held = series.hold_class("A", places.county, first_day=FIRST, at=at)
    series.attend_all(held, first, second, at=at)
    merging.merge(person=second, into=first, by=SYSTEM, at=at)
    total = table(Selection(gazetteer(scope_of(places.county)), YEAR))[(Side.ORGANISER, TOTAL)]
    assert (total.people, total.person_sessions, total.person_minutes) == (1, 2, 360)


def test_the_example_of_the_city_class_and_the_county_class(places: Places, cast: Cast, at: datetime) -> None:
    """docs/rules/by-organiser-by-participant.md: the table of the example."""
    of_county = [cast.worker(f"东{number}", places.station) for number in range(27)]
    of_other = [cast.worker(f"西{number}", places.other_station) for number in range(10)]
    of_city = [cast.worker(f"市{number}", places.city) for number in range(8)]
    city_class = series.hold_class("A", places.city, first_day=FIRST, days=2, at=at)
    series.attend_all(city_class, *of_county[:12], *of_other, *of_city, at=at)
    county_class = series.hold_class("B", places.county, first_day=FIRST + timedelta(days=7), at=at)
    series.attend_all(county_class, *of_county[7:], at=at)

    def numbers(organisation, side):
        row = table(Selection(gazetteer(scope_of(organisation)), YEAR))[(side, TOTAL)]
        hours = row.delivered_minutes // 60, row.person_minutes // 60
        return (row.rounds, hours[0], row.people, row.person_days, hours[1])

    assert numbers(places.county, Side.ORGANISER) == (1, 6, 20, 20, 120)
    assert numbers(places.county, Side.PARTICIPANT) == (2, 18, 27, 44, 264)
    assert numbers(places.other_county, Side.ORGANISER) == (0, 0, 0, 0, 0)
    assert numbers(places.other_county, Side.PARTICIPANT) == (1, 12, 10, 20, 120)
    assert numbers(places.city, Side.ORGANISER) == (2, 18, 45, 80, 480)
    assert numbers(places.city, Side.PARTICIPANT) == (2, 18, 45, 80, 480)
