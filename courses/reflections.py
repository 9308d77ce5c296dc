"""The reflection questions of a lesson and which of them somebody wrote to, as plain data for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courses.feedback_querysets import all_reflections
from courses.models import LessonPage
from people.models import Person


@dataclass(frozen=True)
class ReflectionLine:
    """One question; `saved_at` is None where nothing was written."""

    block_id: str
    prompt: str
    saved_at: datetime | None


def overview_of_reflections(page: LessonPage, person: Person) -> list[ReflectionLine]:
    """In the order of the page; asks the database nothing where the lesson asks nothing."""
    asked = [block for block in page.body if block.block_type == "reflection"]
    if not asked:
        return []
    mine = all_reflections().of_person(person).filter(lesson=page.lesson)
    saved = {str(block_id): at for block_id, at in mine.values_list("block_id", "saved_at")}
    return [
        ReflectionLine(str(block.id), str(block.value["prompt"]), saved.get(str(block.id))) for block in asked
    ]
