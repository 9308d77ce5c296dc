"""What the clock asks of reporting."""

from celery import shared_task

from core import clock
from reporting.services import official


@shared_task
def purge_prepared_files() -> None:
    """Each hour: files of official forms whose day is over."""
    official.purge_expired(at=clock.now())
