"""What may be written down as a meeting."""

from datetime import date, datetime, time

import pytest

from core.clock import SHANGHAI
from mentorship.rules import attended_range, minutes_are_plausible, names_twice


@pytest.mark.parametrize(
    ("minutes", "plausible"), [(0, False), (1, True), (480, True), (481, False), (-5, False)]
)
def test_a_meeting_lasts_from_one_minute_to_a_working_day(minutes: int, plausible: bool) -> None:
    assert minutes_are_plausible(minutes) is plausible


def test_a_person_is_there_from_the_beginning_for_their_own_minutes() -> None:
    start, finish = attended_range(date(2026, 3, 12), time(23, 30), 45, SHANGHAI)
    assert start == datetime(2026, 3, 12, 23, 30, tzinfo=SHANGHAI)
    assert finish == datetime(2026, 3, 13, 0, 15, tzinfo=SHANGHAI)


def test_a_name_on_the_list_twice_is_noticed() -> None:
    assert names_twice([1, 2, 1])
    assert not names_twice([1, 2, 3])
