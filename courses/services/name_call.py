"""抽点: a few of those who signed in are called by name. It is recorded, and changes no attendance by itself."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from courses.models import ClassSession, NameCall, NameCallLine
from courses.querysets import all_attendances
from courses.rules.name_call import draw
from courses.services import attendance
from organisations.authority import Authority

MOST = 20


@transaction.atomic
def call_names(*, session: ClassSession, count: int, by: Authority, at: datetime) -> NameCall:
    """Draw some of those who came; the event keeps seed, candidates and answer, so that the draw can be repeated.

    Raises RuleBroken on another day, where nobody has signed in, or for an unreasonable count.
    """
    attendance.require_running(session, by=by)
    if clock.date_of(at) != session.held_on:
        raise RuleBroken("name_call.other_day", "只能在上课当天抽点。请到那天再抽。")
    if not 1 <= count <= MOST:
        raise RuleBroken("name_call.count", "一次抽点1至%(most)s人。请改一下人数。", most=MOST)
    came = sorted(all_attendances().came().filter(session=session).values_list("person", flat=True))
    if not came:
        raise RuleBroken("name_call.nobody", "还没有人签到，不能抽点。请等学员签到后再抽。")
    seed = secrets.token_hex(16)
    drawn = draw(came, count=count, seed=seed)
    call = NameCall.objects.create(session=session, seed=seed, called_by=by.person_id, called_at=at)
    NameCallLine.objects.bulk_create(
        NameCallLine(call=call, person_id=person, position=place) for place, person in enumerate(drawn, 1)
    )
    events.record(
        "courses.name_call.drawn", by=by, at=at, subject=call,
        data={"session": session.pk, "seed": seed, "candidates": came, "drawn": drawn},
    )  # fmt: skip
    return call


@transaction.atomic
def answer(*, call: NameCall, there: Collection[int], by: Authority, at: datetime) -> NameCall:
    """Write down which lines answered, by their ids; all others were not there. Raises RuleBroken where it was done."""
    locked = (
        NameCall.objects.select_for_update(of=("self",))
        .select_related("session__training_class__organiser", "session__training_class__provider")
        .get(pk=call.pk)
    )
    attendance.require_running(locked.session, by=by)
    if locked.answered_at is not None:
        raise RuleBroken("name_call.answered", "这次抽点已经登记过了。如要再点，请重新抽点。")
    lines = list(locked.lines.all())
    for line in lines:
        line.is_there = line.pk in there
    NameCallLine.objects.bulk_update(lines, ["is_there"])
    locked.answered_at = at
    locked.save(update_fields=["answered_at"])
    events.record(
        "courses.name_call.answered", by=by, at=at, subject=locked,
        data={"called": len(lines), "there": sum(bool(line.is_there) for line in lines)},
    )  # fmt: skip
    return locked
