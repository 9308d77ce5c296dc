"""Who completes a class: judged from what is on record now, or read from the judgement of its 结业."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.sentences import Sentence
from courses.assignment_querysets import all_assignments, all_submissions
from courses.class_test_querysets import ClassMark, all_class_tests, marks_of_class
from courses.leave_querysets import outside_learners_of
from courses.models import (
    CompletionCorrection,
    CompletionJudgement,
    CompletionResult,
    CompletionTerms,
    TrainingClass,
)
from courses.querysets import all_attendances, all_classes, all_enrolments
from courses.rules.completion import Held, Record, Terms, Verdict, judge
from courses.words import ClassState, EnrolmentState
from organisations.authority import Authority
from organisations.querysets import all_rules
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_people, all_postings

KEYS = ("completion.attendance_percent", "completion.needs_test", "completion.needs_assignments")
OWN_TERMS = "class"  # the rule version of a class with terms of its own
JUDGED = frozenset({ClassState.COMPLETED, ClassState.ARCHIVED})
_KEPT = Coalesce("person__merged_into", "person")  # of merged records the one that stays


@dataclass(frozen=True)
class TermsInForce:
    """`is_verified` says whether somebody confirmed the rule rows; a class's own terms need no confirmation."""

    terms: Terms
    rule_version: str
    is_own: bool
    is_verified: bool


@dataclass(frozen=True)
class Corrected:
    """The latest word on a result."""

    completes: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class PersonLine:
    """One person of a class. `unit`: of the primary posting on the first day. `is_guest`: came without a place.

    `result_id` names the frozen result, None before 结业.
    """

    person: Person
    unit: str
    is_guest: bool
    record: Record
    percent: int | None
    missing: tuple[Sentence, ...]
    result_id: UUID | None = None
    correction: Corrected | None = None

    @property
    def completes(self) -> bool:
        return self.correction.completes if self.correction else not self.missing


@dataclass(frozen=True)
class ClassCompletion:
    """Everybody of a class by pinyin, and what was asked. `judged_at`: of the judgement, None while it is open.

    `outsiders` (外单位学员) have no sign-in and are counted, not judged.
    """

    held: Held
    asked: TermsInForce
    lines: list[PersonLine]
    outsiders: int
    judged_at: datetime | None = None
    judged_by: int | None = None

    @property
    def learners(self) -> list[PersonLine]:
        return [line for line in self.lines if not line.is_guest]

    @property
    def guests(self) -> list[PersonLine]:
        return [line for line in self.lines if line.is_guest]

    @property
    def counts(self) -> dict[str, int]:
        """People and those who complete: of the list, and of the guests apart."""
        return {
            "learners": len(self.learners),
            "learners_done": sum(line.completes for line in self.learners),
            "guests": len(self.guests),
            "guests_done": sum(line.completes for line in self.guests),
        }


@dataclass
class _People:
    """Ids of a class by the record that stays: who is on the list, and who came without being on it."""

    learners: set[int] = field(default_factory=set)
    guests: set[int] = field(default_factory=set)


class CompletionResultQuerySet(models.QuerySet[CompletionResult]):
    def managed_by(self, by: Authority) -> Self:
        """Of the classes that the actor manages."""
        managed = all_classes().managed_by(by, Permission.MANAGE_CLASSES)
        return self.filter(judgement__training_class__in=managed)

    def with_names(self) -> Self:
        return self.select_related("person", "judgement__training_class__organiser")


def all_results() -> CompletionResultQuerySet:
    return CompletionResultQuerySet(CompletionResult)


def judged(training_class: TrainingClass, *, only: int | None = None) -> ClassCompletion:
    """From 结业 on the frozen judgement with its corrections, before it what the record says now.

    A fixed number of questions, however many people. `only`: with the line of this person alone.
    """
    judgement = judgement_of(training_class) if ClassState(training_class.state) in JUDGED else None
    if judgement is None:
        return judged_now(training_class, only=only)
    return _frozen(judgement, training_class, only=only)


def judged_now(training_class: TrainingClass, *, only: int | None = None) -> ClassCompletion:
    asked, held = terms_in_force(training_class), held_by(training_class)
    people = _people_of(training_class)
    everybody = people.learners | people.guests
    records = _records(training_class, everybody if only is None else everybody & {only}, held)
    verdicts = {pk: judge(record, held=held, terms=asked.terms) for pk, record in records.items()}
    lines = [
        _line(person, unit, person.pk in people.guests, records[person.pk], verdicts[person.pk])
        for person, unit in _named(records, training_class)
    ]
    return ClassCompletion(held, asked, lines, outside_learners_of(training_class).count())


def judgement_of(training_class: TrainingClass) -> CompletionJudgement | None:
    """The one that holds: the latest."""
    return CompletionJudgement.objects.filter(training_class=training_class).order_by("-number").first()


def terms_in_force(training_class: TrainingClass) -> TermsInForce:
    """The class's own, else the rule rows of its first day at the organiser's place."""
    own = CompletionTerms.objects.filter(training_class=training_class).first()
    if own is not None:
        return TermsInForce(_terms(own), OWN_TERMS, is_own=True, is_verified=True)
    found = all_rules().all_in_force(
        KEYS, on=training_class.starts_on, area_code=training_class.organiser.area_code
    )
    percent, test, assignments = (found[key].value for key in KEYS)
    return TermsInForce(
        Terms(int(percent), bool(test), bool(assignments)),
        " ".join(found[key].version for key in KEYS),
        is_own=False,
        is_verified=all(found[key].is_verified for key in KEYS),
    )


def held_by(training_class: TrainingClass) -> Held:
    minutes = _counted_minutes(training_class)
    return Held(
        minutes=sum(minutes.values()),
        tests=all_class_tests().filter(training_class=training_class).count(),
        assignments=all_assignments().filter(training_class=training_class).count(),
    )


