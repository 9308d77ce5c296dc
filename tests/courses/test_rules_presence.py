"""Late, early, too short: the rule as a table. A session from 9:00 to 12:00 unless said otherwise."""

from datetime import time

import pytest

from courses.rules.presence import Hours, Thresholds, covered, judge, judge_spans
from courses.words import AttendanceState

RULE = Thresholds(late_minutes=15, early_minutes=15, least_percent=80)
MORNING = Hours(time(9, 0), time(12, 0))
PRESENT, LATE, EARLY, SHORT = (
    AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.LEFT_EARLY, AttendanceState.TOO_SHORT,
)  # fmt: skip


@pytest.mark.parametrize(
    ("came", "left", "state", "minutes"),
    [
        (None, None, PRESENT, 180),
        (time(8, 40), None, PRESENT, 180),
        (time(9, 15), time(12, 20), PRESENT, 180),
        (time(9, 16), None, LATE, 164),
        (time(9, 36), None, LATE, 144),  # 80 % exactly
        (time(9, 37), None, SHORT, 143),
        (None, time(11, 45), PRESENT, 180),
        (None, time(11, 44), EARLY, 164),
        (time(9, 16), time(11, 44), EARLY, 148),
        (time(9, 30), time(11, 30), SHORT, 120),
        (time(9, 0), time(9, 10), SHORT, 10),
        (time(12, 30), None, SHORT, 0),
    ],
)
def test_a_stay_is_judged(came: time | None, left: time | None, state: AttendanceState, minutes: int) -> None:
    found = judge(MORNING, came=came, left=left, thresholds=RULE)
    assert (found.state, found.minutes) == (state, minutes)


def test_nobody_is_late_for_a_code_that_was_not_shown_yet() -> None:
    opened_late = Hours(time(9, 0), time(12, 0), opened_at=time(10, 0))
    assert judge(opened_late, came=time(10, 15), left=None, thresholds=RULE).state == PRESENT
    assert judge(opened_late, came=time(10, 16), left=None, thresholds=RULE).state == SHORT


def test_numbers_of_another_place_judge_otherwise() -> None:
    strict = Thresholds(late_minutes=0, early_minutes=0, least_percent=100)
    assert judge(MORNING, came=time(9, 0), left=time(12, 0), thresholds=strict).state == PRESENT
    assert judge(MORNING, came=time(9, 1), left=None, thresholds=strict).state == SHORT


@pytest.mark.parametrize(
    ("spans", "minutes"),
    [
        ([], 0),
        ([(540, 600), (590, 660)], 120),  # overlapping
        ([(540, 720), (600, 610)], 180),  # one inside another
        ([(500, 560), (700, 800)], 40),  # beyond both ends
        ([(700, 720), (540, 550)], 30),  # in any order
        ([(730, 760)], 0),
    ],
)
def test_spans_are_joined_and_cut_to_the_session(spans: list[tuple[int, int]], minutes: int) -> None:
    assert covered(spans, MORNING) == minutes


def test_gaps_of_a_broken_connection_do_not_count() -> None:
    found = judge_spans(MORNING, [(540, 620), (640, 720)], thresholds=RULE)
    assert (found.state, found.minutes) == (PRESENT, 160)
    assert judge_spans(MORNING, [(540, 560), (640, 720)], thresholds=RULE).state == SHORT
    assert judge_spans(MORNING, [], thresholds=RULE).state == SHORT
    assert judge_spans(MORNING, [(560, 720)], thresholds=RULE).state == LATE
    assert judge_spans(MORNING, [(540, 700)], thresholds=RULE).state == EARLY
