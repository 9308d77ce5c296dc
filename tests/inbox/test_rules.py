"""How long it still takes, from what has been done."""

import pytest

from inbox.rules import seconds_left


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "left"),
    [
        (0, 0, 0.0, 20),  # nothing known: as usual
        (0, 0, 15.0, 5),
        (0, 0, 20.0, None),  # longer than usual and no count: nothing can be said
        (1, 100, 1.0, 19),  # the rate of the first second says nothing
        (25, 100, 5.0, 15),
        (6_000, 6_000, 9.0, 1),
        (50, 100, 300.0, 300),  # slower than usual: the rate decides
    ],
)
def test_what_is_left(done: int, total: int, elapsed: float, left: int | None) -> None:
    assert seconds_left(done=done, total=total, elapsed=elapsed, usual=20) == left
