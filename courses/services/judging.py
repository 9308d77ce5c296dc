"""The judgement of a 结业: everybody's result as it is that moment, written once and never changed."""

from __future__ import annotations

from datetime import datetime

from courses.completion_querysets import ClassCompletion, PersonLine, judged_now, judgement_of
from courses.models import CompletionJudgement, CompletionResult, TrainingClass
from organisations.authority import Authority


def record(*, training_class: TrainingClass, by: Authority, at: datetime) -> CompletionJudgement:
    """Freeze terms, rule version and every line. For services that record what they do and hold the class's row."""
    found, before = judged_now(training_class), judgement_of(training_class)
    judgement = _insert(training_class, found, number=before.number + 1 if before else 1, by=by, at=at)
    rows = [_result(judgement, line) for line in found.lines]
    CompletionResult.objects.bulk_create(rows, batch_size=1_000)
    return judgement


def _insert(
    training_class: TrainingClass, found: ClassCompletion, *, number: int, by: Authority, at: datetime
) -> CompletionJudgement:
    terms, held = found.asked.terms, found.held
    return CompletionJudgement.objects.create(
        training_class=training_class, number=number, rule_version=found.asked.rule_version,
        attendance_percent=terms.attendance_percent, needs_test=terms.needs_test,
        needs_assignments=terms.needs_assignments, minutes=held.minutes, tests=held.tests,
        assignments=held.assignments, judged_by=by.person_id, judged_at=at,
    )  # fmt: skip


def _result(judgement: CompletionJudgement, line: PersonLine) -> CompletionResult:
    record = line.record
    return CompletionResult(
        judgement=judgement, person=line.person, is_guest=line.is_guest, minutes=record.minutes,
        percent=line.percent, test_percent=record.test_percent, tests_sat=record.tests_sat,
        has_passed_tests=record.has_passed_tests, assignments_passed=record.assignments_passed,
        completes=not line.missing, missing=[one.packed() for one in line.missing],
    )  # fmt: skip
