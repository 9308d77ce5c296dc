"""Questions and checks as editors publish them. A changed wording is a new version; old attempts keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessment.models import Check, CheckItem, Question, QuestionTag, QuestionVersion
from assessment.querysets import all_items
from assessment.rules import QuestionDetails, problem_of
from assessment.rules.wording import KEYS
from assessment.words import QuestionKind, TagKind
from core import events, records
from core.errors import RuleBroken
from organisations.authority import Authority

__all__ = ["QuestionDetails", "content_of", "details_of", "digest_of", "set_check", "set_tags", "version_of"]


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
    if details.kind is QuestionKind.SHORT and not details.options:
        raise RuleBroken(
            "check.needs_marking", "没有可接受答案的简答题要由人阅卷，不能放进随堂测验。请补上答案。"
        )
    question, _made = Question.objects.get_or_create(code=details.code)
    set_tags(question, details)
    return version_of(question, details)


def set_tags(question: Question, details: QuestionDetails) -> None:
    """Let the question carry these tags; the same again writes nothing."""
    standing = list(question.tags.values_list("kind", "text"))
    if standing != [(kind.value, text) for kind, text in details.tags]:
        question.tags.all().delete()
        QuestionTag.objects.bulk_create(
            QuestionTag(question=question, kind=kind, text=text) for kind, text in details.tags
        )


def version_of(question: Question, details: QuestionDetails) -> QuestionVersion:
    """The question's version with exactly this wording, made where there is none.

    Raises RuleBroken for a wording that can't be asked.
    """
    problem = problem_of(details.kind, details.options)
    if problem:
        raise RuleBroken("question.not_askable", problem)
    Question.objects.select_for_update().get(pk=question.pk)
    content, digest = content_of(details), digest_of(details)
    known = question.versions.filter(digest=digest).first()
    last = question.versions.aggregate(last=Max("number"))["last"] or 0
    return known or QuestionVersion.objects.create(
        question=question, number=last + 1, digest=digest, **content
    )


def content_of(details: QuestionDetails) -> dict[str, Any]:
    """The wording as it is stored."""
    options: list[dict[str, Any]] = [
        {"key": key, "text": text, "right": right}
        for key, (text, right) in zip(KEYS, details.options, strict=False)
    ]
    for option, why in zip(options, details.whys, strict=False):
        if why:
            option["why"] = why
    return {
        "kind": details.kind.value, "stem": details.stem, "options": options, "explanation": details.explanation,
    }  # fmt: skip


def digest_of(details: QuestionDetails) -> str:
    """The wording alone: code, title, category and tags are not part of it."""
    return records.digest(records.canonical_json(content_of(details)))


def details_of(version: QuestionVersion) -> QuestionDetails:
    """The version with what the bank says of its question, ready for a writer. Reads `question` and its tags."""
    question = version.question
    whys = tuple(option.get("why", "") for option in version.options)
    return QuestionDetails(
        code=question.code,
        kind=QuestionKind(version.kind),
        stem=version.stem,
        options=tuple((option["text"], option["right"]) for option in version.options),
        explanation=version.explanation,
        whys=whys if any(whys) else (),
        title=question.title,
        category=question.category,
        tags=tuple((TagKind(tag.kind), tag.text) for tag in question.tags.all()),
    )
