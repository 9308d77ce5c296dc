"""How far long work is, told to whoever watches; and the way in which it hears that nobody wants it any more."""

from typing import Protocol


class Stopped(Exception):
    """The work is no longer wanted. Let it pass: the transaction is rolled back, and nothing was written."""


class Progress(Protocol):
    def __call__(self, done: int, total: int, unit: str) -> None:
        """`unit` is what is counted, a Chinese message id: 行. A total of 0 is not known yet. Raises Stopped."""


def unwatched(done: int, total: int, unit: str) -> None:
    """For commands and tests, which wait for the end."""


class Count:
    """A count towards a total, told with each step. Steps of less than a second let a cancellation be heard."""

    def __init__(self, progress: Progress, *, total: int, unit: str) -> None:
        self._progress = progress
        self._total = total
        self._unit = unit
        self._done = 0
        self.add(0)

    def add(self, number: int) -> None:
        """Raises Stopped."""
        self._done = min(self._done + number, self._total)
        self._progress(self._done, self._total, self._unit)
