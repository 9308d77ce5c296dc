"""Load the demo around a day, or date it anew; nothing where it stands already."""

from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from desks.services.demo import loading


class Command(BaseCommand):
    help = "Load the demo around today (idempotent); only in demo mode."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="another day than today, as 2026-03-16")

    def handle(self, *args: Any, **options: Any) -> None:
        on: date | None = options["on"]
        at = datetime.combine(on, time(9, 30), clock.SHANGHAI) if on else clock.now()
        loaded = loading.ensure(at=at)
        self.stderr.write("the demo is loaded" if loaded else "the demo stands")
