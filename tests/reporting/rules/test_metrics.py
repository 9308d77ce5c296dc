"""Metrics are declared once, and numbers of different kinds have no sum: neither for mypy nor at run time."""

import re
import subprocess
import sys
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.rules.definitions import definitions
from reporting.rules.figures import TOTAL, Figures, Line, Place, tabulate
from reporting.rules.metrics import METRICS, Metric, NotSummable, of_figure
from reporting.rules.quantities import (
    DeliveredMinutes,
    Deliveries,
    People,
    PersonClasses,
    PersonCourses,
    PersonDays,
    PersonMinutes,
    PersonSessions,
    Quantity,
    Ratio,
    Rounds,
    Share,
    Summable,
    UnitsDiffer,
    Xueshi,
    summed,
)
from reporting.words import Figure, Side, VisitsUnit
from tests.architecture.source_tree import ROOT

KINDS = (
    Rounds, Deliveries, PersonDays, PersonSessions, PersonCourses, PersonClasses, DeliveredMinutes, PersonMinutes,
    Xueshi,
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(permutations(KINDS, 2)))
def test_no_two_kinds_have_a_sum(one: type[Summable], other: type[Summable]) -> None:
    with pytest.raises(UnitsDiffer):
        one(1) + other(1)
    with pytest.raises(UnitsDiffer):
        summed([one(1), other(1)], one)


def test_people_have_no_sum_even_with_people() -> None:
    with pytest.raises(TypeError):
        People(1) + People(1)  # type: ignore[operator]


def test_a_kind_adds_up_with_itself_and_stays_what_it_is() -> None:
    assert summed([Xueshi(3), Xueshi(4)], Xueshi) == Xueshi(7)
    assert summed([], Rounds) == Rounds(0)
    assert Rounds(5) != PersonDays(5)


def test_mypy_refuses_what_the_types_refuse() -> None:
    """Each line of the sample is an error, and mypy says so line by line; the last two are none."""
    sample = (
        "from reporting.rules.quantities import *\n"
        "People(1) + People(2)\n"
        "Rounds(1) + PersonDays(2)\n"
        "Xueshi(1) + PersonMinutes(2)\n"
        "PersonSessions(1) + PersonDays(2)\n"
        "DeliveredMinutes(1) + PersonMinutes(2)\n"
        "Rounds(1) + Rounds(2)\n"
        "summed([Xueshi(1), Xueshi(2)], Xueshi)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=/dev/null", "-c", sample],
        env={"MYPYPATH": str(ROOT / "site")}, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    refused = {int(number) for number in re.findall(r"<string>:(\d+): error", done.stdout)}
    assert refused == {2, 3, 4, 5, 6}, done.stdout + done.stderr


def test_every_metric_says_all_that_a_reader_must_know() -> None:
    for code, metric in METRICS.items():
        assert metric.code == code
        assert all((metric.name, metric.unit, metric.text, metric.sources))
        assert metric.version
        assert issubclass(metric.counts, Summable) or metric.is_distinct, code


def test_each_column_of_the_figures_is_a_metric_with_its_kind() -> None:
    some = Figures(*range(1, 10))
    for unit in VisitsUnit:
        for figure in Figure:
            metric = of_figure(figure, unit)
            assert metric.figure is figure
            assert type(some.quantity(figure, unit)) is metric.counts
        assert [one.figure for one in definitions(unit)] == list(Figure)


def test_what_overlaps_is_never_added() -> None:
    people, visits = METRICS["people"], METRICS["visits.person-day"]
    for side in Side:
        with pytest.raises(NotSummable):
            people.whole([], side)
        with pytest.raises(NotSummable):
            visits.whole([PersonDays(1)], side)
    assert METRICS["rounds"].whole([Rounds(2), Rounds(3)], Side.ORGANISER) == Rounds(5)
    with pytest.raises(NotSummable):
        METRICS["rounds"].whole([Rounds(2)], Side.PARTICIPANT)
    with pytest.raises(UnitsDiffer):
        METRICS["rounds"].whole([PersonDays(2)], Side.ORGANISER)


