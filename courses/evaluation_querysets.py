"""What may be told of evaluations: nothing while answers come, nothing ever of fewer than five."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from core import clock
from courses.evaluation_words import EvaluationPart, EvaluationState
from courses.models import (
    ClassEvaluation,
    ClassSession,
    EvaluationRound,
    EvaluationTurn,
    EvaluationWords,
    LecturerMark,
    TrainingClass,
)
from courses.querysets import all_attendances
from courses.rules.class_states import LOCKED, OVER
from courses.rules.evaluations import Days, Mean, joined_mean, may_tell, mean_of, means_of, rate

ANSWERABLE = OVER - LOCKED
_KEPT = Coalesce("person__merged_into", "person")  # of merged records the one that stays


@dataclass(frozen=True)
class Summary:
    """`asked`: people who came to the class. `answers` is None below five; the rest is there only once it is TOLD.

    `means` by part, `lecturers` by the name on the timetable (None where fewer than five marked somebody), `words` in
    an order that says nothing.
    """

    state: EvaluationState
    days: Days | None = None
    asked: int = 0
    answers: int | None = None
    rate: int | None = None
    means: Mapping[EvaluationPart, Mean] = field(default_factory=dict)
    overall: Mean | None = None
    lecturers: Mapping[str, Mean | None] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        return self.state is EvaluationState.TOLD


class EvaluationRoundQuerySet(models.QuerySet[EvaluationRound]):
    def open_on(self, on: date) -> Self:
        """Those that take answers: of classes that are over, not archived."""
        states = [state.value for state in ANSWERABLE]
        running = Q(opens_on__lte=on, last_day__gte=on, ended_at=None)
        return self.filter(running, training_class__state__in=states)

    def owed_by(self, person_id: int, *, on: date) -> Self:
        """Open, of classes to which the person came, and not answered."""
        came = all_attendances().came().filter(session__training_class=OuterRef("training_class"))
        mine = Q(person=person_id) | Q(person__merged_into=person_id)
        given = EvaluationTurn.objects.filter(mine, round=OuterRef("pk"))
        return self.open_on(on).filter(Exists(came.filter(mine))).exclude(Exists(given))


def all_rounds() -> EvaluationRoundQuerySet:
    return EvaluationRoundQuerySet(EvaluationRound)


def days_of(held: EvaluationRound) -> Days:
    return Days(held.opens_on, held.last_day, has_ended=held.ended_at is not None)


def summary_of(training_class: TrainingClass, *, on: date | None = None) -> Summary:
    """As of a day (today); in a fixed number of questions."""
    held = EvaluationRound.objects.filter(training_class=training_class).first()
    if held is None:
        return Summary(EvaluationState.NONE)
    days, asked = days_of(held), _asked(training_class)
    answers = EvaluationTurn.objects.filter(round=held).count()
    told = answers if may_tell(answers) else None
    counted = Summary(EvaluationState.OPEN, days, asked, told, rate(answers, asked))
    if not days.is_past(on or clock.today()):
        return counted
    if not may_tell(answers):
        return Summary(EvaluationState.TOO_FEW, days, asked)
    return _told(training_class, counted)


def lecturers_heard(training_class: TrainingClass, person_id: int) -> list[str]:
    """The names on the timetable of the sessions to which the person came, in its order."""
    came = all_attendances().came().of_class(training_class)
    mine = came.filter(Q(person=person_id) | Q(person__merged_into=person_id)).values("session")
    sessions = ClassSession.objects.filter(pk__in=mine).exclude(lecturer="")
    return list(dict.fromkeys(sessions.values_list("lecturer", flat=True)))


def has_come(training_class: TrainingClass, person_id: int) -> bool:
    came = all_attendances().came().of_class(training_class)
    return came.filter(Q(person=person_id) | Q(person__merged_into=person_id)).exists()


def means_of_entries(entries: Collection[int], *, on: date) -> dict[int, Mean | None]:
    """By entry of the register, over all classes whose evaluation is past; each class alone must have five marks.

    A class that is hidden by itself is left out of the sum, so that no subtraction shows it.
    """
    taught = ClassSession.objects.filter(lecturer_entry__in=entries).exclude(lecturer="").order_by()
    named = set(taught.values_list("training_class", "lecturer", "lecturer_entry").distinct())
    past = EvaluationRound.objects.filter(Q(last_day__lt=on) | Q(ended_at__isnull=False))
    marks = LecturerMark.objects.filter(
        training_class__in=past.values("training_class"),
        lecturer__in={name for _held, name, _entry in named},
    )
    given: dict[tuple[int, str], list[int]] = defaultdict(list)
    for held, name, mark in marks.values_list("training_class", "lecturer", "mark"):
        given[held, name].append(mark)
    groups: dict[int, list[list[int]]] = {entry: [] for entry in entries}
    for held, name, entry in named:
        groups[entry].append(given[held, name])
    return {entry: joined_mean(found) for entry, found in groups.items()}


def _asked(training_class: TrainingClass) -> int:
    came = all_attendances().came().of_class(training_class).annotate(kept=_KEPT).order_by()
    return came.values("kept").distinct().count()


def _told(training_class: TrainingClass, counted: Summary) -> Summary:
    fields = [part.value for part in EvaluationPart]
    rows = list(ClassEvaluation.objects.filter(training_class=training_class).values_list(*fields))
    columns = dict(zip(EvaluationPart, zip(*rows, strict=True), strict=True)) if rows else {}
    means = {part: mean for part, marks in columns.items() if (mean := mean_of(marks))}
    written = EvaluationWords.objects.filter(training_class=training_class).order_by("pk")
    return Summary(
        EvaluationState.TOLD, counted.days, counted.asked, counted.answers, counted.rate,
        means=means,
        overall=mean_of([mark for marks in columns.values() for mark in marks]),
        lecturers=means_of(_marks_by_lecturer(training_class)),
        words=tuple(one.text for one in written),
    )  # fmt: skip


def _marks_by_lecturer(training_class: TrainingClass) -> dict[str, list[int]]:
    names = ClassSession.objects.filter(training_class=training_class).exclude(lecturer="")
    found: dict[str, list[int]] = {name: [] for name in names.values_list("lecturer", flat=True)}
    marks = LecturerMark.objects.filter(training_class=training_class)
    for name, mark in marks.values_list("lecturer", "mark"):
        found.setdefault(name, []).append(mark)
    return found
