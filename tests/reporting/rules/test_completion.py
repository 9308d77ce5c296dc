"""应训、完成、完成率: shares with their fraction."""

import pytest

from reporting.rules.completion import Completion


@pytest.mark.parametrize(
    ("required", "completed", "rate"),
    [
        (465, 440, "94.6%（440/465）"),
        (3, 1, "33.3%（1/3）"),
        (3, 2, "66.7%（2/3）"),
        (2, 2, "100.0%（2/2）"),
        (0, 0, ""),
    ],
)
def test_a_share_shows_its_fraction(required: int, completed: int, rate: str) -> None:
    assert Completion(required, completed).rate == rate
