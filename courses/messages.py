"""What learners are told of their classes: what somebody else decided about their place, day or mark."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core import clock
from core.models import Event
from core.words import gettext_noop as _
from courses.late_mark_querysets import all_late_marks
from courses.leave_querysets import all_leave
from courses.models import TrainingClass
from courses.querysets import all_classes, all_enrolments, all_sessions
from courses.rules.class_states import BEFORE_RUNNING
from courses.words import PENDING_PLACES, ClassState, EnrolmentState, RequestState
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells

CHANGED = _("您的培训班有变动。")
APPROVED = register(
    Kind("courses.late_mark.approved", _("“%(name)s”的补签已同意，学时已计入。"), _("您的补签申请有了答复。"))
)
DECLINED = register(
    Kind("courses.late_mark.declined", _("“%(name)s”的补签没有同意，原因写在班次页面。"), _("您的补签申请有了答复。"))
)  # fmt: skip
LEAVE_APPROVED = register(
    Kind("courses.leave.approved", _("“%(name)s”的请假已同意。"), _("您的请假申请有了答复。"))
)
LEAVE_DECLINED = register(
    Kind("courses.leave.declined", _("“%(name)s”的请假没有同意，原因写在班次页面。"), _("您的请假申请有了答复。"))
)  # fmt: skip
LISTED = register(Kind("courses.enrolment.made", _("您已被录取到“%(name)s”。"), CHANGED))
UNLISTED = register(Kind("courses.enrolment.withdrawn", _("主办单位为您办理了“%(name)s”的退班。"), CHANGED))
DECLINED_PLACE = register(
    Kind(
        "courses.enrolment.declined",
        _("“%(name)s”的报名没有同意，理由写在班次页面。"),
        _("您的报名有了答复。"),
    )
)
QUEUED = register(
    Kind("courses.enrolment.queued", _("您已列入“%(name)s”的候补，有空名额时依次录取。"), CHANGED)
)
MOVED_UP = register(
    Kind("courses.enrolments.moved_up", _("“%(name)s”有了空名额，您已从候补转为录取。不参加请尽早退班。"), CHANGED)
)  # fmt: skip
CANCELLED = register(Kind("courses.class.cancelled", _("“%(name)s”已取消。"), CHANGED))
MOVED = register(Kind("courses.class.moved", _("“%(name)s”改了日期或地点。"), CHANGED))
SESSION_MOVED = register(Kind("courses.session.moved", _("“%(name)s”有一次课改了时间。"), CHANGED))
SESSION_REMOVED = register(Kind("courses.session.removed", _("“%(name)s”取消了一次课。"), CHANGED))
SESSIONS_ADDED = register(Kind("courses.sessions.added", _("“%(name)s”加了课。"), CHANGED))
# Of a class that is over nobody plans anything any more.
STILL_PLANNED = BEFORE_RUNNING | {ClassState.RUNNING}


@tells("courses.late_mark.decided")
def late_mark_decided(event: Event) -> Told | None:
    asked = all_late_marks().select_related("session__training_class").filter(pk=event.subject_id).first()
    if asked is None or asked.state == RequestState.WAITING:
        return None
    kind = APPROVED if asked.state == RequestState.APPROVED else DECLINED
    return _told(kind, asked.session.training_class, [asked.person_id])


@tells("courses.leave.decided")
def leave_decided(event: Event) -> Told | None:
    asked = all_leave().select_related("training_class").filter(pk=event.subject_id).first()
    if asked is None or asked.state == RequestState.WAITING:
        return None
    kind = LEAVE_APPROVED if asked.state == RequestState.APPROVED else LEAVE_DECLINED
    return _told(kind, asked.training_class, [asked.person_id])


@tells("courses.enrolment.made")
def enrolment_made(event: Event) -> Told | None:
    found = all_enrolments().standing().filter(pk=event.subject_id).select_related("training_class").first()
    return _told(LISTED, found.training_class, [found.person_id]) if found else None


@tells("courses.enrolment.withdrawn")
def enrolment_withdrawn(event: Event) -> Told | None:
    found = all_enrolments().filter(pk=event.subject_id).select_related("training_class").first()
    return _told(UNLISTED, found.training_class, [found.person_id], leads_to_list=True) if found else None


@tells("courses.enrolment.declined")
def enrolment_declined(event: Event) -> Told | None:
    return _of_place(DECLINED_PLACE, event, EnrolmentState.DECLINED)


@tells("courses.enrolment.queued")
def enrolment_queued(event: Event) -> Told | None:
    """Who was put on the waiting list by somebody else, and is still there."""
    return _of_place(QUEUED, event, EnrolmentState.WAITING)


@tells("courses.enrolments.moved_up")
def enrolments_moved_up(event: Event) -> Told | None:
    """All whom one free seat or one decision moved up, as far as they still have the place."""
    training_class = all_classes().filter(pk=event.subject_id).first()
    if training_class is None:
        return None
    people = all_enrolments().standing().filter(pk__in=event.data["enrolments"])
    return _told(MOVED_UP, training_class, people.values_list("person_id", flat=True))


@tells("courses.class.cancelled")
def class_cancelled(event: Event) -> Told | None:
    """Whoever has a place or still hoped for one."""
    training_class = all_classes().filter(pk=event.subject_id).first()
    if training_class is None:
        return None
    states = [EnrolmentState.ENROLLED, *PENDING_PLACES]
    people = all_enrolments().filter(training_class=training_class, state__in=states)
    return _told(CANCELLED, training_class, people.values_list("person_id", flat=True))


@tells("courses.class.edited")
def class_edited(event: Event) -> Told | None:
    return _listed(MOVED, event.subject_id, states=STILL_PLANNED) if event.data.get("moved") else None


@tells("courses.session.edited")
def session_edited(event: Event) -> Told | None:
    """A session that was over when it was corrected is nobody's news."""
    session = all_sessions().filter(pk=event.subject_id).first()
    if session is None or not event.data.get("moved") or session.held_on < clock.date_of(event.occurred_at):
        return None
    return _listed(SESSION_MOVED, session.training_class_id, states=STILL_PLANNED)


