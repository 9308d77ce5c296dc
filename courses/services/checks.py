"""From the questions of a published page to the check that learners answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assessment.services import questions
from assessment.services.questions import QuestionDetails
from assessment.words import QuestionKind
from courses.blocks import code_of, tags_of
from courses.models import Lesson, LessonPage
from organisations.authority import Authority


@transaction.atomic
def publish(*, page: LessonPage, by: Authority, at: datetime) -> None:
    """Let the lesson's check ask what the page asks. A changed wording becomes a new version; nobody's answers move."""
    lesson = Lesson.objects.select_for_update().get(pk=page.lesson_id)
    wanted = [_details(block) for block in page.questions]
    if not wanted and lesson.check_asked is None:
        return
    check = questions.set_check(check=lesson.check_asked, questions=wanted, by=by, at=at)
    if lesson.check_asked_id != check.pk:
        lesson.check_asked = check
        lesson.save(update_fields=["check_asked"])


def _details(block: object) -> QuestionDetails:
    value = block.value  # type: ignore[attr-defined]
    return QuestionDetails(
        code=code_of(block),
        kind=QuestionKind(value["kind"]),
        stem=value["stem"],
        options=tuple((option["text"], bool(option["right"])) for option in value["options"]),
        explanation=value["explanation"],
        tags=tags_of(value),
    )
