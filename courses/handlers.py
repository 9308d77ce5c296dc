"""What courses hear of themselves: a finished lesson may have been one too many for the time."""

from core import clock, events
from core.models import Event
from courses.lesson_querysets import all_progress
from courses.services import pace


@events.on("courses.lesson.finished")
def note_pace(event: Event) -> None:
    finished = all_progress().select_related("person").get(pk=event.data["progress"])
    if finished.finished_at is not None:
        pace.note(person=finished.person, around=finished.finished_at, at=clock.now())
