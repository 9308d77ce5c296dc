"""Recompute every hash of the ledger. Exit 0, or 1 naming the first bad line."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from hours.services import seals


class Command(BaseCommand):
    help = "Verify row hashes and seals of the hours ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        fault = seals.verify()
        if fault is None:
            self.stdout.write("the ledger is whole")
            return
        self.stderr.write(f"line {fault.entry} (bureau {fault.bureau}, seal {fault.seal}): {fault.what}")
        sys.exit(1)
