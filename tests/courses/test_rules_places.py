"""Whose share a seat is taken from, and who moves up."""

import pytest

from courses.rules.places import Waiter, moving_up, nearest


@pytest.mark.parametrize(
    ("path", "sharing", "expected"),
    [
        ("1/5/12/", {5}, 5),
        ("1/5/12/", {1, 5}, 5),
        ("1/5/12/", {1, 5, 12}, 12),
        ("1/5/12/", {2, 51, 120}, None),
        ("1/5/12/", set(), None),
        ("", {1, 5}, None),
    ],
)
def test_the_nearest_share_at_or_above_counts(path: str, sharing: set[int], expected: int | None) -> None:
    assert nearest(path, sharing) == expected


def ids(waiters: list[Waiter]) -> list[int]:
    return [one.enrolment for one in waiters]


def test_who_waited_longest_moves_up_first() -> None:
    waiting = [Waiter(3), Waiter(1), Waiter(2)]
    assert ids(moving_up(waiting, free=2, free_of=None)) == [3, 1]
    assert ids(moving_up(waiting, free=None, free_of=None)) == [3, 1, 2]
    assert moving_up(waiting, free=0, free_of=None) == []


def test_whose_share_is_used_up_stays_and_holds_up_nobody() -> None:
    waiting = [Waiter(1, quota=7), Waiter(2, quota=7), Waiter(3, quota=8), Waiter(4, quota=None)]
    assert ids(moving_up(waiting, free=3, free_of={7: 1, 8: 5})) == [1, 3]
    assert ids(moving_up(waiting, free=1, free_of={7: 0, 8: 5})) == [3]
    assert ids(moving_up(waiting, free=None, free_of={7: 2, 8: 0})) == [1, 2]


def test_the_seats_of_the_shares_given_are_not_changed() -> None:
    free_of = {7: 1}
    moving_up([Waiter(1, quota=7)], free=1, free_of=free_of)
    assert free_of == {7: 1}
