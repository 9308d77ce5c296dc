"""Of the world: an assignment to hand in, one that was handed in, a correction, and a lesson that asks to reflect."""

from __future__ import annotations

from typing import Any

from courses.models import LessonPage
from courses.rules.rubric import Criterion
from courses.services import assignments, feedback
from courses.services.assignments import AssignmentDetails
from organisations.authority import SYSTEM

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def work_handed_in(world: Any) -> dict[str, Any]:
    worker, at = world.people["worker"], world.at
    by = world.cast.by(worker)
    opened, done = (
        assignments.set_assignment(
            details=AssignmentDetails(
                title=title, task="写一份报告，案例用代号", criteria=[Criterion("过程", 60, "写清每一步")],
                pass_points=36, organisation=world.places.county, training_class=world.training_class,
            ),
            by=SYSTEM, at=at,
        )
        for title in ("走访报告", "个案报告")
    )  # fmt: skip
    handed_in = assignments.hand_in(assignment=done, person=worker, text="报告", content=PDF, by=by, at=at)
    page = LessonPage.objects.get(pk=world.lesson_page.pk)
    page.body.append(("reflection", {"prompt": "这一节里，哪一点您明天就用得上？"}))
    page.save_revision().publish()
    asking = LessonPage.objects.select_related("lesson").get(pk=page.pk)
    sent = feedback.send_correction(page=asking, person=worker, text="限额是去年的", place="", by=by, at=at)
    return {"assignment": opened, "submission": handed_in, "correction": sent, "asking_page": asking}
