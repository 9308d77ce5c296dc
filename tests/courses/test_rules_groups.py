"""Groups are even, and colleagues sit apart."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.groups import deal


def test_colleagues_are_dealt_into_different_groups() -> None:
    people = [(1, "甲"), (2, "甲"), (3, "乙"), (4, "甲"), (5, "乙"), (6, "丙")]
    assert deal(people, 3) == {1: 1, 2: 2, 4: 3, 3: 1, 5: 2, 6: 3}


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(1, 8))
def test_groups_differ_by_one_and_a_unit_is_spread_as_far_as_it_goes(units: list[int], count: int) -> None:
    people = list(enumerate(units))
    dealt = deal(people, count)
    assert set(dealt) == {person for person, _unit in people}
    sizes = Counter(dealt.values())
    assert max(sizes.values()) - min(sizes.get(number, 0) for number in range(1, count + 1)) <= 1
    for unit in set(units):
        together = Counter(dealt[person] for person, one in people if one == unit)
        assert max(together.values()) <= -(-units.count(unit) // count)
