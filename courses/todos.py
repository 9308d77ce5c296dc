"""What waits for whoever runs classes: late marks to answer, and the sessions of today."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.late_mark_querysets import all_late_marks
from courses.querysets import all_sessions
from inbox.todos import Todo
from organisations.authority import Authority
from organisations.roles import Permission


def late_marks_to_answer(by: Authority, on: date) -> Iterator[Todo]:
    if not by.scope(Permission.RUN_SIGN_IN):
        return
    waiting = all_late_marks().waiting().run_by(by).count()
    if waiting:
        yield Todo(
            title=_("%(count)s条补签申请待处理") % {"count": waiting}, url=reverse("courses:late_mark_list")
        )


def sessions_to_run(by: Authority, on: date) -> Iterator[Todo]:
    """Today's sessions that are not closed, for whoever runs them."""
    if not by.scope(Permission.RUN_SIGN_IN):
        return
    sessions = all_sessions().managed_by(by, Permission.RUN_SIGN_IN).filter(held_on=on, closed_at=None)
    for session in sessions.select_related("training_class").order_by("starts_at", "id"):
        yield Todo(
            title=_("签到：%(name)s") % {"name": session.training_class.name},
            url=reverse("courses:sign_in", args=[session.public_id]),
            detail=f"{session.get_half_day_display()} {session.starts_at:%H:%M}–{session.ends_at:%H:%M} {session.topic}",
            due_on=on,
        )
