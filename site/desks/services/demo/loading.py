"""Load the demo once, and date it anew on another day. The Yunfu series of 2022 never moves."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from core.models import Event
from courses.services import course_content
from desks.services.demo import city as city_part
from desks.services.demo import database, learning, people, reporting, studio, training
from organisations.authority import SYSTEM
from reporting.services import training_import

LOADED = "desks.demo.loaded"
HISTORY = "desks.demo.history_loaded"
COURSE_FOLDER = settings.ROOT / "courses" / "content" / "pre_service"
HISTORY_FOLDER = Path(__file__).resolve().parents[2] / "samples" / "yunfu-2022"


def ensure(*, at: datetime) -> bool:
    """Make the demo stand around the day of `at`; True where something was loaded.

    Raises RuleBroken outside demo mode.
    """
    if not settings.DEMO_MODE:
        raise RuleBroken("demo.off", "演示模式没有打开，不能载入演示数据。")
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
    """What does not depend on the day: the course and the Yunfu series."""
    if Event.objects.filter(name=HISTORY).exists():
        return
    with transaction.atomic():
        course_content.load(folder=COURSE_FOLDER, by=SYSTEM, at=at)
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
    training.build(city, new_worker=cast["new-worker"], anchor=anchor, at=at)
    learning.build(new_worker=cast["new-worker"], anchor=anchor, at=at)
    studio.build(city, cast=cast, anchor=anchor, at=at)
    reporting.build(city, anchor=anchor, at=at)
    events.record(LOADED, by=SYSTEM, at=at, data={"anchor": anchor.isoformat()})
