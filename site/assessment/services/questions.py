"""Questions and checks as editors publish them. A changed wording is a new version; old attempts keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from assessment.models import Check, CheckItem, Question, QuestionVersion
from assessment.querysets import all_items
from assessment.rules import problem_of
from assessment.words import QuestionKind
from core import events, records
from core.errors import RuleBroken
from organisations.authority import Authority

KEYS = "ABCDEF"


@dataclass(frozen=True)
class QuestionDetails:
    """`options` are pairs of text and whether it is right, in the order shown."""

    code: str
    kind: QuestionKind
    stem: str
    options: tuple[tuple[str, bool], ...]
    explanation: str = ""


@transaction.atomic
def set_check(
    *, check: Check | None, questions: Sequence[QuestionDetails], by: Authority, at: datetime
) -> Check:
    """Let the check ask these questions, in this order; None makes a new check. The same again changes nothing.

    Raises RuleBroken for a question that can't be asked as it stands, or one that stands twice.
    """
    made = check or Check.objects.create()
    versions = [_version(details) for details in questions]
    if len({version.pk for version in versions}) < len(versions):
        raise RuleBroken("check.question_twice", "同一道题出现了两次。请删去一道。")
    standing = [version.pk for version in all_items().asked_in_order(made)]
    if check is None or standing != [version.pk for version in versions]:
        CheckItem.objects.filter(asked_in=made).delete()
        CheckItem.objects.bulk_create(
            CheckItem(asked_in=made, position=position, version=version)
            for position, version in enumerate(versions, 1)
        )
        events.record("assessment.check.set", by=by, at=at, subject=made, data={"count": len(versions)})
    return made


def _version(details: QuestionDetails) -> QuestionVersion:
    """The version with exactly this wording: an old one comes back under its own number."""
    problem = problem_of(details.kind, details.options)
    if problem:
        raise RuleBroken("question.not_askable", problem)
    options = [
        {"key": key, "text": text, "right": right}
        for key, (text, right) in zip(KEYS, details.options, strict=False)
    ]
    content = {
        "kind": details.kind.value, "stem": details.stem, "options": options, "explanation": details.explanation,
    }  # fmt: skip
    question, _made = Question.objects.get_or_create(code=details.code)
    Question.objects.select_for_update().get(pk=question.pk)
    digest = records.digest(records.canonical_json(content))
    known = question.versions.filter(digest=digest).first()
    last = question.versions.aggregate(last=Max("number"))["last"] or 0
    return known or QuestionVersion.objects.create(
        question=question, number=last + 1, digest=digest, **content
    )
