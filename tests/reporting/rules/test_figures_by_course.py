"""The published totals of 2022 counted by courses: the other way in which they can have come about.

Five rounds of 93 people sit all seven courses (12, 12, 12, 12, 12, 9 and 9 hours) in half days of three hours; five
people make a course of nine hours up in the next round. The totals are those of the series by days, the credit is not.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from reporting.rules.figures import TOTAL, Figures, Line, Place, tabulate
from reporting.rules.metrics import METRICS
from reporting.words import Figure, Side, VisitsUnit

ROUNDS, SEATS, HALF_DAY = 5, 93, 180
COURSES = {"甲": 12, "乙": 12, "丙": 12, "丁": 12, "戊": 12, "己": 9, "庚": 9}
STATIONS = {number: Place(f"99012{number % 2 + 1}", number) for number in range(1, 5)}
BUREAU = Place("990100", 9)


def _half_days(number: int) -> Iterator[tuple[int, date, str]]:
    """Session, day and course of a round: two half days a day, thirteen days long."""
    topics = [topic for topic, hours in COURSES.items() for _half_day in range(hours // 3)]
    first = date(2022, 12, 5) + timedelta(days=14 * number)
    for place, topic in enumerate(topics):
        yield number * 100 + place, first + timedelta(days=place // 2), topic


def _attended(round_number: int, person: int, only: str = "") -> Iterator[Line]:
    for session, day, topic in _half_days(round_number):
        if not only or topic == only:
            yield Line(
                entry=session * 1000 + person, person=person, minutes=HALF_DAY, state="present", day=day,
                session=session, session_minutes=HALF_DAY, topic=topic, training_class=round_number, organiser=9,
                report_year=2022, round_number=round_number, organiser_place=BUREAU,
                place=STATIONS[person % len(STATIONS) + 1],
            )  # fmt: skip


def by_course() -> list[Line]:
    lines = [
        line
        for number in range(ROUNDS)
        for seat in range(SEATS)
        for line in _attended(number, number * SEATS + seat)
    ]
    for number in range(ROUNDS):
        lines += _attended((number + 1) % ROUNDS, number * SEATS, only="庚")
    return lines


def _shown(figures: Figures, unit: VisitsUnit) -> dict[Figure, int]:
    return {figure: figures.quantity(figure, unit).number for figure in Figure}


def test_the_published_totals_come_out_by_courses_as_well_with_other_hours_for_each() -> None:
    total = tabulate(by_course())[(Side.ORGANISER, TOTAL)]
    assert (total.people, total.rounds, total.person_courses) == (465, 5, 3260)
    assert total.delivered_minutes == 390 * 60
    assert (
        total.person_minutes == 36_315 * 60
    )  # by days it is 19,560 hours: totals cannot prove anybody's hours


def test_another_unit_changes_the_visits_and_nothing_else() -> None:
    total = tabulate(by_course())[(Side.ORGANISER, TOTAL)]
    shown = {unit: _shown(total, unit) for unit in VisitsUnit}
    visits = {unit: row.pop(Figure.VISITS) for unit, row in shown.items()}
    assert visits == {
        VisitsUnit.COURSE: 3260, VisitsUnit.CLASS: 470, VisitsUnit.SESSION: 465 * 26 + 5 * 3,
        VisitsUnit.PERSON_DAY: 465 * 13 + 5 * 2,
    }  # fmt: skip
    assert len({tuple(row.items()) for row in shown.values()}) == 1


def test_stations_come_to_the_whole_where_a_metric_adds_up_and_people_are_counted_anew() -> None:
    table = tabulate(by_course())
    rows = [row for (side, tier), row in table.items() if side is Side.PARTICIPANT and tier.unit]
    total = table[(Side.PARTICIPANT, TOTAL)]
    assert len(rows) == len(STATIONS)
    for metric in METRICS.values():
        if metric.figure is None or Side.PARTICIPANT not in metric.adds_up:
            continue
        unit = (
            VisitsUnit(metric.code.removeprefix("visits."))
            if metric.figure is Figure.VISITS
            else VisitsUnit.COURSE
        )
        parts = [row.quantity(metric.figure, unit) for row in rows]
        assert metric.whole(parts, Side.PARTICIPANT) == total.quantity(metric.figure, unit)
    assert total.people == 465
