"""Ask training plans of whom their rules name today, open the periods that began, and find what is met."""

from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from courses.services import plans
from organisations.authority import SYSTEM


class Command(BaseCommand):
    help = "Recompute the training plans of everybody from the facts; again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        done = plans.assign(by=SYSTEM, at=at)
        changed = plans.recompute(by=SYSTEM, at=at)
        self.stdout.write(
            f"{done.begun} begun, {done.ended} ended, {done.opened} periods, {changed} found otherwise"
        )
