"""Nightly: take up plans that came with an upgrade, ask them of whom their rules name by now, find what is met."""

from celery import shared_task

from core import clock
from courses.services import plans
from organisations.authority import SYSTEM


@shared_task
def assign_plans() -> None:
    at = clock.now()
    plans.load(by=SYSTEM, at=at)
    plans.assign(by=SYSTEM, at=at)
    plans.recompute(by=SYSTEM, at=at)
