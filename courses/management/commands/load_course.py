"""Load a course that ships as files; by default the pre-service course."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock
from courses.services import course_content
from organisations.authority import SYSTEM

PRE_SERVICE = Path(__file__).resolve().parents[2] / "content" / "pre_service"


class Command(BaseCommand):
    help = "Load a course folder into the page tree. Pages that an editor changed stay as they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=PRE_SERVICE)

    def handle(self, *args: Any, **options: Any) -> None:
        page = course_content.load(folder=options["folder"], by=SYSTEM, at=clock.now())
        self.stdout.write(f"{page.title}: {page.get_children().live().count()}")
