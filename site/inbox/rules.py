"""When a worker counts as dead, how often a job is tried, and how long it still takes."""

from datetime import timedelta

# A living worker renews its claim each second. A shorter span would let a busy machine lose its claims.
HELD_FOR = timedelta(seconds=30)
MOST_ATTEMPTS = 3
_EARLIEST_GUESS = 2.0  # seconds of counting before a rate says anything


def seconds_left(*, done: int, total: int, elapsed: float, usual: int) -> int | None:
    """About how many seconds the work still takes; None where nothing can be said.

    `elapsed` are the seconds since the counting began. Before the rate says anything, what the work usually takes is
    the guess; work that takes longer than usual and does not count says nothing.
    """
    if done and total and elapsed >= _EARLIEST_GUESS:
        return max(1, round(elapsed / done * (total - done)))
    left = usual - elapsed
    return round(left) if left >= 1 else None
