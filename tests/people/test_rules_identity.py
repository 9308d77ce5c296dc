"""Identity numbers and what is shown of them, as tables. All numbers begin with 990000 and belong to nobody."""

import pytest

from people.rules import check_digit, is_identity_number, masked_identity_number, masked_name, masked_phone
from tests.cast import identity_number

GOOD = identity_number(7)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (GOOD, True),
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), False),
        (GOOD[:-1], False),
        (GOOD + "0", False),
        ("990000" + "19901301" + GOOD[14:], False),
        ("990000" + "19890229" + "001" + check_digit("99000019890229001"), False),
        ("990000" + "19880229" + "001" + check_digit("99000019880229001"), True),
        ("９９００００" + GOOD[6:], False),
        ("", False),
    ],
)
def test_an_identity_number_has_a_real_date_and_the_right_check(text: str, fits: bool) -> None:
    assert is_identity_number(text) is fits


def test_an_x_may_be_written_small() -> None:
    ending_in_x = next(number for number in map(identity_number, range(1, 99)) if number.endswith("X"))
    assert is_identity_number(ending_in_x.lower())


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (masked_identity_number("123X"), "**************123X"),
        (masked_identity_number(""), ""),
        (masked_phone("19900010001"), "199****0001"),
        (masked_phone(""), ""),
        (masked_phone("123"), ""),
        (masked_name("陈小燕"), "陈**"),
        (masked_name("陈"), "陈"),
    ],
)
def test_only_a_little_is_shown(shown: str, expected: str) -> None:
    assert shown == expected
