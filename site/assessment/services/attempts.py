"""Hand in a check: every answer is scored against the version that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from assessment.models import Answer, Attempt, Check, QuestionVersion
from assessment.querysets import all_items
from assessment.rules import Marks, has_passed, score
from assessment.rules.wording import is_accepted
from assessment.words import QuestionKind
from core import clock
from core.errors import RuleBroken
from organisations.querysets import all_rules
from people.models import Person

MARKS_RULE = "check.marks"
PASS_RULE = "check.pass_percent"  # noqa: S105
LONGEST_ANSWER = 500


@transaction.atomic
def hand_in(
    *, check: Check, person: Person, answers: Mapping[int, frozenset[str]], area_code: str, at: datetime
) -> Attempt:
    """`answers`: chosen keys by id of the version that the person saw, of a short written question the text written.

    No event: the attempt is its own record.

    Raises RuleBroken where a question is unanswered, or where the questions changed since the page was opened.
    """
    asked = all_items().asked_in_order(check)
    if {version.pk for version in asked} != set(answers):
        raise RuleBroken("check.changed", "题目刚刚更新过。请按现在的题目重新作答。")
    if not asked or not all(answers.values()):
        raise RuleBroken("check.unanswered", "还有题目没有作答。请答完每一题再提交。")
    on = clock.date_of(at)
    marks_rule = all_rules().in_force(MARKS_RULE, on=on, area_code=area_code)
    pass_rule = all_rules().in_force(PASS_RULE, on=on, area_code=area_code)
    marks = Marks(**marks_rule.value)
    scored = [_scored(version, answers[version.pk], marks) for version in asked]
    full = sum(marks.full(QuestionKind(version.kind)) for version in asked)
    total = sum(answer.half_points for answer in scored)
    attempt = Attempt.objects.create(
        answers_to=check, person=person, half_points=total, full_half_points=full,
        has_passed=has_passed(total, full=full, percent=pass_rule.value),
        rule_version=f"{marks_rule.version} {pass_rule.version}", handed_in_at=at,
    )  # fmt: skip
    for answer in scored:
        answer.attempt = attempt
    Answer.objects.bulk_create(scored)
    return attempt


def _scored(version: QuestionVersion, given: frozenset[str], marks: Marks) -> Answer:
    kind = QuestionKind(version.kind)
    if kind is QuestionKind.SHORT:
        text = next(iter(given)).strip()[:LONGEST_ANSWER]
        keys = [option["key"] for option in version.options if is_accepted(text, [option["text"]])]
        halves = marks.full(kind) if keys else 0
        return Answer(version=version, chosen="".join(keys[:1]), text=text, half_points=halves)
    halves = score(kind, right=version.right_keys, chosen=given, marks=marks)
    return Answer(version=version, chosen="".join(sorted(given)), half_points=halves)
