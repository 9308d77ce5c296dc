"""Who came and who went, as tables: seen from a county, and from each of its stations."""

import pytest

from reporting.rules.roster_changes import Balance, Move, Post, roster_changes
from reporting.words import RosterChange

SERVICE, ADMINISTRATIVE = "service", "administrative"
EAST, WEST = "990121", "990122"
A, B = Post(11, SERVICE, 11, EAST), Post(12, SERVICE, 12, EAST)
POINT_OF_A = Post(13, SERVICE, 11, EAST)
PAPERS_AT_A = Post(11, ADMINISTRATIVE, 11, EAST)
BEYOND = Post(99, SERVICE)


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        (None, A, RosterChange.JOINED),
        (A, None, RosterChange.LEFT),
        (BEYOND, A, RosterChange.CAME),
        (A, BEYOND, RosterChange.WENT),
        (A, B, RosterChange.WITHIN),
        (A, PAPERS_AT_A, RosterChange.POST),
        (A, POINT_OF_A, None),
        (A, A, None),
        (BEYOND, BEYOND, None),
    ],
)
def test_what_a_change_is_called(was: Post | None, now: Post | None, change: RosterChange | None) -> None:
    assert Move(1, was, now).change is change


def unit_of(post: Post) -> int | None:
    return post.unit


def county_of(post: Post) -> str | None:
    return post.county


def test_a_move_between_two_stations_is_none_for_the_county_and_one_for_each_station() -> None:
    found = roster_changes({1: A}, {1: B})
    assert found.whole.of(RosterChange.JOINED, RosterChange.CAME, RosterChange.WENT, RosterChange.LEFT) == 0
    assert found.whole.told() == "换单位1人"
    assert found.by_place(county_of) == {EAST: Balance(1, 1, {RosterChange.WITHIN: 1})}
    assert found.by_place(unit_of) == {
        11: Balance(1, 0, {RosterChange.WENT: 1}),
        12: Balance(0, 1, {RosterChange.CAME: 1}),
    }


def test_a_move_between_two_counties_is_none_for_the_city_and_one_for_each_county() -> None:
    west = Post(21, SERVICE, 21, WEST)
    found = roster_changes({1: A}, {1: west})
    assert found.by_place(county_of) == {
        EAST: Balance(1, 0, {RosterChange.WENT: 1}),
        WEST: Balance(0, 1, {RosterChange.CAME: 1}),
    }


def test_what_came_and_went_leads_from_the_one_number_to_the_other() -> None:
    before = {1: A, 2: A, 3: B, 4: B}
    after = {2: A, 3: A, 5: A, 6: B}
    elsewhere = [Move(4, None, BEYOND), Move(6, BEYOND, None)]
    found = roster_changes(before, after, elsewhere)
    whole = found.whole
    assert (whole.before, whole.after) == (4, 4)
    assert whole.changes == {
        RosterChange.LEFT: 1, RosterChange.WITHIN: 1, RosterChange.WENT: 1, RosterChange.JOINED: 1, RosterChange.CAME: 1,
    }  # fmt: skip
    assert whole.told() == "新增2人、减少2人、换单位1人"
    for one in [whole, *found.by_place(unit_of).values()]:
        gained = one.of(RosterChange.JOINED, RosterChange.CAME)
        assert one.after == one.before + gained - one.of(RosterChange.LEFT, RosterChange.WENT)


def test_nothing_to_compare_with_and_nothing_changed() -> None:
    assert not roster_changes({}, {1: A}).has_before
    same = roster_changes({1: A}, {1: A})
    assert same.has_before
    assert not same.whole.is_changed
    assert same.whole.told() == ""
