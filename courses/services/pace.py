"""Notes of an implausible pace: found after the fact, read and answered by people, without any effect of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from courses.lesson_querysets import all_progress
from courses.models import PaceNote
from courses.pace_querysets import all_pace_notes
from courses.rules.pace import Finish, Pace, Run, implausible_runs
from courses.services.attendance import posting_on
from courses.words import PaceState
from organisations.authority import SYSTEM, Authority
from organisations.models import Rule
from organisations.permissions import require
from organisations.querysets import all_rules
from organisations.roles import Permission
from people.models import Person

PACE_RULE = "lesson.pace"
LOOKED_AT = timedelta(days=1)  # before and after a finish: a run crosses midnight at most once


@transaction.atomic
def note(*, person: Person, around: datetime, at: datetime) -> list[PaceNote]:
    """Note what is implausible among the lessons finished within a day of `around` (rule row `lesson.pace`).

    Noting again changes only what a waiting note counts; an answered one stays as it was read.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    posting = posting_on(person, clock.date_of(around))
    area_code = posting.organisation.area_code if posting else ""
    rule = all_rules().in_force(PACE_RULE, on=clock.date_of(around), area_code=area_code)
    organisation_id = posting.organisation_id if posting else None
    runs = implausible_runs(_finishes(person, around=around), pace=_pace(rule))
    return [_keep(run, person, organisation_id=organisation_id, rule=rule, at=at) for run in runs]


@transaction.atomic
def answer(*, pace_note: PaceNote, state: PaceState, remark: str, by: Authority, at: datetime) -> PaceNote:
    """Say what is to be thought of it. Raises RuleBroken for one's own, an answered one, or a waiting state."""
    locked = (
        PaceNote.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pace_note.pk)
    )
    require(by, Permission.REVIEW_LEARNING, locked.organisation)
    if locked.person_id == by.person_id:
        raise RuleBroken("pace.own", "这是您本人的记录，请由上级查看。")
    if locked.state != PaceState.WAITING:
        raise RuleBroken("pace.answered", "这条记录已经有人看过了。请刷新页面。")
    if state is PaceState.WAITING:
        raise RuleBroken("pace.no_answer", "请选一项查看结果。")
    locked.state, locked.remark, locked.answered_by, locked.answered_at = state, remark, by.person_id, at
    locked.save(update_fields=["state", "remark", "answered_by", "answered_at"])
    events.record("courses.pace.answered", by=by, at=at, subject=locked, data={"state": state.value})
    return locked


def rule_of(pace_note: PaceNote) -> Rule:
    """The rule row by which the note was made; it never changes, a new one is added beside it."""
    area_code = pace_note.organisation.area_code if pace_note.organisation else ""
    return all_rules().in_force(PACE_RULE, on=clock.date_of(pace_note.first_at), area_code=area_code)


def _finishes(person: Person, *, around: datetime) -> list[Finish]:
    found = all_progress().of_person(person).finished().filter(carried_from=None)
    near = found.filter(finished_at__gte=around - LOOKED_AT, finished_at__lte=around + LOOKED_AT)
    rows = near.values_list("pk", "finished_at", "minutes")
    return [Finish(pk, at, minutes) for pk, at, minutes in rows if at is not None and minutes]


def _pace(rule: Rule) -> Pace:
    """The row's value: {"window_minutes": clock minutes, "most_minutes": declared minutes}."""
    return Pace(timedelta(minutes=rule.value["window_minutes"]), rule.value["most_minutes"])


def _keep(run: Run, person: Person, *, organisation_id: int | None, rule: Rule, at: datetime) -> PaceNote:
    counted = {"last_at": run.last.at, "lessons": len(run.finishes), "minutes": run.minutes}
    standing = all_pace_notes().filter(first__in=[one.progress_id for one in run.finishes]).first()
    if standing is not None:
        if standing.state == PaceState.WAITING:
            PaceNote.objects.filter(pk=standing.pk).update(**counted)
        return standing
    made = PaceNote.objects.create(
        person=person, organisation_id=organisation_id, first_id=run.first.progress_id, first_at=run.first.at,
        rule_version=rule.version, **counted,
    )  # fmt: skip
    events.record("courses.pace.noted", by=SYSTEM, at=at, subject=made)
    return made
