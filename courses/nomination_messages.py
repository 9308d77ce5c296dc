"""What whoever nominated somebody for a class is told of the answer: which class and which answer, never whom."""

from __future__ import annotations

from django.urls import reverse

from core.models import Event
from core.words import gettext_noop as _
from courses.models import TrainingClass
from courses.querysets import all_classes, all_enrolments
from courses.words import EnrolmentState
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells

ANSWERED = _("您的推荐有了答复。")
ACCEPTED = register(Kind("courses.nomination.accepted", _("您推荐的人已录取到“%(name)s”。"), ANSWERED))
DECLINED = register(Kind("courses.nomination.declined", _("您推荐到“%(name)s”的人没有获得同意。"), ANSWERED))
QUEUED = register(Kind("courses.nomination.queued", _("您推荐的人已列入“%(name)s”的候补。"), ANSWERED))
MOVED_UP = register(
    Kind("courses.nomination.moved_up", _("您推荐的人已从“%(name)s”的候补转为录取。"), ANSWERED)
)


@tells("courses.enrolment.made")
def nomination_accepted(event: Event) -> Told | None:
    return _of_one(ACCEPTED, event, EnrolmentState.ENROLLED)


@tells("courses.enrolment.declined")
def nomination_declined(event: Event) -> Told | None:
    return _of_one(DECLINED, event, EnrolmentState.DECLINED)


@tells("courses.enrolment.queued")
def nomination_queued(event: Event) -> Told | None:
    return _of_one(QUEUED, event, EnrolmentState.WAITING)


@tells("courses.enrolments.moved_up")
def nominations_moved_up(event: Event) -> Told | None:
    """One message to each nominator, however many of their people moved up at once."""
    training_class = all_classes().filter(pk=event.subject_id).first()
    if training_class is None:
        return None
    people = all_enrolments().standing().filter(pk__in=event.data["enrolments"])
    nominators = {one.nominated_by for one in people if one.nominated_by is not None}
    return _told(MOVED_UP, training_class, nominators)


def _of_one(kind: Kind, event: Event, state: EnrolmentState) -> Told | None:
    found = all_enrolments().filter(pk=event.subject_id, state=state, nominated_by__isnull=False)
    enrolment = found.select_related("training_class").first()
    if enrolment is None or enrolment.nominated_by is None:
        return None
    return _told(kind, enrolment.training_class, {enrolment.nominated_by})


def _told(kind: Kind, training_class: TrainingClass, nominators: set[int]) -> Told:
    """The page of nominations names each person with the answer."""
    page = reverse("courses:class_nominate", args=[training_class.public_id])
    return Told(kind=kind, people=nominators, url=page, data={"name": training_class.name})
