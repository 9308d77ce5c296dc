"""Load the training plans that ship as files, and ask them of whom their rules name."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock
from courses.services import plans
from organisations.authority import SYSTEM


class Command(BaseCommand):
    help = "Load a folder of training plans. Versions by which somebody is judged already stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=plans.FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        written = plans.load(folder=options["folder"], by=SYSTEM, at=at)
        done = plans.assign(by=SYSTEM, at=at)
        self.stdout.write(f"{written} loaded, {done.begun} begun, {done.ended} ended, {done.opened} periods")
