"""Two rows of the books are one class: the 备案号, and half of the smaller one's people on the same days."""

from datetime import date

import pytest

from reporting.rules.claims import Claim, Participant, is_same_class

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def people(
    *persons: int, day: date = MONDAY, name: str = "学员", proved: bool = True
) -> tuple[Participant, ...]:
    return tuple(Participant(one, f"{name}{one % 100}", proved, frozenset({day})) for one in persons)


def claim(*participants: Participant, number: str = "榕备2026-7") -> Claim:
    return Claim(1, number, participants)


FOUR = claim(*people(1, 2, 3, 4))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (claim(*people(1, 2, 8, 9)), True),  # exactly half
        (claim(*people(1, 7, 8, 9)), False),
        (claim(*people(1, 7)), True),  # half of the smaller one
        (claim(*people(1, 2, 3, 4), number=" 榕备２０２６-7 "), True),  # spaces and wide digits
        (claim(*people(1, 2, 3, 4), number="榕备2026-8"), False),
        (claim(*people(1, 2, 3, 4), number=""), False),
        (claim(*people(1, 2, 3, 4, day=TUESDAY)), False),  # the same people on another day
        (claim(*people(1, 2), *people(3, 4, day=TUESDAY)), True),
        (claim(), False),
        (claim(*people(101, 102, proved=False)), True),  # typed without a number: told by the name
        (claim(*people(101, 102)), False),  # two people with numbers of their own
        (claim(*people(101, 201, proved=False)), True),  # one namesake counts for one
        (claim(*people(101, 201, 301, proved=False)), False),
    ],
)
def test_the_same_class(other: Claim, same: bool) -> None:
    assert is_same_class(FOUR, other, percent=50) is same
    assert is_same_class(other, FOUR, percent=50) is same


def test_no_number_is_like_no_other() -> None:
    assert not is_same_class(claim(*people(1), number=""), claim(*people(1), number=""), percent=50)


def test_the_share_is_a_rule() -> None:
    assert not is_same_class(FOUR, claim(*people(1, 2, 8, 9)), percent=51)
    assert is_same_class(FOUR, claim(*people(1, 7, 8, 9)), percent=25)
