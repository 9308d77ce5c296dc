"""The sign of life of a running job, beside its open transaction."""

from __future__ import annotations

import logging
import threading
from types import TracebackType
from typing import Self

from django.db import Error, connections
from django.db.models.functions import Now

from core import clock
from core.progress import Stopped
from inbox.models import Job
from inbox.querysets.jobs import all_jobs
from inbox.rules import HELD_FOR

logger = logging.getLogger(__name__)
EVERY_SECONDS = 1.0


class Pulse:
    """Keeps the claim, carries progress out, and hears of a cancellation.

    What the work's own transaction writes is seen by nobody until it ends, and work may compute for seconds without
    a word. So this beats in a thread, on a connection of that thread's own, one short statement a beat.
    """

    def __init__(self, job: Job, *, every: float = EVERY_SECONDS) -> None:
        self._job = job
        self._every = every
        self._told = (0, 0, "")
        self._unit = ""
        self._over = threading.Event()
        self._unwanted = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_over, name="job-pulse", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def progress(self, done: int, total: int, unit: str) -> None:
        """Note how far the work is. Raises Stopped where the last beat found that nobody wants it."""
        self._told = (done, total, unit)
        if self._unwanted.is_set():
            raise Stopped

    def beat(self) -> None:
        done, total, unit = self._told
        values = {"done": done, "total": total, "unit": unit, "held_until": Now() + HELD_FOR}
        if unit != self._unit:
            values["counted_from"] = clock.now()
        if all_jobs().held(self._job).update(**values):
            self._unit = unit
        else:
            self._unwanted.set()

    def _beat_until_over(self) -> None:
        try:
            while not self._over.wait(self._every):
                try:
                    self.beat()
                except (
                    Error
                ) as error:  # the database is away for a moment: the work will hear of it by itself
                    logger.warning("job pulse missed", extra={"failure": type(error).__name__})
                    connections.close_all()
        finally:
            connections.close_all()
