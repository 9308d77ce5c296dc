"""Load a course that ships as files; without a folder everything that ships: courses, cases and news."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessment.services import paper_content
from cms.form_library import FormSource
from cms.services import news, search_index
from core import clock
from courses.services import case_content, course_content
from organisations.authority import SYSTEM

COURSES = Path(__file__).resolve().parents[2] / "content"  # a folder with a course.json each
PAPERS = COURSES.parent / "papers"


class Command(BaseCommand):
    help = (
        "Load a course folder into the page tree; without one, every course, case, paper and piece of news of the product. "
        "Pages that an editor changed stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        at, folder = clock.now(), options["folder"]
        outlines = [folder / "course.json"] if folder else sorted(COURSES.glob("*/course.json"))
        for outline in outlines:
            page = course_content.load(folder=outline.parent, by=SYSTEM, at=at)
            lessons = page.get_descendants().filter(content_type__model="lessonpage").live()
            self.stdout.write(f"{page.title}: {lessons.count()}")
        if not folder:
            cases = case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at)
            papers = paper_content.load(folder=PAPERS, by=SYSTEM, at=at)
            pieces = news.load(folder=news.CONTENT, by=SYSTEM, at=at)
            search_index.refresh_kind(kind=FormSource.kind, by=SYSTEM, at=at)
            self.stdout.write(f"{cases} cases, {papers} papers, {pieces} news")
