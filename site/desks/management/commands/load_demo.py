"""Load the demo around today, or date it anew; nothing where it stands already."""

from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from desks.services.demo import loading


class Command(BaseCommand):
    help = "Load the demo (idempotent); only in demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = loading.ensure(at=clock.now())
        self.stderr.write("the demo is loaded" if loaded else "the demo stands")
