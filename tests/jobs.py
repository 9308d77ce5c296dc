"""Long jobs in tests: kinds of the test's own, and a way to run what waits where no worker runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self

from django.db import connections

from core import clock
from inbox import jobs
from inbox.jobs import Kind, Work
from inbox.models import Job
from inbox.services import job_running
from inbox.services import jobs as job_services
from inbox.services.job_pulse import Pulse
from organisations.authority import SYSTEM, Authority
from organisations.models import Organisation


class StillPulse(Pulse):
    """Beats whenever it is told something, on the caller's connection: one test, one transaction, no thread."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def progress(self, done: int, total: int, unit: str) -> None:
        self._told = (done, total, unit)
        self.beat()
        super().progress(done, total, unit)


def run_waiting(at: datetime) -> int:
    """Run everything that waits to its end, as a worker would; return how many jobs that were."""
    done = 0
    while job_running.run_next(by=SYSTEM, at=at, pulse=StillPulse):
        done += 1
    return done


@contextmanager
def a_worker() -> Iterator[None]:
    """A thread that takes up jobs as soon as a page starts them, as the worker of an installation does."""
    woken, over = threading.Event(), threading.Event()
    before = list(job_services._wake)

    def work() -> None:
        try:
            while not over.is_set():
                woken.wait(0.1)
                woken.clear()
                while job_running.run_next(by=SYSTEM, at=clock.now()):
                    pass
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, name="worker")
    job_services.wake_with(woken.set)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        job_services._wake[:] = before


def no_work(work: Work) -> str:
    return "/hours/"


def register(run: Callable[[Work], str] = no_work, **more: Any) -> Kind:
    """A kind of the test's own. Use it with `own_kinds`, which forgets it."""
    return jobs.register(Kind(**({"name": "probe.work", "label": "试做", "run": run, "seconds": 20} | more)))


def start(
    by: Authority, at: datetime, subject: Organisation, *, kind: str = "probe.work", **parameters: Any
) -> Job:
    return job_services.start(
        kind=kind, parameters=parameters, subject=subject, origin="/desk/", by=by, at=at
    )
