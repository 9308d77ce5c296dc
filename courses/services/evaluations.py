"""Evaluations: opened by 结课, answered once by whoever came, and by nobody in particular.

Who has answered and what was answered are written in one transaction, and PostgreSQL stamps every row with the
transaction that wrote it. So every answer writes all answers of the class anew, under new keys and in random order:
each then bears the stamp of the latest, and neither stamp nor place tells whose is whose. No event is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from core import clock, events
from core.errors import RuleBroken
from core.sentences import NOTHING, Sentence, full_date, say
from courses.evaluation_querysets import ANSWERABLE, days_of, has_come, lecturers_heard
from courses.evaluation_words import EvaluationPart
from courses.models import (
    ClassEvaluation,
    EvaluationRound,
    EvaluationTurn,
    EvaluationWords,
    LecturerMark,
    TrainingClass,
)
from courses.rules.evaluations import HIGHEST, LOWEST
from courses.words import ClassState
from organisations.authority import Authority
from organisations.permissions import require
from organisations.querysets import all_rules
from organisations.roles import Permission
from people.models import Person

OPEN_DAYS = "evaluation.open_days"


@dataclass(frozen=True)
class Answer:
    """Marks from 1 to 5: of the four parts, and of lecturers by their name on the timetable; words may be empty."""

    marks: Mapping[EvaluationPart, int]
    lecturers: Mapping[str, int] = field(default_factory=dict)
    words: str = ""


def open_round(*, training_class: TrainingClass, at: datetime) -> EvaluationRound | None:
    """Open the evaluation once: a class that is reopened and closed again keeps its days. None for old registers."""
    if training_class.is_historical:
        return None
    on = clock.date_of(at)
    rule = all_rules().in_force(OPEN_DAYS, on=on, area_code=training_class.organiser.area_code)
    days = {"opens_on": on, "last_day": on + timedelta(days=int(rule.value))}
    held, _made = EvaluationRound.objects.get_or_create(training_class=training_class, defaults=days)
    return held


def refusal(
    training_class: TrainingClass, held: EvaluationRound | None, person: Person, *, at: datetime
) -> Sentence:
    """Why the person may not answer (now), and what to do; empty where they may."""
    on = clock.date_of(at)
    if held is None:
        return say("这个班次还没有结课，结课后才能评价。")
    if days_of(held).is_past(on):
        return say("评价已于%(day)s截止，不能再填。", day=full_date(_last_day(held)))
    if not days_of(held).is_open(on) or ClassState(training_class.state) not in ANSWERABLE:
        return say("这个班次现在不收评价。请联系主办单位。")
    if not has_come(training_class, person.pk):
        return say("签到表上没有您到课的记录，不能评价。来过的请先申请补签。")
    if _has_answered(held, person):
        return say("您已经评价过了。答卷不记名，所以不能查看或修改。")
    return NOTHING


@transaction.atomic
def answer(
    *, training_class: TrainingClass, person: Person, given: Answer, by: Authority, at: datetime
) -> None:
    """Take one answer. Raises RuleBroken where the person may not answer, or for a mark out of range."""
    if by.person_id != person.pk:
        raise RuleBroken("evaluation.not_yours", "评价只能由本人填写。请用本人的账号登录。")
    # Of two at the same moment the second waits here, and then finds the turn of the first.
    held = EvaluationRound.objects.select_for_update().filter(training_class=training_class).first()
    training_class.refresh_from_db(fields=["state"])
    refused = refusal(training_class, held, person, at=at)
    if held is None or refused:
        raise RuleBroken("evaluation.refused", refused)
    _check(training_class, person, given)
    EvaluationTurn.objects.create(round=held, person_id=person.merged_into_id or person.pk)
    _write(training_class, given)
    _stir(training_class)


@transaction.atomic
def end_early(*, training_class: TrainingClass, by: Authority, at: datetime) -> EvaluationRound:
    """Take no more answers and tell the results; never undone. Raises RuleBroken where it is not open."""
    require(by, Permission.MANAGE_CLASSES, training_class.organiser)
    held = EvaluationRound.objects.select_for_update().filter(training_class=training_class).first()
    if held is None or days_of(held).is_past(clock.date_of(at)):
        raise RuleBroken("evaluation.not_open", "评价没有在进行，不用结束。请刷新页面。")
    held.ended_at, held.ended_by = at, by.person_id
    held.save(update_fields=["ended_at", "ended_by"])
    events.record("courses.evaluation.ended", by=by, at=at, subject=training_class)
    return held


def _last_day(held: EvaluationRound) -> date:
    return min(held.last_day, clock.date_of(held.ended_at)) if held.ended_at else held.last_day


def _has_answered(held: EvaluationRound, person: Person) -> bool:
    mine = Q(person=person) | Q(person__merged_into=person)
    return EvaluationTurn.objects.filter(mine, round=held).exists()


def _check(training_class: TrainingClass, person: Person, given: Answer) -> None:
    marks = [*given.marks.values(), *given.lecturers.values()]
    if set(given.marks) != set(EvaluationPart) or not all(LOWEST <= mark <= HIGHEST for mark in marks):
        raise RuleBroken("evaluation.marks", "四项都要打分，每项1到5分。")
    if not set(given.lecturers) <= set(lecturers_heard(training_class, person.pk)):
        raise RuleBroken("evaluation.lecturer", "只能给您听过课的授课人打分。请刷新页面后再填。")


def _write(training_class: TrainingClass, given: Answer) -> None:
    ClassEvaluation.objects.create(
        training_class=training_class, **{part.value: mark for part, mark in given.marks.items()}
    )
    LecturerMark.objects.bulk_create(
        LecturerMark(training_class=training_class, lecturer=name, mark=mark)
        for name, mark in given.lecturers.items()
    )
    if words := given.words.strip():
        EvaluationWords.objects.create(training_class=training_class, text=words)


_STIR = (
    "WITH held AS (DELETE FROM courses_classevaluation WHERE training_class_id = %s RETURNING *)"
    " INSERT INTO courses_classevaluation (id, training_class_id, teacher, content, organisation, logistics)"
    " SELECT gen_random_uuid(), training_class_id, teacher, content, organisation, logistics"
    " FROM held ORDER BY random()",
    "WITH held AS (DELETE FROM courses_lecturermark WHERE training_class_id = %s RETURNING *)"
    " INSERT INTO courses_lecturermark (id, training_class_id, lecturer, mark)"
    " SELECT gen_random_uuid(), training_class_id, lecturer, mark FROM held ORDER BY random()",
    "WITH held AS (DELETE FROM courses_evaluationwords WHERE training_class_id = %s RETURNING *)"
    " INSERT INTO courses_evaluationwords (id, training_class_id, text)"
    " SELECT gen_random_uuid(), training_class_id, text FROM held ORDER BY random()",
)


def _stir(training_class: TrainingClass) -> None:
    with connection.cursor() as cursor:
        for statement in _STIR:
            cursor.execute(statement, [training_class.pk])