def test_ratios() -> None:
    assert Share(People(440), People(465)).shown() == 94.6
    assert Share(People(0), People(0)).shown() is None
    assert Share(People(3), People(3)).shown() == 100
    assert Ratio(PersonMinutes(19_560 * 60), People(465)).shown() == 42.1
    assert Ratio(Xueshi(40), People(2)).shown() == 20
    with pytest.raises(UnitsDiffer):
        Share(People(1), Rounds(2))
    with pytest.raises(ValueError, match="part"):
        Share(People(2), People(1))


COUNTIES = ("441901", "441902")
UNITS = {1: COUNTIES[0], 2: COUNTIES[0], 3: COUNTIES[1]}
lines = st.lists(
    st.tuples(
        st.integers(1, 4),  # person
        st.integers(1, 6),  # session
        st.sampled_from([None, 1, 2, 3]),  # unit of the person that day
    ),
    max_size=40,
    unique_by=lambda one: (one[0], one[1]),
)


def _line(entry: int, person: int, session: int, unit: int | None) -> Line:
    """Sessions 1–2 are a class of unit 1, 3–4 one of unit 2 on the same days, 5–6 one of unit 3."""
    held = (session + 1) // 2
    return Line(
        entry=entry, person=person, minutes=90 + session, state="present", day=date(2026, 3, 1 + session % 2),
        session=session, session_minutes=90 + session, topic="甲", training_class=held, organiser=held,
        report_year=2026, round_number=1, organiser_place=Place(UNITS[held], held),
        place=Place(UNITS[unit], unit) if unit else None,
    )  # fmt: skip


def _slow(found: list[Line]) -> dict[str, Quantity]:
    """The definitions word by word, without a set comprehension of the product's."""
    people, rounds, sessions, days, courses, classes, sign_ins = [], [], [], [], [], [], []
    delivered = received = 0
    for line in found:
        received += line.minutes
        if line.session not in sessions:
            sessions.append(line.session)
            delivered += line.session_minutes
        for keys, key in (
            (people, line.person),
            (rounds, (line.organiser, line.report_year, line.round_number)),
            (days, (line.person, line.day)),
            (courses, (line.person, line.training_class, line.topic)),
            (classes, (line.person, line.training_class)),
            (sign_ins, (line.person, line.session)),
        ):
            if key not in keys:
                keys.append(key)
    return {
        "people": People(len(people)), "rounds": Rounds(len(rounds)), "visits.person-day": PersonDays(len(days)),
        "visits.session": PersonSessions(len(sign_ins)), "visits.course": PersonCourses(len(courses)),
        "visits.class": PersonClasses(len(classes)), "half_day_sign_ins": PersonSessions(len(sign_ins)),
        "hours_delivered": DeliveredMinutes(delivered), "person_hours": PersonMinutes(received),
    }  # fmt: skip


def _of(figures: Figures, metric: Metric) -> Quantity:
    unit = (
        VisitsUnit(metric.code.removeprefix("visits."))
        if metric.figure is Figure.VISITS
        else VisitsUnit.CLASS
    )
    return figures.quantity(metric.figure or Figure.PEOPLE, unit)


@settings(deadline=None)
@given(lines)
def test_every_row_is_what_a_slow_count_says_and_stations_come_to_their_county(drawn: list) -> None:
    made = [_line(entry, *one) for entry, one in enumerate(drawn, start=1)]
    table = tabulate(made)
    for (side, tier), figures in table.items():
        mine = [
            line
            for line in made
            if (place := line.organiser_place if side is Side.ORGANISER else line.place) is not None
            and (tier == TOTAL or place.county == tier.county)
            and (tier.unit is None or place.unit == tier.unit)
        ]
        for code, expected in _slow(mine).items():
            assert _of(figures, METRICS[code]) == expected, (code, side, tier)
    for metric in METRICS.values():
        if metric.figure is None:
            continue
        for side in metric.adds_up:
            for county in COUNTIES:
                rows = [
                    row
                    for (of, tier), row in table.items()
                    if of is side and tier.county == county and tier.unit
                ]
                whole = [row for (of, tier), row in table.items() if of is side and tier == (county, None)]
                parts = [_of(row, metric) for row in rows]
                assert metric.whole(parts, side) == (_of(whole[0], metric) if whole else metric.counts(0))
