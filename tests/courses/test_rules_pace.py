"""Which finishes come too fast: a pure rule over moments and declared minutes."""

from datetime import datetime, timedelta

import pytest

from core import clock
from courses.rules.pace import Finish, Pace, implausible_runs

PACE = Pace(timedelta(minutes=60), 180)
EVENING = datetime(2026, 3, 16, 20, 0, tzinfo=clock.SHANGHAI)


def finishes(*rows: tuple[int, int]) -> list[Finish]:
    """(clock minutes after eight, declared minutes)."""
    return [
        Finish(number, EVENING + timedelta(minutes=after), minutes)
        for number, (after, minutes) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((), []),
        (((0, 240),), []),  # one lesson alone: somebody may know it all
        (((0, 90), (1, 90)), []),  # 180 is still plausible
        (((0, 90), (1, 90), (2, 1)), [(3, 181)]),
        (((0, 90), (60, 90), (60, 1)), [(3, 181)]),  # the window's end is in it
        (((0, 90), (61, 90), (121, 91)), [(2, 181)]),
        (((0, 91), (61, 91)), []),
        (((0, 100), (30, 100), (80, 100)), [(3, 300)]),  # windows that share a lesson are one run
        (((0, 100), (30, 100), (400, 100), (410, 100)), [(2, 200), (2, 200)]),
    ],
)
def test_runs(rows: tuple[tuple[int, int], ...], found: list[tuple[int, int]]) -> None:
    runs = implausible_runs(finishes(*rows), pace=PACE)
    assert [(len(run.finishes), run.minutes) for run in runs] == found


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = finishes((0, 100), (10, 100), (20, 100))
    assert implausible_runs(rows, pace=PACE) == implausible_runs(reversed(rows), pace=PACE)
