"""Load the demo once, and date it anew on another day. The Yunfu series of 2022 never moves."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from assessment.services import paper_content
from cms.services import news, search_index
from core import clock, events
from core.errors import RuleBroken
from core.models import Event
from courses.services import case_content, course_content
from desks.services.demo import (
    admissions,
    class_papers,
    coursework,
    database,
    endings,
    learning,
    papers,
    people,
    plans,
    questions,
    registration,
    reporting,
    reviewing,
    studio,
    training,
)
from desks.services.demo import city as city_part
from organisations.authority import SYSTEM
from reporting.services import training_import

LOADED = "desks.demo.loaded"
HISTORY = "desks.demo.history_loaded"
COURSES = settings.ROOT / "courses" / "content"  # a folder with a course.json each
PAPERS = settings.ROOT / "courses" / "papers"
HISTORY_FOLDER = Path(__file__).resolve().parents[2] / "samples" / "yunfu-2022"


def ensure(*, at: datetime) -> bool:
    """Make the demo stand around the day of `at`; True where something was loaded.

    Raises RuleBroken outside demo mode.
    """
    if not settings.DEMO_MODE:
        raise RuleBroken("demo.off", "演示模式没有打开，不能载入演示数据。请用演示设置启动后再载入。")
    anchor = clock.date_of(at)
    loaded = _anchor()
    if loaded == anchor:
        return False
    if loaded is not None:
        if not (database.is_embedded() and database.has_base()):
            return False
        database.back_to_base()
        call_command("migrate", verbosity=0)
    _load_history(at=at)
    _load_city(anchor=anchor, at=at)
    return True


def _anchor() -> date | None:
    event = Event.objects.filter(name=LOADED).order_by("-id").first()
    return date.fromisoformat(event.data["anchor"]) if event else None


def _load_history(*, at: datetime) -> None:
    """What does not depend on the day: the courses and the Yunfu series."""
    if Event.objects.filter(name=HISTORY).exists():
        return
    with transaction.atomic():
        for outline in sorted(COURSES.glob("*/course.json")):
            course_content.load(folder=outline.parent, by=SYSTEM, at=at)
        case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at)
        paper_content.load(folder=PAPERS, by=SYSTEM, at=at)
        news.load(folder=news.CONTENT, by=SYSTEM, at=at)
        search_index.rebuild(by=SYSTEM, at=at)
        files = {path.name: path.read_bytes() for path in sorted(HISTORY_FOLDER.glob("*.xlsx"))}
        batch = training_import.stage(files=files, organisation=None, by=SYSTEM, at=at)
        training_import.confirm(batch=batch, by=SYSTEM, at=at)
        events.record(HISTORY, by=SYSTEM, at=at)
    if database.is_embedded():
        database.keep_base()


@transaction.atomic
def _load_city(*, anchor: date, at: datetime) -> None:
    city = city_part.build(anchor=anchor, at=at)
    cast = people.build(city, anchor=anchor, at=at)
    class_papers.register(city, at=at)
    training.build(city, cast=cast, anchor=anchor, at=at)
    admissions.build(city, cast=cast, anchor=anchor, at=at)
    endings.build(city, anchor=anchor, at=at)
    class_papers.build(city, anchor=anchor, at=at)
    learning.build(city, new_worker=cast["new-worker"], anchor=anchor, at=at)
    coursework.build(city, cast=cast, anchor=anchor, at=at)
    registration.build(liaison=cast["liaison"], anchor=anchor, at=at)
    studio.build(city, cast=cast, anchor=anchor, at=at)
    plans.build(city, anchor=anchor, at=at)
    questions.build(at=at)
    papers.build(cast=cast, anchor=anchor, at=at)
    reporting.build(city, anchor=anchor, at=at)
    reviewing.build(editor=cast["editor"], anchor=anchor, at=at)
    events.record(LOADED, by=SYSTEM, at=at, data={"anchor": anchor.isoformat()})
