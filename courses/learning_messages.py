"""What learners are told of their own work: an assignment was set, marked or given back; a correction was answered."""

from __future__ import annotations

from django.urls import reverse

from core.models import Event
from core.words import gettext_noop as _
from courses.assignment_querysets import all_assignments, all_submissions
from courses.feedback_querysets import all_corrections
from courses.querysets import all_enrolments
from courses.words import CorrectionState, SubmissionState
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells

OUTSIDE = _("您的作业有了答复。")
SET = register(Kind("courses.assignment.set", _("布置了作业“%(name)s”。"), _("您有新的作业。")))
MARKED = register(Kind("courses.submission.marked", _("作业“%(name)s”已批改。"), OUTSIDE))
RETURNED = register(Kind("courses.submission.returned", _("作业“%(name)s”已退回，请看评语后再交。"), OUTSIDE))
FIXED = register(Kind("courses.correction.fixed", _("您提出的纠错已改好。"), _("您的纠错有了答复。")))
DECLINED = register(
    Kind(
        "courses.correction.declined", _("您提出的纠错没有采纳，原因写在纠错页面。"), _("您的纠错有了答复。")
    )
)


@tells("courses.assignment.set")
def assignment_set(event: Event) -> Told | None:
    """Those of a class are told; an assignment of a course waits in the to-dos of a whole place."""
    found = all_assignments().filter(pk=event.subject_id).exclude(training_class=None).first()
    if found is None:
        return None
    people = all_enrolments().standing().filter(training_class=found.training_class_id)
    url = reverse("learning:assignment", args=[found.public_id])
    return Told(
        kind=SET, people=list(people.values_list("person_id", flat=True)), url=url, data={"name": found.title}
    )


@tells("courses.submission.answered")
def submission_answered(event: Event) -> Told | None:
    found = all_submissions().light().select_related("assignment").filter(pk=event.subject_id).first()
    if found is None or found.state == SubmissionState.WAITING:
        return None
    kind = MARKED if found.state == SubmissionState.MARKED else RETURNED
    url = reverse("learning:assignment", args=[found.assignment.public_id])
    return Told(kind=kind, people=[found.person_id], url=url, data={"name": found.assignment.title})


@tells("courses.correction.answered")
def correction_answered(event: Event) -> Told | None:
    found = all_corrections().select_related("lesson").filter(pk=event.subject_id).first()
    if found is None or found.state == CorrectionState.NEW:
        return None
    kind = FIXED if found.state == CorrectionState.FIXED else DECLINED
    url = reverse("learning:correct", args=[found.lesson.public_id])
    return Told(kind=kind, people=[found.person_id], url=url)
