"""Every few minutes: hand in the sittings whose time is over and that nobody looks at."""

from celery import shared_task

from assessment.services import sittings
from core import clock
from organisations.authority import SYSTEM


@shared_task
def close_sittings() -> None:
    sittings.close_over(by=SYSTEM, at=clock.now())