def still_waiting(training_class: TrainingClass, *, at: datetime) -> dict[str, int]:
    """What may still change the result: hand-ins to mark, and tests that have not closed."""
    return {
        "submissions": all_submissions().waiting().filter(assignment__training_class=training_class).count(),
        "tests": all_class_tests().filter(training_class=training_class, closes_at__gt=at).count(),
    }


def _terms(row: CompletionTerms | CompletionJudgement) -> Terms:
    return Terms(row.attendance_percent, row.needs_test, row.needs_assignments)


def _counted_minutes(training_class: TrainingClass) -> dict[int, int]:
    """Minutes by session: of the compulsory ones, of all where none is compulsory."""
    rows = list(training_class.sessions.order_by().values_list("pk", "minutes", "is_compulsory"))
    compulsory = {pk: minutes for pk, minutes, must in rows if must}
    return compulsory or {pk: minutes for pk, minutes, _must in rows}


def _people_of(training_class: TrainingClass) -> _People:
    """Where nobody was ever given a place, as in registers of old classes, whoever stands on a sheet is a learner."""
    states: dict[int, set[str]] = defaultdict(set)
    places = all_enrolments().filter(training_class=training_class)
    for person, state in places.annotate(kept=_KEPT).values_list("kept", "state"):
        states[person].add(state)
    sheets = all_attendances().of_class(training_class).annotate(kept=_KEPT).order_by()
    if not states:
        return _People(learners=set(sheets.values_list("kept", flat=True).distinct()))
    left = {EnrolmentState.WITHDRAWN, EnrolmentState.GIVEN_UP}
    learners = {person for person, found in states.items() if EnrolmentState.ENROLLED in found}
    gone = {person for person, found in states.items() if found & left} - learners
    came = set(sheets.came().values_list("kept", flat=True).distinct())
    return _People(learners, came - learners - gone)


def _records(training_class: TrainingClass, people: Collection[int], held: Held) -> dict[int, Record]:
    attended = _attended_minutes(training_class, people)
    marks = marks_of_class(training_class, people) if held.tests else {}
    passed = _passed_assignments(training_class, people) if held.assignments else {}
    return {
        person: _record(attended.get(person, 0), marks.get(person), passed.get(person, 0))
        for person in people
    }


def _record(minutes: int, mark: ClassMark | None, passed: int) -> Record:
    if mark is None:
        return Record(minutes=minutes, assignments_passed=passed)
    return Record(minutes, mark.sat, mark.percent, mark.has_passed, passed)


def _of(people: Collection[int]) -> Q:
    """Their own rows, and those of the records merged into them."""
    return Q(person__in=people) | Q(person__merged_into__in=people)


def _attended_minutes(training_class: TrainingClass, people: Collection[int]) -> dict[int, int]:
    """By person, of the sessions that count; a session that two merged records attended counts once."""
    minutes = _counted_minutes(training_class)
    marks = all_attendances().credited().of_class(training_class).filter(_of(people))
    found: dict[int, int] = defaultdict(int)
    for person, session in marks.annotate(kept=_KEPT).order_by().values_list("kept", "session").distinct():
        found[person] += minutes.get(session, 0)
    return found


def _passed_assignments(training_class: TrainingClass, people: Collection[int]) -> dict[int, int]:
    done = all_submissions().passed().filter(_of(people), assignment__training_class=training_class)
    found: dict[int, int] = defaultdict(int)
    for person, _assignment in (
        done.annotate(kept=_KEPT).order_by().values_list("kept", "assignment").distinct()
    ):
        found[person] += 1
    return found


def _named(people: Iterable[int], training_class: TrainingClass) -> list[tuple[Person, str]]:
    """The people with their units, by pinyin."""
    numbers = list(people)
    held = all_postings().held_on(training_class.starts_on).primary().filter(person__in=numbers)
    units = dict(held.order_by().values_list("person", "organisation__name"))
    found = all_people().filter(pk__in=numbers).order_by("sort_key", "pk")
    return [(person, units.get(person.pk, "")) for person in found]


def _line(person: Person, unit: str, is_guest: bool, record: Record, verdict: Verdict) -> PersonLine:
    return PersonLine(person, unit, is_guest, record, verdict.percent, verdict.missing)


def _frozen(
    judgement: CompletionJudgement, training_class: TrainingClass, *, only: int | None
) -> ClassCompletion:
    rows = judgement.results.all() if only is None else judgement.results.filter(person=only)
    results = {row.person_id: row for row in rows}
    words: dict[int, Corrected] = {}
    for one in CompletionCorrection.objects.filter(result__in=list(results.values())).order_by("pk"):
        words[one.result_id] = Corrected(one.completes, one.reason, one.corrected_at)  # the latest holds
    lines = [
        _frozen_line(results[person.pk], person, unit, words.get(results[person.pk].pk))
        for person, unit in _named(results, training_class)
    ]
    is_own = judgement.rule_version == OWN_TERMS
    return ClassCompletion(
        Held(judgement.minutes, judgement.tests, judgement.assignments),
        TermsInForce(_terms(judgement), judgement.rule_version, is_own=is_own, is_verified=is_own),
        lines,
        outside_learners_of(training_class).count(),
        judged_at=judgement.judged_at,
        judged_by=judgement.judged_by,
    )


def _frozen_line(row: CompletionResult, person: Person, unit: str, word: Corrected | None) -> PersonLine:
    record = Record(
        row.minutes, row.tests_sat, row.test_percent, row.has_passed_tests, row.assignments_passed
    )
    missing = tuple(Sentence.unpacked(one) for one in row.missing)
    return PersonLine(person, unit, row.is_guest, record, row.percent, missing, row.public_id, word)