@tells("courses.session.removed")
def session_removed(event: Event) -> Told | None:
    return _listed(SESSION_REMOVED, event.data["class"], states=STILL_PLANNED)


@tells("courses.sessions.added")
def sessions_added(event: Event) -> Told | None:
    """Of one class and days to come; the timetable of an import concerns many classes and is nobody's news."""
    to_come = all_sessions().filter(pk__in=event.data["ids"], held_on__gte=clock.date_of(event.occurred_at))
    classes = set(to_come.values_list("training_class", flat=True))
    return _listed(SESSIONS_ADDED, classes.pop(), states=STILL_PLANNED) if len(classes) == 1 else None


def _of_place(kind: Kind, event: Event, state: EnrolmentState) -> Told | None:
    found = all_enrolments().filter(pk=event.subject_id, state=state).select_related("training_class").first()
    return _told(kind, found.training_class, [found.person_id]) if found else None


def _listed(
    kind: Kind, class_id: int | str, *, states: Iterable[ClassState] = tuple(ClassState)
) -> Told | None:
    """For whoever has a place, while the class is in one of the states."""
    training_class = all_classes().filter(pk=class_id, state__in=states).first()
    if training_class is None:
        return None
    people = all_enrolments().standing().filter(training_class=training_class)
    return _told(kind, training_class, people.values_list("person_id", flat=True))


def _told(
    kind: Kind, training_class: TrainingClass, people: Iterable[int], *, leads_to_list: bool = False
) -> Told:
    """Whoever has no place any more may not see the class: the list of classes is their page."""
    page = (
        reverse("courses:class_list")
        if leads_to_list
        else reverse("courses:class_detail", args=[training_class.public_id])
    )
    return Told(kind=kind, people=list(people), url=page, data={"name": training_class.name})
