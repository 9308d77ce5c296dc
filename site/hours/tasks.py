"""Nightly: seal what was recorded."""

from celery import shared_task

from core import clock
from hours.services import seals
from organisations.authority import SYSTEM


@shared_task
def seal_nightly() -> None:
    seals.seal_all(by=SYSTEM, at=clock.now())
