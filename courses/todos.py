"""What waits for whoever runs classes: applications and late marks to answer, and the sessions of today."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.clock import date_of
from courses.assignment_querysets import all_assignments, all_submissions
from courses.class_test_querysets import all_class_tests
from courses.evaluation_querysets import all_rounds
from courses.feedback_querysets import all_corrections
from courses.late_mark_querysets import all_late_marks
from courses.leave_querysets import all_leave
from courses.pace_querysets import all_pace_notes
from courses.querysets import all_classes, all_sessions
from courses.words import STILL_TAKING, EnrolmentState, SubmissionState
from inbox.todos import Todo
from organisations.authority import Authority
from organisations.roles import Permission
from people.querysets import all_people

STANDING = {
    SubmissionState.RETURNED: gettext_noop("已退回，请修改再交"),
    SubmissionState.MARKED: gettext_noop("还未合格，可以再交"),
}


def late_marks_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    if not by.holds(Permission.RUN_SIGN_IN):
        return
    waiting = all_late_marks().waiting().run_by(by).count()
    if waiting:
        yield Todo(
            title=_("%(count)s条补签申请待处理") % {"count": waiting}, url=reverse("courses:late_mark_list")
        )


def applications_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    """One for each class in which somebody waits for an answer."""
    if not by.scope(Permission.MANAGE_CLASSES):
        return
    waiting = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.APPLIED))
    managed = all_classes().managed_by(by, Permission.MANAGE_CLASSES).filter(state__in=STILL_TAKING)
    found = managed.annotate(waiting=waiting).filter(waiting__gt=0).order_by("starts_on", "pk")
    for public_id, name, starts_on, count in found.values_list("public_id", "name", "starts_on", "waiting"):
        yield Todo(
            title=_("%(count)s人报名待审：%(name)s") % {"count": count, "name": name},
            url=reverse("courses:class_places", args=[public_id]),
            due_on=starts_on,
        )


def leave_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    if not by.holds(Permission.RUN_SIGN_IN):
        return
    waiting = all_leave().waiting().run_by(by).count()
    if waiting:
        title = _("%(count)s份请假申请待处理") % {"count": waiting}
        yield Todo(title=title, url=reverse("courses:leave_list"))


def sessions_to_run(by: Authority, on: date) -> Iterator[Todo]:
    """Today's sessions that are not closed, for whoever runs them."""
    if not by.holds(Permission.RUN_SIGN_IN):
        return
    sessions = all_sessions().managed_by(by, Permission.RUN_SIGN_IN).filter(held_on=on, closed_at=None)
    for session in sessions.select_related("training_class").order_by("starts_at", "id"):
        yield Todo(
            title=_("签到：%(name)s") % {"name": session.training_class.name},
            url=reverse("courses:sign_in", args=[session.public_id]),
            detail=f"{_(session.get_half_day_display())} {session.starts_at:%H:%M}–{session.ends_at:%H:%M} {session.topic}",
            due_on=on,
        )


def paces_to_read(by: Authority, on: date) -> Iterator[Todo]:
    if not by.scope(Permission.REVIEW_LEARNING):
        return
    waiting = all_pace_notes().waiting().read_by(by).count()
    if waiting:
        yield Todo(
            title=_("%(count)s条学习节奏待查看") % {"count": waiting}, url=reverse("courses:pace_list")
        )


def corrections_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    waiting = all_corrections().for_editor(by).new().count()
    if waiting:
        title = _("%(count)s条纠错待处理") % {"count": waiting}
        yield Todo(title=title, url=reverse("courses:correction_list"))


def assignments_to_mark(by: Authority, on: date) -> Iterator[Todo]:
    waiting = all_submissions().markable_by(by, on=on).waiting().count() if by.person_id else 0
    if waiting:
        title = _("%(count)s份作业待批改") % {"count": waiting}
        yield Todo(title=title, url=reverse("courses:marking_list"))


def class_tests_to_sit(by: Authority, on: date) -> Iterator[Todo]:
    """Tests of one's classes that may be sat today and are not passed yet."""
    if not by.person_id:
        return
    for test in all_class_tests().owed_by(by.person_id, on=on).select_related("training_class"):
        yield Todo(
            title=_("考核：%(title)s") % {"title": test.title},
            url=reverse("courses:class_test", args=[test.public_id]),
            detail=test.training_class.name,
            due_on=date_of(test.closes_at - timedelta(microseconds=1)),
        )


def evaluations_to_give(by: Authority, on: date) -> Iterator[Todo]:
    """Classes that are over, to which one came and which one has not evaluated."""
    if not by.person_id:
        return
    for held in all_rounds().owed_by(by.person_id, on=on).select_related("training_class"):
        yield Todo(
            title=_("评价：%(name)s") % {"name": held.training_class.name},
            url=reverse("courses:class_evaluate", args=[held.training_class.public_id]),
            detail=_("不记名，一分钟"),
            due_on=held.last_day,
        )


def assignments_to_hand_in(by: Authority, on: date) -> Iterator[Todo]:
    """What was never handed in, came back or fell short of the pass."""
    person = all_people().filter(pk=by.person_id).first() if by.person_id else None
    if person is None:
        return
    given = all_assignments().given_to(person, on=on)
    for public_id, title, due_on, state in given.owed_by(person):
        yield Todo(
            title=_("作业：%(title)s") % {"title": title},
            url=reverse("learning:assignment", args=[public_id]),
            detail=_(STANDING[SubmissionState(state)]) if state else "",
            due_on=due_on,
        )
