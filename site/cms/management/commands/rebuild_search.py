"""Make the search index anew from everything that is published."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.services import search_index
from core import clock
from organisations.authority import SYSTEM


class Command(BaseCommand):
    help = "Rebuild the search index from everything that is published. Needed after a restore; harmless at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = search_index.rebuild(by=SYSTEM, at=clock.now())
        for kind, number in sorted(counts.items()):
            self.stdout.write(f"{kind}\t{number}")
