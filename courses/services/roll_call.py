"""Roll-call by name: ticks of one or several organisers, some of them made without network, merge into one list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import clock
from core.errors import RuleBroken
from core.words import gettext_noop
from courses.models import Attendance, ClassSession
from courses.services import attendance, presence
from courses.services.attendance import Mark
from courses.sign_in_words import SignInWay
from courses.words import CAME_STATES, AttendanceState
from organisations.authority import Authority
from people.models import Person

CALLED = gettext_noop(
    "现场点名"
)  # in the ledger: a present person is never refused, not even in a filed period
TICKS: frozenset[AttendanceState] = frozenset({AttendanceState.PRESENT, AttendanceState.LATE})


@transaction.atomic
def tick(
    *,
    session: ClassSession,
    person: Person,
    state: AttendanceState,
    waited: bool,
    by: Authority,
    at: datetime,
) -> Attendance:
    """Somebody on the list is here. Whoever came already stays as recorded, so that lists merge in any order.

    `waited`: the tick lay on a device, so nobody knows the minute, and what was decided meanwhile goes before it.
    Raises RuleBroken for such a tick where leave or absence stands, and before the day of the session.
    """
    attendance.require_running(session, by=by)
    if state not in TICKS:
        raise ValueError(state)
    if clock.date_of(at) < session.held_on:
        raise RuleBroken("attendance.not_yet", "这一课次还没有到上课日期，不能先记到课。请到上课当天再记。")
    attendance.lock(person)
    standing = Attendance.objects.filter(session=session, person=person).first()
    if standing is not None and standing.state in CAME_STATES:
        return standing
    if standing is not None and waited:
        raise RuleBroken(
            "roll_call.decided", "点名上传之前，这位学员已经记为“%(state)s”。如果到了，请用“更正”。",
            state=AttendanceState(standing.state),
        )  # fmt: skip
    is_today = clock.date_of(at) == session.held_on
    came = presence.minute_at(at) if is_today and not waited else None
    wanted = Mark(session, person, None, state, signed_in_at=came, way=SignInWay.ROLL_CALL)
    return attendance.put(wanted, ledger_reason=CALLED if is_today or waited else "", by=by, at=at)
