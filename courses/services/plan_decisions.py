"""What officers decide about a person's plans: waive, pause, accept evidence; and take back what was entered wrongly.

Nobody decides for themselves, and every decision names its reason and its document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from core.uploads import Refused, kind_of
from courses import plan_judging
from courses.models.plans import Equivalent, Pause, Waiver
from courses.plan_querysets import all_plan_periods
from courses.plan_words import PauseKind, RequirementKind
from courses.rules.plans.definition import Requirement
from organisations.authority import Authority
from people.models import Person
from people.permissions import require_person

Decision = Waiver | Pause | Equivalent
Made = TypeVar("Made", Waiver, Pause, Equivalent)


@dataclass(frozen=True)
class Grounds:
    """Why, and on what paper (its name and number, or where it is kept); `file` is that paper itself, if handed in."""

    reason: str
    document: str
    file: bytes | None = None


@transaction.atomic
def waive(
    *, person: Person, code: str, key: str, first_day: date, last_day: date | None, grounds: Grounds,
    by: Authority, at: datetime,
) -> Waiver:  # fmt: skip
    """Do not ask a requirement, or with an empty key the whole plan, between two days (both included).

    Raises RuleBroken for whoever does not manage the person or is the person, for what no plan asks of them, and for
    a file that `core.uploads` does not take.
    """
    _require(person, by=by, at=at)
    _require_days(first_day, last_day)
    if key:
        asked_requirement(person, code, key, on=clock.date_of(at))
    made = Waiver(person=person, code=code, key=key, first_day=first_day, last_day=last_day)
    return _keep(made, grounds, "courses.plan.waived", by=by, at=at)


@transaction.atomic
def pause(
    *, person: Person, kind: PauseKind, first_day: date, last_day: date | None, grounds: Grounds,
    by: Authority, at: datetime,
) -> Pause:  # fmt: skip
    """Let the person's deadlines stand still; without a last day until one is entered. Raises RuleBroken as `waive`."""
    _require(person, by=by, at=at)
    _require_days(first_day, last_day)
    made = Pause(person=person, kind=kind, first_day=first_day, last_day=last_day)
    return _keep(made, grounds, "courses.plan.paused", by=by, at=at)


@transaction.atomic
def end_pause(*, pause: Pause, last_day: date, by: Authority, at: datetime) -> Pause:
    """Enter the last day of a pause that goes on, or an earlier one.

    Raises RuleBroken for a day before its first, for a later one than stands already, and for a withdrawn pause.
    """
    locked = Pause.objects.select_for_update().get(pk=pause.pk)
    _require(owner_of(locked), by=by, at=at)
    if locked.withdrawn_at is not None:
        raise RuleBroken("plan.pause_withdrawn", "这条暂停已经撤销。请刷新页面查看。")
    _require_days(locked.first_day, last_day)
    if locked.last_day is not None and last_day > locked.last_day:
        raise RuleBroken("plan.pause_longer", "止日只能提前，不能推后。还要暂停的，请另登记一次暂停。")
    locked.last_day = last_day
    locked.save(update_fields=["last_day"])
    events.record("courses.plan.pause_ended", by=by, at=at, subject=locked)
    return locked


@transaction.atomic
def accept(
    *, person: Person, code: str, key: str, day: date, last_day: date | None, minutes: int | None, grounds: Grounds,
    by: Authority, at: datetime,
) -> Equivalent:  # fmt: skip
    """Count evidence of that day for a requirement: whole, or so many minutes of a requirement in hours.

    Raises RuleBroken as `waive`, for a day to come, and for minutes where none are asked.
    """
    _require(person, by=by, at=at)
    _require_days(day, last_day)
    requirement = asked_requirement(person, code, key, on=clock.date_of(at))
    if day > clock.date_of(at):
        raise RuleBroken("plan.evidence_early", "材料日期不能晚于今天。请照材料填写。")
    if minutes is not None and requirement.kind is not RequirementKind.MINUTES:
        raise RuleBroken("plan.minutes_not_asked", "这项要求不按学时计算。请不填认定小时数。")
    if minutes is None and requirement.kind is RequirementKind.MINUTES:
        raise RuleBroken("plan.minutes_missing", "这项要求按学时计算。请填写认定多少小时。")
    if requirement.source:
        raise RuleBroken("plan.by_system", "这项要求由系统核对，不能登记材料。")
    made = Equivalent(person=person, code=code, key=key, first_day=day, last_day=last_day, minutes=minutes)
    return _keep(made, grounds, "courses.plan.accepted", by=by, at=at)


@transaction.atomic
def withdraw(*, decision: Decision, by: Authority, at: datetime) -> None:
    """Take back what was entered wrongly; again changes nothing. The row stays, with the moment it was withdrawn."""
    locked = type(decision)._default_manager.select_for_update().get(pk=decision.pk)
    _require(owner_of(locked), by=by, at=at)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = at
        locked.save(update_fields=["withdrawn_at"])
        events.record("courses.plan.decision_withdrawn", by=by, at=at, subject=locked)


def owner_of(decision: Decision) -> Person:
    """Whom it counts for: the record that stayed, where the one it was made for was merged into it."""
    return decision.person.merged_into or decision.person


def requirements_of(person: Person, *, on: date) -> list[tuple[str, str, Requirement]]:
    """Code and title of the plan, and each requirement in the order of the tree, of the plans asked of somebody."""
    periods = all_plan_periods().asked().current(on).of_people([person.pk]).select_related("plan")
    plans = {period.plan_id: period.plan for period in periods.order_by("plan__code")}
    definitions = plan_judging.definitions_of(plans.values(), on=on)
    return [
        (plan.code, plan.title, requirement)
        for pk, plan in plans.items()
        for requirement in definitions[pk].walk()
    ]


def asked_requirement(person: Person, code: str, key: str, *, on: date) -> Requirement:
    """Raises RuleBroken where no plan asks it of the person."""
    for plan, _title, requirement in requirements_of(person, on=on):
        if (plan, requirement.key) == (code, key):
            return requirement
    raise RuleBroken("plan.not_asked", "这个人现在的计划里没有这项要求。请刷新页面重新选择。")


def _require(person: Person, *, by: Authority, at: datetime) -> None:
    require_person(by, person, on=clock.date_of(at))
    if by.person_id == person.pk:
        raise RuleBroken("plan.self", "不能为自己登记。请由同事或上级主管办理。")


def _require_days(first_day: date, last_day: date | None) -> None:
    if last_day is not None and last_day < first_day:
        raise RuleBroken("plan.days", "止日不能早于起日。请核对日期。")


def _kind(content: bytes) -> str:
    try:
        return kind_of(content)
    except Refused as refused:
        raise RuleBroken("plan.file", refused.said) from refused


def _keep(made: Made, grounds: Grounds, name: str, *, by: Authority, at: datetime) -> Made:
    made.reason, made.document = grounds.reason, grounds.document
    if grounds.file is not None:
        made.file, made.file_kind = grounds.file, _kind(grounds.file)
    made.decided_by, made.decided_at = by.person_id, at
    made.save()
    events.record(name, by=by, at=at, subject=made, data={"person": made.person_id})
    return made
