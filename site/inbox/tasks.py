"""What the worker does for the inbox. The messages carry nothing: the tables decide."""

from celery import shared_task

from core import clock
from inbox.services import job_running, jobs
from organisations.authority import SYSTEM


@shared_task
def run_waiting() -> None:
    """After a commit and twice a minute: one job a message, so that deliveries get their turn between two jobs."""
    if job_running.run_next(by=SYSTEM, at=clock.now()):
        run_waiting.delay()


jobs.wake_with(lambda: run_waiting.delay() and None)
